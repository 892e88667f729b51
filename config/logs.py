"""Where log lines go and what they look like: lines to read at a desk, JSON in production."""

from typing import Any

from accounts.reference import reference


def logging(level: str, *, as_json: bool) -> dict[str, Any]:
    """Django's LOGGING: everything to the one handler, and no mail to anybody."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
            "json": {"()": "formats.log_lines.JsonLines", "reference": reference},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "json" if as_json else "line",
            }
        },
        "loggers": {
            # Both write to the one handler only; Django would add its own and mail to nobody.
            "django": {"handlers": [], "level": "INFO"},
            # What it says is on record already, with the names that a log must not hold.
            "axes": {"handlers": [], "level": "CRITICAL"},
            "portal": {"level": level},
        },
        "root": {"handlers": ["stderr"], "level": level},
    }
