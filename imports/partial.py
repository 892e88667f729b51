"""Files that speak only for the facilities they name: nothing is missing, nothing ends.

What a file says of a facility is compared field by field with the registry; filings that it does
not name stay in force.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from facilities.batches import batches
from facilities.bulk import apply_named
from facilities.kinds import BedsState, CodeSystem, FacilityClass
from facilities.listed import LISTED_FIELDS, Before
from facilities.models import Facility, Filing
from imports.comparing import Comparison
from imports.effects import ClassReader, gather
from imports.formats import Planning
from imports.listing import Listing, Record
from imports.messages import Problem, problem
from imports.models import Upload
from imports.planning import CHANGED, INVALID, NEW, UNCHANGED, FilingKey, Known, Planned
from imports.registry import class_kinds
from imports.storing import changes_to_apply
from imports.whole_lists import refuse_what_is_not_theirs

FIELDS = (
    *LISTED_FIELDS,
    "kana",
    "corporation_number",
    "office_number",
    "latitude",
    "longitude",
)
"""The fields that such a file may write."""
BLANK: dict[str, Any] = dict.fromkeys(FIELDS, "") | {
    "municipality_id": None,
    "beds": None,
    "beds_by_type": {},
    "beds_state": BedsState.NONE.value,
    "other_symbols": [],
    "latitude": None,
    "longitude": None,
}
Key = tuple[str, str]
"""Code system and code."""


@dataclass(frozen=True, slots=True)
class KnownFacility:
    """A facility of the registry with the fields that such a file may write."""

    known: Known
    prefecture: str
    corrected_name: str
    fields: dict[str, Any]


@dataclass(slots=True)
class Said:
    """What a file says of one facility: only the fields that it speaks of, from its first row."""

    system: str
    code: str
    prefecture: str
    sector: str
    municipality: str | None
    sheet: str
    row: int
    fields: dict[str, Any] = field(default_factory=dict)
    filings: set[tuple[int, date]] = field(default_factory=set)
    wrong: bool = False

    @property
    def key(self) -> Key:
        return self.system, self.code


@dataclass(slots=True)
class Unchanged:
    """Facilities of which every row says what stands. ``known`` has those with filings;
    ``filings`` are (kind, first day) of each that names some."""

    changes: list[Planned] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
    filings: list[set[tuple[int, date]]] = field(default_factory=list)
    prefectures: set[str] = field(default_factory=set)


def known_by_code(keys: Iterable[Key]) -> dict[Key, KnownFacility]:
    """Facilities of the registry by their codes, with their filings; a few queries."""
    codes: dict[str, set[str]] = defaultdict(set)
    for system, code in keys:
        codes[system].add(code)
    found: dict[Key, KnownFacility] = {}
    for system, wanted in sorted(codes.items()):
        for batch in batches(sorted(wanted)):
            rows = Facility.objects.filter(code_system=system, code__one_of=batch)
            found |= {(system, one.known.code): one for one in read_known(rows)}
    return found


def read_known(facilities: Any) -> Iterator[KnownFacility]:
    """The facilities of a queryset; two queries."""
    standing: dict[int, dict[FilingKey, int]] = defaultdict(dict)
    ended: dict[int, dict[FilingKey, int]] = defaultdict(dict)
    filings = Filing.objects.filter(facility__in=facilities.order_by().values("pk"))
    for pk, facility, kind, number, starts_on, ends_on in filings.values_list(
        "pk", "facility_id", "kind_id", "number", "starts_on", "ends_on"
    ):
        side = standing if ends_on is None else ended
        side[facility][(kind, number, starts_on)] = pk
    columns = ("pk", "version", "code", "corrected_name", "closed_on", *FIELDS)
    for pk, version, code, corrected, closed_on, *values in facilities.order_by(
        "pk"
    ).values_list(*columns):
        fields = dict(zip(FIELDS, values, strict=True))
        known = Known(
            pk=pk,
            version=version,
            code=code,
            name=fields["name"],
            sector=fields["sector"],
            municipality=fields["municipality_id"],
            values=(),
            standing=standing.get(pk, {}),
            ended=ended.get(pk, {}),
            closed_on=closed_on,
        )
        yield KnownFacility(known, fields["prefecture_id"], corrected, fields)


def plan_said(said: Said, before: KnownFacility | None) -> Planned:
    """What would happen to one facility that a file speaks of."""
    place: dict[str, Any] = {
        "code_system": said.system,
        "code": said.code,
        "name": said.fields.get("name") or (before.known.name if before else ""),
        "sector": said.sector,
        "municipality": said.municipality,
        "sheet": said.sheet,
        "row": said.row,
    }
    if said.wrong:
        return Planned(INVALID, **place)
    if before is None:
        values = BLANK | said.fields | {"prefecture_id": said.prefecture}
        values |= {"municipality_id": said.municipality, "sector": said.sector}
        return Planned(
            NEW,
            fields={name: [None, values[name]] for name in FIELDS},
            filings_new=tuple(sorted((k, "", day) for k, day in said.filings)),
            **place,
        )
    fields = {
        name: [before.fields[name], value]
        for name, value in said.fields.items()
        if before.fields[name] != value
    }
    new, resumed = _filings(said, before.known)
    return Planned(
        CHANGED if fields or new or resumed else UNCHANGED,
        facility_id=before.known.pk,
        base_version=before.known.version,
        fields=fields,
        filings_new=tuple(sorted(new)),
        filings_resumed=tuple(
            (before.known.ended[key], key) for key in sorted(resumed)
        ),
        **place,
    )


def _filings(said: Said, known: Known) -> tuple[list[FilingKey], list[FilingKey]]:
    """Filings that are new and that resume; a file without 受理番号 means any number."""
    standing = {(kind, day) for kind, _, day in known.standing}
    ended = {(kind, day): (kind, number, day) for kind, number, day in known.ended}
    missing = said.filings - standing
    resumed = [ended[one] for one in missing if one in ended]
    return [(kind, "", day) for kind, day in missing - ended.keys()], resumed


class Cells:
    """Names the cells of a form's rows in problems found after reading."""

    def __init__(self, listing: Listing, headings: Mapping[str, str]) -> None:
        self._columns, self._headings = listing.columns, headings

    def problem(
        self, code: str, record: Record, name: str, value: object = "", **words: Any
    ) -> Problem:
        return problem(
            code,
            sheet=record.sheet,
            row=record.row,
            column=self._columns.get(record.sheet, {}).get(name, ""),
            header=self._headings.get(name, ""),
            value=value,
            **words,
        )


def compare_said(
    said: Iterable[Said],
    known: Mapping[Key, KnownFacility],
    planning: Planning,
    problems: list[Problem],
    *,
    as_of: date,
    unchanged: Unchanged | None = None,
) -> Comparison:
    """The plan of everything said, with what it does to the counts.

    ``unchanged`` are facilities known to stay as they are, which ``said`` has not.
    """
    found = Comparison(problems=problems, as_of=as_of)
    rows, same = list(said), unchanged or Unchanged()
    changes = [plan_said(one, known.get(one.key)) for one in rows]
    found.plan.changes = [*same.changes, *changes]
    standing = {
        code: one.known
        for (system, code), one in known.items()
        if system == CodeSystem.MEDICAL
    }
    counted = [
        change
        for change in changes
        if change.code_system == CodeSystem.MEDICAL and change.outcome != INVALID
    ]
    # Without filings there is no class to count, before or after.
    counted += [change for change in same.changes if change.code in same.known]
    kinds = class_kinds()
    found.effects, found.classes = gather(
        counted, standing | same.known, ClassReader(kinds)
    )
    found.facilities = len(found.plan.changes)
    found.class_counts = _class_counts(
        [*same.filings, *(one.filings for one in rows)],
        {pk: name for pk, _, _, name, _ in kinds},
    )
    found.unresolved = sum(one.municipality is None for one in rows)
    prefectures = {one.prefecture for one in rows if not one.wrong}
    found.covered = covered_by(planning, prefectures | same.prefectures)
    return found


def covered_by(planning: Planning, prefectures: Iterable[str]) -> dict[str, Any]:
    """Where a file writes, as the upload keeps it; the region is asked again when it is applied."""
    return {
        prefecture: {
            "sectors": [],
            "municipalities": list(planning.region.limits(prefecture)),
        }
        for prefecture in sorted(prefectures)
    }


def _class_counts(
    filings: Iterable[set[tuple[int, date]]], classes: Mapping[int, str]
) -> dict[str, int]:
    """Facilities of the file by class, each once; only filings that the file itself names."""
    counts = dict.fromkeys(FacilityClass.values, 0)
    for named in filings:
        for name in {classes[kind] for kind, _ in named if kind in classes}:
            counts[name] += 1
    return counts


def apply_partial(upload: Upload, by: User | None) -> list[Before]:
    """Write the stored preview; return what an undo needs.

    Raises ``OutsideRegion`` where the person may no longer write.
    """
    for prefecture, covered in sorted(upload.covered.items()):
        refuse_what_is_not_theirs(prefecture, covered["municipalities"], by)
    before = apply_named(
        changes=changes_to_apply(upload),
        on=upload.as_of,
        upload_id=upload.pk,
        reason=f"取込 {upload.pk}",
        by=by,
    )
    return [before]
