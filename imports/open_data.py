"""National open data against the registry: matched by number, or by name and address.

Rows of other regions are set aside and counted, and nothing else is said of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from facilities.kinds import CodeSystem, FacilityKind
from facilities.models import Facility
from formats.text import address_key, name_key
from imports.addresses import AddressResolver
from imports.columns import Column
from imports.comparing import Comparison
from imports.formats import Planning
from imports.formats.care_services import kind_of
from imports.listing import Listing, Record
from imports.messages import Problem, problem
from imports.partial import (
    Cells,
    Key,
    KnownFacility,
    Said,
    compare_said,
    known_by_code,
    read_known,
)
from imports.registry import places

Matches = dict[tuple[str, str], list[KnownFacility]]


class _Matching:
    """What both kinds of open data share: the region, the places, and the same name and address."""

    def __init__(self, listing: Listing, planning: Planning, columns: Iterable[Column]):
        self.planning = planning
        self.cells = Cells(listing, {one.name: one.heading for one in columns})
        table = places(planning.today)
        self.places = {code for code, *_ in table}
        self._resolver = AddressResolver(table)
        self.problems: list[Problem] = []
        self.set_aside: set[int] = set()
        self.said: dict[Key, Said] = {}
        self.known: dict[Key, KnownFacility] = {}

    def say(self, code: str, record: Record, name: str, **words: Any) -> None:
        self.problems.append(self.cells.problem(code, record, name, **words))

    def own(
        self, records: list[Record], place_of: Callable[[Record], str | None]
    ) -> Iterator[tuple[Record, str]]:
        """Rows of the region, with their municipality or the prefecture's two digits."""
        region = self.planning.region
        for record in records:
            place = place_of(record)
            inside = place and region.holds(
                place[:2], place if place in self.places else None
            )
            if inside:
                yield record, place or ""
            else:
                self.set_aside.add(record.row)

    def resolve(self, address: str | None) -> str | None:
        return self._resolver.resolve(address) if address else None

    def index(self, prefectures: Iterable[str], kinds: Iterable[str]) -> Matches:
        """Facilities of the region by name and address as keys."""
        found: Matches = defaultdict(list)
        rows = Facility.objects.filter(
            prefecture__in=sorted(prefectures), kind__in=sorted(kinds), closed_on=None
        )
        for one in read_known(rows):
            if self.planning.region.holds(one.prefecture, one.known.municipality):
                found[same(one.fields["name"], one.fields["address"])].append(one)
        return found

    def add(self, key: Key, said: Said, before: KnownFacility | None) -> None:
        self.said[key] = said
        if before is not None:
            self.known[key] = before

    def result(self, listing: Listing) -> Comparison:
        rows = {record.row for record in listing.records} - self.set_aside
        told = [p for p in listing.problems if not p.row or p.row in rows]
        problems = sorted([*told, *self.problems], key=lambda p: (p.sheet, p.row))
        found = compare_said(
            self.said.values(), self.known, self.planning, problems,
            as_of=self.planning.today,
        )  # fmt: skip
        found.plan.set_aside = len(self.set_aside)
        return found


def same(name: str, address: str) -> tuple[str, str]:
    return name_key(name), address_key(address)


def _described(one: KnownFacility, system: str, record: Record, fields: dict) -> Said:
    """What a row adds to a facility that is known."""
    known = one.known
    return Said(
        system, known.code, one.prefecture, known.sector, known.municipality,
        record.sheet, record.row, fields, wrong=record.wrong,
    )  # fmt: skip


def plan_medical_net(
    listing: Listing, planning: Planning, columns: Iterable[Column]
) -> Comparison:
    """Coordinates, readings and hospital-or-clinic for facilities of the same name and address."""
    matching = _Matching(listing, planning, columns)

    def place(record: Record) -> str | None:
        prefecture = (record.values["prefecture"] or "").zfill(2)
        code = prefecture + (record.values["municipality"] or "").zfill(3)[-3:]
        return code if code in matching.places else prefecture

    records = [r for r in listing.records if r.values["kind"] != "other"]
    own = list(matching.own(records, place))
    kinds = (FacilityKind.HOSPITAL, FacilityKind.CLINIC, FacilityKind.MEDICAL)
    index = matching.index({at[:2] for _, at in own}, kinds)
    for record, _ in own:
        name, address = record.values["name"], record.values["address"]
        if not name or not address:
            continue
        found = index.get(same(name, address), [])
        if len(found) != 1:
            code = "several_facilities" if found else "no_such_facility"
            matching.say(code, record, "name", value=name, count=len(found))
            continue
        key = CodeSystem.MEDICAL.value, found[0].known.code
        if key in matching.said:
            first = matching.said[key].row
            matching.say("row_repeats", record, "name", first=first)
            continue
        fields = _place_on_map(record) | _reading(record, found[0])
        if found[0].fields["kind"] == FacilityKind.MEDICAL and record.values["kind"]:
            fields["kind"] = record.values["kind"]
        matching.add(key, _described(found[0], key[0], record, fields), found[0])
    return matching.result(listing)


def _place_on_map(record: Record) -> dict[str, Any]:
    """Both coordinates or none: 0.0 stands for unknown."""
    pair = {name: record.values.get(name) for name in ("latitude", "longitude")}
    return pair if None not in pair.values() else {}


def _reading(record: Record, before: KnownFacility) -> dict[str, Any]:
    """A reading where the registry has none; one by hand stands."""
    kana = record.values.get("kana")
    return {"kana": kana} if kana and not before.fields["kana"] else {}


def plan_care_services(
    listing: Listing, planning: Planning, columns: Iterable[Column]
) -> Comparison:
    """Offices by their number; one that the registry knows by another number is added to."""
    matching = _Matching(listing, planning, columns)
    matching.problems.append(problem("layout_unconfirmed", sheet=""))
    wanted = [r for r in listing.records if kind_of(r.values["service"] or "")]
    if others := len(listing.records) - len(wanted):
        matching.problems.append(problem("other_services", sheet="", count=others))
        listing.records = wanted

    def place(record: Record) -> str | None:
        code = (record.values.get("place") or "").zfill(6)[:5]
        if code in matching.places:
            return code
        number = record.values["number"]
        return matching.resolve(record.values["address"]) or (number and number[:2])

    own = list(matching.own(wanted, place))
    numbers = {r.values["number"] for r, _ in own if r.values["number"]}
    offices = known_by_code((CodeSystem.CARE_OFFICE.value, one) for one in numbers)
    stations = matching.index({at[:2] for _, at in own}, [FacilityKind.NURSING_STATION])
    for record, at in own:
        number = record.values["number"]
        if not number or not record.values["name"] or not record.values["address"]:
            continue
        key = CodeSystem.CARE_OFFICE.value, number
        kind = kind_of(record.values["service"])
        if key in matching.said:
            first = matching.said[key]
            if first.fields.get("kind", kind) != kind:
                matching.say("other_kind", record, "service", first=first.row)
            continue
        before = offices.get(key)
        if before is not None and not planning.region.holds(
            before.prefecture, before.known.municipality
        ):
            matching.set_aside.add(record.row)
            continue
        twins = stations.get(same(record.values["name"], record.values["address"]), [])
        if before is None and kind == FacilityKind.NURSING_STATION and len(twins) == 1:
            _add_to_station(matching, record, twins[0], number)
            continue
        municipality = at if at in matching.places else None
        said = Said(
            *key, number[:2] if len(at) < 2 else at[:2], "", municipality,
            record.sheet, record.row, wrong=record.wrong,
        )  # fmt: skip
        said.fields = _office_fields(record, kind, municipality)
        matching.add(key, said, before)
    return matching.result(listing)


def _add_to_station(
    matching: _Matching, record: Record, station: KnownFacility, number: str
) -> None:
    """A station that official lists brought keeps its own number, name and address."""
    key = CodeSystem.MEDICAL.value, station.known.code
    if key in matching.said:
        return
    fields = _place_on_map(record) | _reading(record, station)
    fields["office_number"] = number
    if record.values.get("corporation_number"):
        fields["corporation_number"] = record.values["corporation_number"]
    matching.add(key, _described(station, key[0], record, fields), station)


def _office_fields(
    record: Record, kind: str, municipality: str | None
) -> dict[str, Any]:
    """What a row says of an office; an empty cell says nothing."""
    values = record.values
    address = values["address"] + (values.get("building") or "")
    fields = {
        "name": values["name"],
        "kind": kind,
        "address": address,
        "municipality_id": municipality,
        "office_number": values["number"],
    }
    kept = ("kana", "phone", "fax", "corporation_number")
    fields |= {name: values[name] for name in kept if values.get(name)}
    return fields | _place_on_map(record)
