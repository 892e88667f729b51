"""What a list says once it is read: facilities with their filings, counts, and problems.

These values travel from the reading process to the web process, as plain JSON: a reader that a
hostile file took over can send wrong text, but nothing that runs.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, field
from datetime import date
from typing import Any

from imports.messages import ERROR, Problem
from imports.normalise import Beds

ENHANCEMENTS = ("solo", "cooperative", "conventional")  # the better first


@dataclass(frozen=True, slots=True)
class SymbolKind:
    """One row of the dated code table of filings, as the readers need it.

    `facility_class` is zaishishin, zaishibyo, backup_hospital or ''; the days are days of the
    list (現在), inclusive at both ends, None for open.
    """

    symbol: str
    facility_class: str = ""
    enhancement: str = ""
    tracked: bool = True
    valid_from: date | None = None
    valid_until: date | None = None


def kinds_on(kinds: Iterable[SymbolKind], day: date | None) -> dict[str, SymbolKind]:
    """Return symbol → kind for a list of `day`; without a day the kind that begins last."""
    found: dict[str, SymbolKind] = {}
    for kind in sorted(kinds, key=lambda kind: kind.valid_from or date.min):
        if day is None or (
            (kind.valid_from or date.min) <= day <= (kind.valid_until or date.max)
        ):
            found[kind.symbol] = kind
    return found


@dataclass(frozen=True, slots=True)
class ListedFiling:
    """One filing as the list has it. `starts_on` is None where the list has no possible day."""

    symbol: str
    printed: str
    name: str
    number: str
    starts_on: date | None
    row: int


@dataclass(frozen=True, slots=True)
class ListedFacility:
    """One facility of a list, from all its rows. Name, address and phone are as written.

    `code` is the 10-digit code and `sector` medical, dental, pharmacy or nursing. `kind` is
    hospital, clinic, medical (hospital or clinic, not told), dental_clinic, pharmacy or
    nursing_station. `filings` are those of the code table; `other_symbols` the rest, sorted.
    `classes` holds every class filed for, `class_symbol` the one that counts: of 支援診 and
    支援病 the filing begun last, the better on a tie. `row` is the first row on `sheet`.
    """

    prefecture: str
    sector: str
    number: str
    code: str
    kind: str
    name: str
    postal_code: str
    address: str
    phone: str
    fax: str
    beds: Beds
    filings: tuple[ListedFiling, ...]
    other_symbols: tuple[str, ...]
    classes: tuple[str, ...]
    class_symbol: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a form with one subject a row. `values` are plain: days are in ISO form, an
    empty cell is None, a column that the file does not have is absent. `wrong` says that the
    row has an error."""

    sheet: str
    row: int
    values: dict[str, Any]
    wrong: bool = False


@dataclass(slots=True)
class Listing:
    """A whole file as read by one format: facilities from many rows each, or records.

    `rows` counts data rows that are not blank; `row_kinds` splits them (filing, remark,
    without_filing) and adds repeated_filing and blank. `columns` maps sheet → field → column
    letters, so that a later check can name a cell. `seconds` is CPU by stage.
    """

    format: str
    title: str
    as_of: date | None = None
    made_on: date | None = None
    rows: int = 0
    filings: int = 0
    row_kinds: dict[str, int] = field(default_factory=dict)
    facilities: list[ListedFacility] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    # Rows that name no facility, with the address they have: (sheet, row, address).
    unread: list[tuple[str, int, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    columns: dict[str, dict[str, str]] = field(default_factory=dict)
    reader: str = ""
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def errors(self) -> list[Problem]:
        return [one for one in self.problems if one.level == ERROR]

    @property
    def warnings(self) -> list[Problem]:
        return [one for one in self.problems if one.level != ERROR]

    def class_counts(self) -> dict[str, int]:
        """Return facilities by class: zaishishin, zaishibyo, backup_hospital, each once."""
        counts = dict.fromkeys(("zaishishin", "zaishibyo", "backup_hospital"), 0)
        for facility in self.facilities:
            for name in facility.classes:
                counts[name] += 1
        return counts

    def to_wire(self) -> dict[str, Any]:
        """Return the listing as plain JSON values."""
        return {
            "format": self.format,
            "title": self.title,
            "as_of": self.as_of and self.as_of.isoformat(),
            "made_on": self.made_on and self.made_on.isoformat(),
            "rows": self.rows,
            "filings": self.filings,
            "row_kinds": self.row_kinds,
            "facilities": [_facility_to_wire(one) for one in self.facilities],
            "records": [(r.sheet, r.row, r.values, r.wrong) for r in self.records],
            "unread": self.unread,
            "problems": [astuple(one) for one in self.problems],
            "columns": self.columns,
            "reader": self.reader,
            "seconds": self.seconds,
        }

    @classmethod
    def from_wire(cls, wire: dict[str, Any]) -> "Listing":
        """Return the listing that `to_wire` wrote."""
        days: dict[str | None, date | None] = {None: None}
        return cls(
            format=wire["format"],
            title=wire["title"],
            as_of=_day(wire["as_of"], days),
            made_on=_day(wire["made_on"], days),
            rows=wire["rows"],
            filings=wire["filings"],
            row_kinds=wire["row_kinds"],
            facilities=[_facility_from_wire(one, days) for one in wire["facilities"]],
            records=[Record(*one) for one in wire["records"]],
            unread=[(sheet, row, address) for sheet, row, address in wire["unread"]],
            problems=[Problem(*one) for one in wire["problems"]],
            columns=wire["columns"],
            reader=wire["reader"],
            seconds=wire["seconds"],
        )


def _day(text: str | None, known: dict[str | None, date | None]) -> date | None:
    if text not in known:
        known[text] = date.fromisoformat(text or "")
    return known[text]


def _facility_to_wire(one: ListedFacility) -> list[Any]:
    return [
        one.prefecture, one.sector, one.number, one.code, one.kind, one.name, one.postal_code,
        one.address, one.phone, one.fax, [one.beds.state, one.beds.total, one.beds.by_type],
        [
            (f.symbol, f.printed, f.name, f.number, f.starts_on and f.starts_on.isoformat(), f.row)
            for f in one.filings
        ],
        one.other_symbols, one.classes, one.class_symbol, one.sheet, one.row,
    ]  # fmt: skip


def _facility_from_wire(
    wire: list[Any], days: dict[str | None, date | None]
) -> ListedFacility:
    *_, beds, filings, others, classes, class_symbol, sheet, row = wire
    prefecture, sector, number, code, kind, name, postal_code, address, phone, fax = (
        wire[:10]
    )
    state, total, by_type = beds
    return ListedFacility(
        prefecture=prefecture,
        sector=sector,
        number=number,
        code=code,
        kind=kind,
        name=name,
        postal_code=postal_code,
        address=address,
        phone=phone,
        fax=fax,
        beds=Beds(state, total, tuple((type_, count) for type_, count in by_type)),
        filings=tuple(
            ListedFiling(symbol, printed, title, number, _day(starts_on, days), at)
            for symbol, printed, title, number, starts_on, at in filings
        ),
        other_symbols=tuple(others),
        classes=tuple(classes),
        class_symbol=class_symbol,
        sheet=sheet,
        row=row,
    )
