"""How the page writes the values of fields that only some forms have: numbers, years, choices."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from formats.dates import fiscal_year_label
from imports.formats import all_formats
from imports.formats.population import KINDS, PopulationTable

Words = Callable[[Any], str]
COUNTED = (
    "patients_now", "patients_possible", "urgent_visits", "end_of_life_cases",
    "total", "over65", "over75", "over85",
    "value", "numerator", "denominator", "home_care", "care_insurance",
)  # fmt: skip


@cache
def labels_of(key: str) -> Mapping[str, str]:
    """Words for the fields of a form; where two forms name a field alike, its own word stands."""
    known = all_formats()
    shared = {n: label for one in known.values() for n, label in one.labels.items()}
    return shared | (known[key].labels if key in known else {})


@cache
def words_of(key: str, name: str) -> Words | None:
    """How a field of a form reads; None where it reads as any other text."""
    if name in COUNTED:
        return _number
    if name == "small_count":
        return lambda value: "該当" if value else ""
    if name == "fiscal_year":
        return _fiscal_year
    if key != PopulationTable.key:
        return _fiscal_year if name == "year" else None
    if name == "kind":
        kinds = {value: word for word, value in KINDS.items()}
        return lambda value: kinds.get(value, value or "")
    return _calendar_year if name == "year" else None


def _number(value: Any) -> str:
    """Stored as a number or, to be exact, as text."""
    try:
        return "" if value in (None, "") else f"{Decimal(str(value)):,f}"
    except InvalidOperation:
        return str(value)


def _fiscal_year(value: Any) -> str:
    return "" if value is None else fiscal_year_label(int(value))


def _calendar_year(value: Any) -> str:
    return "" if value is None else f"{value}年"
