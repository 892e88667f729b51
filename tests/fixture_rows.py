"""Reads fixtures/ as plain CSV, for the tests of its facts."""

import csv
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
NAMES = sorted(path.stem for path in FIXTURES.glob("*.csv"))
FUNCTIONS = {"discharge", "daily", "acute", "eol"}


def rows(name: str) -> list[dict[str, str]]:
    with (FIXTURES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(name: str, heading: str) -> set[str]:
    return {row[heading] for row in rows(name)}


def parts(cell: str, mark: str = "|") -> set[str]:
    return {part for part in cell.split(mark) if part}


def total(name: str, heading: str, **where: str) -> int:
    return sum(
        int(row[heading] or 0)
        for row in rows(name)
        if all(row[key] == value for key, value in where.items())
    )


def current_municipalities(prefecture: str) -> set[str]:
    """Codes of the municipalities themselves: no wards, no northern villages."""
    return {
        row["code"]
        for row in rows("municipalities")
        if row["prefecture"] == prefecture
        and row["kind"] != "ward"
        and row["northern_territory"] == "0"
    }
