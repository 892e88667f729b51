"""Reading the small comma-separated tables of facts that come with the portal."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

Number = TypeVar("Number", int, float)


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a UTF-8 table with a header, every value as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def optional_number(text: str, kind: Callable[[str], Number]) -> Number | None:
    return kind(text) if text else None


def optional_date(text: str) -> date | None:
    """A day in ISO form, or None for an empty cell."""
    return date.fromisoformat(text) if text else None
