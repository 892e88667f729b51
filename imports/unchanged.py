"""The rows of our own form that say what the registry has already, found before any closer look.

Of a form that came back nearly all rows are such. What is not plainly the same is left to the
closer look: another spelling of the same, a number without its prefecture.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from facilities.kinds import CodeSystem, FacilityKind
from facilities.models import Facility, Filing
from formats.codes import SECTORS, check_digit_ok
from imports.listing import Record
from imports.partial import Unchanged
from imports.planning import UNCHANGED, FilingKey, Known, Planned
from imports.region import UploadRegion
from imports.template_fields import beds_stand_so

_SAID = ("name", "postal_code", "address", "phone")
_OPTIONAL = ("office_number", "corporation_number", "kana")
_MEDICAL = CodeSystem.MEDICAL.value
_SECTOR_OF = {digit: name for name, digit in SECTORS.items()}
Rows = list[Record]
Standing = dict[FilingKey, int]


@dataclass(slots=True)
class SetApart:
    """``rest`` are the records that need a closer look, ``wrong_digit`` those of unchanged
    facilities whose check digit does not fit."""

    unchanged: Unchanged = field(default_factory=Unchanged)
    rest: Rows = field(default_factory=list)
    wrong_digit: Rows = field(default_factory=list)


def set_unchanged_apart(
    records: Collection[Record],
    region: UploadRegion,
    kinds: Mapping[str, int],
    is_in: Callable[[str, str], bool],
) -> SetApart:
    """Split the records; ``kinds`` maps the symbols that become filings to their kinds.

    ``is_in`` says whether an address can be read as one in a municipality.
    """
    rows: dict[str, Rows] = defaultdict(list)
    # A number of seven digits may name the same facility as one of ten.
    short = set()
    for record in records:
        number = record.values["number"]
        if number and len(number) == 10:
            rows[number].append(record)
        elif number:
            short.add(number)
    optional = [name for name in _OPTIONAL if any(name in r.values for r in records)]
    standing, found = _standing_filings(rows), SetApart()
    for before in _facilities(rows, optional):
        code = before.code
        filings = standing.get(before.pk, {})
        if (
            code[3:] not in short
            and _stands_so(before, region)
            and _all_say_so(rows[code], before, filings, kinds)
            and _all_place_it_there(rows[code], before, is_in)
        ):
            _add(found, before, rows[code], filings, kinds)
    same = {change.code for change in found.unchanged.changes}
    found.rest = [one for one in records if one.values["number"] not in same]
    return found


@dataclass(slots=True)
class _Registered:
    """A facility of the registry, with the cells that a row would need to say the same."""

    code: str
    pk: int
    version: int
    prefecture: str
    municipality: str | None
    sector: str
    kind: str
    closed_on: date | None
    beds_state: str
    beds: int | None
    said: tuple[str, ...]
    optional: dict[str, str]


def _facilities(codes: Iterable[str], optional: list[str]) -> Iterable[_Registered]:
    columns = (
        "code", "pk", "version", "prefecture_id", "municipality_id", "sector", "kind",
        "closed_on", "beds_state", "beds", *_SAID, *optional,
    )  # fmt: skip
    end = len(columns) - len(optional)
    begin = end - len(_SAID)
    found = Facility.objects.filter(code_system=_MEDICAL, code__one_of=codes)
    for row in found.order_by("pk").values_list(*columns):
        others = dict(zip(optional, row[end:], strict=True))
        yield _Registered(*row[:begin], row[begin:end], others)


def _standing_filings(codes: Iterable[str]) -> dict[int, Standing]:
    found: dict[int, Standing] = defaultdict(dict)
    filings = Filing.objects.filter(
        facility__code_system=_MEDICAL, facility__code__one_of=codes, ends_on=None
    )
    columns = ("pk", "facility_id", "kind_id", "number", "starts_on")
    for pk, facility, kind, number, starts_on in filings.values_list(*columns):
        found[facility][(kind, number, starts_on)] = pk
    return found


def _stands_so(before: _Registered, region: UploadRegion) -> bool:
    """Whether nothing about the facility itself asks for a closer look."""
    place = before.municipality
    return (
        before.closed_on is None
        and place is not None
        and place[:2] == before.code[:2]
        and before.kind != FacilityKind.MEDICAL
        and before.sector == _SECTOR_OF[before.code[2]]
        and region.holds(before.prefecture, place)
        and region.holds(place[:2], place)
    )


def _all_say_so(
    rows: Rows, before: _Registered, filings: Standing, kinds: Mapping[str, int]
) -> bool:
    starts = {(kind, day.isoformat()) for kind, _, day in filings}
    symbols = set()
    for record in rows:
        values = record.values
        symbol = values["symbol"]
        if (
            record.wrong
            or symbol in symbols
            or (
                values["name"],
                values["postal_code"] or "",
                values["address"],
                values["phone"] or "",
            )
            != before.said
            or not beds_stand_so(values["beds"], before.beds_state, before.beds)
            or (values.get("kind") or before.kind) != before.kind
            or (values.get("sector") or before.sector) != before.sector
            or any(
                values[name] and values[name] != text
                for name, text in before.optional.items()
            )
            or (symbol and (kinds.get(symbol), values["start"]) not in starts)
        ):
            return False
        symbols.add(symbol)
    return True


def _all_place_it_there(
    rows: Rows, before: _Registered, is_in: Callable[[str, str], bool]
) -> bool:
    """Whether a municipality that is stated is the one that stands, and no other one is read."""
    stated = {one.values.get("municipality") for one in rows} - {None}
    place = before.municipality or ""
    return not stated or (stated == {place} and is_in(before.said[2], place))


def _add(
    found: SetApart,
    before: _Registered,
    rows: Rows,
    filings: Standing,
    kinds: Mapping[str, int],
) -> None:
    first, code, name = rows[0], before.code, before.said[0]
    found.unchanged.changes.append(
        Planned(
            UNCHANGED,
            code,
            name,
            before.sector,
            before.municipality,
            before.pk,
            before.version,
            sheet=first.sheet,
            row=first.row,
        )
    )
    found.unchanged.prefectures.add(before.prefecture)
    if filings:
        found.unchanged.known[code] = Known(
            pk=before.pk,
            version=before.version,
            code=code,
            name=name,
            sector=before.sector,
            municipality=before.municipality,
            values=(),
            standing=filings,
            ended={},
        )
        said = {
            (kinds[one.values["symbol"]], date.fromisoformat(one.values["start"]))
            for one in rows
            if one.values["symbol"]
        }
        if said:
            found.unchanged.filings.append(said)
    if not check_digit_ok(code[:2], before.sector, code[3:]):
        found.wrong_digit.append(first)
