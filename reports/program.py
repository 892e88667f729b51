"""A checksum of the program's own part in a report: its bytes rest on code and templates too."""

import hashlib
from functools import lru_cache

from django.conf import settings

PARTS = (
    ("reports", "*.py"),
    ("formats", "*.py"),
    ("templates/reports/pdf", "*"),
)


@lru_cache(maxsize=1)
def program_checksum() -> str:
    """Sixteen digits that change with anything that lays out a page or a sheet."""
    whole = hashlib.sha256()
    for folder, pattern in PARTS:
        for path in sorted((settings.BASE_DIR / folder).rglob(pattern)):
            if path.is_file() and "migrations" not in path.parts:
                whole.update(path.relative_to(settings.BASE_DIR).as_posix().encode())
                whole.update(path.read_bytes())
    return whole.hexdigest()[:16]
