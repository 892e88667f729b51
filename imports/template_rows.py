"""From the rows of our own form to what they say of each facility, checked against each other,
the places, the region of the person, and the registry."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from facilities.kinds import FacilityKind
from formats.codes import (
    PREFECTURES,
    SECTOR_NAMES,
    check_digit_ok,
    medical_code,
)
from formats.dates import wareki
from imports.addresses import AddressResolver
from imports.columns import Column
from imports.comparing import Comparison
from imports.formats import Planning
from imports.listing import Listing, Record
from imports.messages import Problem
from imports.normalise import prefecture_name, sector_of
from imports.partial import (
    Cells,
    Key,
    KnownFacility,
    Said,
    Unchanged,
    compare_said,
    known_by_code,
)
from imports.registry import class_kinds, filing_kinds_on, places
from imports.template_fields import fields_of
from imports.unchanged import set_unchanged_apart

SECTOR_OF_KIND = {
    FacilityKind.DENTAL_CLINIC: "dental",
    FacilityKind.PHARMACY: "pharmacy",
    FacilityKind.NURSING_STATION: "nursing",
}
# Cells of a facility that its other rows repeat.
REPEATED = (
    "name", "postal_code", "address", "phone", "beds", "kind", "office_number",
    "corporation_number", "municipality", "kana",
)  # fmt: skip


@dataclass(slots=True)
class Group:
    """The rows of one facility. `rows` maps a symbol to the row that has it."""

    said: Said
    first: Record
    values: dict[str, Any]
    rows: dict[str, Record] = field(default_factory=dict)


def plan_template(
    listing: Listing, planning: Planning, columns: Iterable[Column]
) -> Comparison:
    """Compare what the rows say with the facilities of the same codes; nothing else is touched."""
    headings = {one.name: one.heading for one in columns}
    gathering = _Gathering(listing, planning, Cells(listing, headings))
    unchanged = gathering.set_unchanged_apart()
    groups = gathering.groups()
    known = known_by_code(groups)
    allowed = [
        group.said
        for key, group in groups.items()
        if gathering.judge(group, known.get(key))
    ]
    problems = [*listing.problems, *gathering.problems]
    problems.sort(key=lambda one: (one.sheet, one.row))
    return compare_said(
        allowed, known, planning, problems, as_of=planning.today, unchanged=unchanged
    )


class _Gathering:
    """Reads records into groups; `problems` grows on the way."""

    def __init__(self, listing: Listing, planning: Planning, cells: Cells) -> None:
        self._records, self._planning, self._cells = listing.records, planning, cells
        self.problems: list[Problem] = []
        table = places(planning.today)
        self._places = {code: name for code, _, _, name in table}
        self._resolver = AddressResolver(table)
        self._symbols = filing_kinds_on(planning.today)
        self._classes = {pk: name for pk, _, _, name, _ in class_kinds()}

    def set_unchanged_apart(self) -> Unchanged:
        """Facilities of which every row says what stands; the other rows are left to look at."""
        region = self._planning.region
        found = set_unchanged_apart(
            self._records, region, self._symbols, self._may_be_in
        )
        self._records = found.rest
        for record in found.wrong_digit:
            number = record.values["number"]
            self._say("number_check_digit", record, "number", value=number)
        return found.unchanged

    def groups(self) -> dict[Key, Group]:
        """The facilities that the rows name, each with all of its rows."""
        found: dict[Key, Group] = {}
        for record in self._records:
            said = self._identity(record)
            if said is None:
                continue
            group = found.get(said.key)
            if group is None:
                group = found[said.key] = Group(said, record, dict(record.values))
                self._check_code(group, record)
            else:
                self._check_repeated(group, record)
            group.said.wrong |= record.wrong
            self._add_filing(group, record)
        return found

    def _say(self, code: str, record: Record, name: str, **words: Any) -> None:
        self.problems.append(self._cells.problem(code, record, name, **words))

    def _wrong(self, group: Group, code: str, name: str, **words: Any) -> None:
        group.said.wrong = True
        self._say(code, group.first, name, **words)

    def _identity(self, record: Record) -> Said | None:
        """Which facility a row is about, or None where its cells do not tell."""
        values = record.values
        number, office = values.get("number"), values.get("office_number")
        place = values.get("municipality") or self._resolved(values.get("address"))
        where = {"sheet": record.sheet, "row": record.row}
        if number is None:
            if office is None or not values.get("kind"):
                return None
            return Said("care_office", office, office[:2], "", place, **where)
        if len(number) == 10:
            prefecture, sector = number[:2], sector_of(number[2]) or ""
        else:
            prefecture = place[:2] if place else self._planning.prefecture
            sector = values.get("sector") or SECTOR_OF_KIND.get(values.get("kind"), "")
            sector = sector or "medical"
            if not prefecture:
                self._say("prefecture_needed", record, "number", value=number)
                return None
        code = str(medical_code(prefecture, sector, number[-7:]))
        return Said("medical", code, prefecture, sector, place, **where)

    def _resolved(self, address: str | None) -> str | None:
        if not address:
            return None
        home = self._planning.prefecture
        found = self._resolver.resolve(address, prefecture_name(home)) if home else None
        return found or self._resolver.resolve(address)

    def _check_code(self, group: Group, record: Record) -> None:
        said, values = group.said, record.values
        if said.system != "medical":
            return
        number, sector = values["number"], values.get("sector")
        if not check_digit_ok(said.prefecture, said.sector, number[-7:]):
            self._say("number_check_digit", record, "number", value=number)
        if sector and sector != said.sector:
            words = {"value": SECTOR_NAMES[sector], "other": SECTOR_NAMES[said.sector]}
            self._wrong(group, "sector_conflict", "sector", **words)

    def _check_repeated(self, group: Group, record: Record) -> None:
        """Other rows of a facility say the same, or leave the cell empty."""
        for name in REPEATED:
            value, first = record.values.get(name), group.values.get(name)
            if value is None or value == first:
                continue
            if first is None:
                group.values[name] = value
                continue
            group.said.wrong = True
            words = {"value": _shown(value), "first": _shown(first)}
            self._say("rows_conflict", record, name, other=group.first.row, **words)

    def _add_filing(self, group: Group, record: Record) -> None:
        symbol = record.values["symbol"] or ""
        if record.wrong and not symbol:
            return
        if symbol in group.rows:
            group.said.wrong = True
            self._say(
                "filing_twice",
                record,
                "symbol" if symbol else "number",
                first=group.rows[symbol].row,
                second=record.row,
                number=record.values["number"] or record.values.get("office_number"),
                symbol=symbol or "空欄",
            )
            return
        group.rows[symbol] = record
        start = record.values["start"]
        if symbol in self._symbols and start:
            filing = self._symbols[symbol], date.fromisoformat(start)
            group.said.filings.add(filing)

    def judge(self, group: Group, before: KnownFacility | None) -> bool:
        """Complete what is said; False where it is not for this person to hear any more."""
        said = group.said
        self._place(group, before)
        if not self._within_region(group, before):
            return False
        if before is not None and before.known.closed_on:
            day = wareki(before.known.closed_on)
            self._wrong(group, "closed_facility", "number", closed=day)
        if before is not None:
            self._tell_other_starts(group, before)
        said.fields = fields_of(
            group.values,
            said,
            before,
            symbols={symbol for symbol in group.rows if symbol},
            tracked=self._symbols,
            classes=self._classes,
        )
        return True

    def _place(self, group: Group, before: KnownFacility | None) -> None:
        said, values = group.said, group.values
        address, stated = values.get("address"), values.get("municipality")
        if stated and stated not in self._places:
            self._wrong(group, "place_code_unknown", "municipality", value=stated)
            said.municipality = None
            return
        if stated:
            if not self._may_be_in(address, stated):
                read = self._resolved(address) or ""
                words = {"place": self._places[stated], "other": self._places[read]}
                self._say("place_differs", group.first, "municipality", **words)
        elif before is not None and address == before.fields["address"]:
            chosen = before.known.municipality  # perhaps by a person
            if self._planning.region.holds(before.prefecture, chosen):
                said.municipality = chosen
        place = said.municipality
        if place and place[:2] != said.prefecture:
            names = {
                "other": PREFECTURES[int(said.prefecture) - 1],
                "place": prefecture_name(place[:2]) + self._places[place],
            }
            self._wrong(group, "place_conflict", "number", **names)

    def _may_be_in(self, address: str | None, place: str) -> bool:
        """Whether an address says this municipality, a ward of it, or none at all."""
        if place not in self._places:
            return False
        read = self._resolved(address)
        names = self._places
        return not read or read == place or names[read].startswith(names[place])

    def _within_region(self, group: Group, before: KnownFacility | None) -> bool:
        """Rows of other regions are errors in the same words, whatever is registered there."""
        said, region = group.said, self._planning.region
        place = said.municipality
        if place is None and not region.holds(said.prefecture, None):
            if not group.values.get("address"):
                return False  # said already, at the empty cell
            address = group.values.get("address") or ""
            self._wrong(group, "place_needed", "address", value=address)
            return False
        theirs = region.holds(place[:2] if place else said.prefecture, place)
        if theirs and before is not None:
            theirs = region.holds(before.prefecture, before.known.municipality)
        if not theirs:
            self._wrong(group, "outside_row", "number")
            return False
        if place is None and not said.wrong:
            address = group.values.get("address") or ""
            self._say("address_unresolved", group.first, "address", value=address)
        return True

    def _tell_other_starts(self, group: Group, before: KnownFacility) -> None:
        """A day that was corrected by hand would make a second filing: better said."""
        standing = {kind: day for kind, _, day in sorted(before.known.standing)}
        for symbol, record in group.rows.items():
            other = standing.get(self._symbols.get(symbol, -1))
            start = record.values["start"]
            if other is None or not start:
                continue
            kind, day = self._symbols[symbol], date.fromisoformat(start)
            if not any((k, d) == (kind, day) for k, _, d in before.known.standing):
                words = {"symbol": symbol, "other": wareki(other)}
                self._say("other_start", record, "start", **words)


def _shown(value: Any) -> str:
    """A value of a cell as words of a message."""
    if isinstance(value, list):
        state, total, _ = value
        return {"none": "なし", "unknown": "不明"}.get(state, f"{total}")
    return str(value)
