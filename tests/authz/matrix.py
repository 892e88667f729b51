"""Reads ``tests/authz_matrix.csv``: who gets which answer at which URL.

A row is a URL name, a method and the data it points at; a column for each kind of person holds
the expected answer: a status code, or ``login`` for the way to the sign-in page.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

FILE = Path(__file__).resolve().parents[1] / "authz_matrix.csv"
PEOPLE = ("anonymous", "official", "clerk", "committee", "administrator")


@dataclass(frozen=True, slots=True)
class Row:
    """One decision. ``data`` is none, own or other region, or published or draft."""

    url: str
    method: str
    data: str
    expected: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.url} {self.data}"


def read_matrix() -> list[Row]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                row["url"],
                row["method"],
                row["data"],
                {person: row[person] for person in PEOPLE},
            )
            for row in csv.DictReader(file)
        ]


def url_names() -> Iterator[str]:
    """Every named URL of the project; the back office counts as one: ``admin:*``."""
    seen: set[str] = set()
    for name in _names(get_resolver().url_patterns, ""):
        name = "admin:*" if name.startswith("admin:") else name
        if name not in seen:
            seen.add(name)
            yield name


def _names(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (
                f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or f'unnamed {pattern.pattern}'}"
