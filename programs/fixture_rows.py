"""Rows of ``fixtures/`` that belong to this room, with where each comes from."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from formats.tabular import read_rows
from programs.reference_words import Sources
from zones.models import Prefecture

Row = dict[str, str]


class FixtureRows:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources = Sources(folder)
        self.prefectures = set(Prefecture.objects.values_list("pk", flat=True))

    def rows(self, name: str) -> Iterable[Row]:
        """Rows of a table whose prefecture is known here, or that have none."""
        for row in read_rows(self.folder / f"{name}.csv"):
            if row.get("prefecture_code", "") in {"", *self.prefectures}:
                yield row

    def sourced(self, row: Row) -> dict[str, Any]:
        return {
            "source": self.sources.words(row["source"]),
            "unconfirmed": row["confidence"] == "unconfirmed",
            "doubt": row["doubt"],
        }


def insert_missing(model: Callable[..., Any], key: str, rows: list[Any]) -> int:
    known = set(model.objects.values_list(key, flat=True))
    missing = [row for row in rows if getattr(row, key) not in known]
    return len(model.objects.bulk_create(missing))
