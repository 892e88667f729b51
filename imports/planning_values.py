"""A facility as the registry has it and as a list has it, in the shape that planning compares."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

FilingKey = tuple[int, str, date]
"""Kind id, 受理番号, 算定開始日."""


@dataclass(frozen=True, slots=True)
class Known:
    """A facility of the registry. ``values`` are in the order of ``LISTED_FIELDS``."""

    pk: int
    version: int
    code: str
    name: str
    sector: str
    municipality: str | None
    values: tuple
    # Those in force, and those that ended, each by what identifies a filing.
    standing: Mapping[FilingKey, int]
    ended: Mapping[FilingKey, int]
    # False for what a person registered by hand: no list is expected to have it.
    from_list: bool = True
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A facility as a list has it. ``values`` are in the order of ``LISTED_FIELDS``."""

    code: str
    name: str
    sector: str
    municipality: str | None
    values: tuple
    filings: frozenset[FilingKey]
    sheet: str = ""
    row: int | None = None
    invalid: bool = False
