"""The portal's database, how SQLite is to behave, and a copy to read dashboards from."""

from pathlib import Path
from typing import Any

from environ import Env


def databases(env: Env, folder: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES from DATABASE_URL and REPLICA_URL; SQLite in the folder without them."""
    own = f"sqlite:///{folder}/portal.sqlite3"
    default = env.db_url_config(env.str("DATABASE_URL", default="") or own)
    kept_open = {
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
    }
    if default["ENGINE"] == "django.db.backends.sqlite3":
        folder.mkdir(exist_ok=True)
        default["OPTIONS"] = {
            # A writer takes the lock when its transaction begins, so it waits and never deadlocks.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
        # Tests use threads and a browser, which an in-memory database would not let in.
        name = env.str("TEST_SQLITE", default=f"{folder}/test.sqlite3")
        default["TEST"] = {"NAME": name}
    else:
        default |= kept_open
    found = {"default": default}
    if env.str("REPLICA_URL", default=""):
        found["replica"] = {
            **env.db_url("REPLICA_URL"),
            **kept_open,
            "TEST": {"MIRROR": "default"},
        }
    return found
