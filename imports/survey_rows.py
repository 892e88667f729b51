"""Answers of the capacity survey against the registry: matched by code, planned, written, taken back."""

from collections.abc import Iterable, Iterator
from typing import Any

from accounts.models import User
from facilities.kinds import CodeSystem
from facilities.models import CapacitySurvey, Facility
from facilities.survey_actions import (
    ANSWERS,
    Answer,
    StaleSurvey,
    record_answers,
    take_answers_back,
)
from facilities.touched import EDITED, Kept
from formats.dates import fiscal_year_label
from imports.columns import Column
from imports.comparing import Comparison
from imports.errors import StalePreview
from imports.formats import Planning
from imports.formats.survey import answered
from imports.listing import Listing, Record
from imports.messages import Problem
from imports.models import Upload
from imports.partial import Cells, covered_by
from imports.planning import CHANGED, INVALID, NEW, UNCHANGED, Planned
from imports.whole_lists import refuse_what_is_not_theirs

CHUNK = 2000


def plan_survey(
    listing: Listing, planning: Planning, columns: Iterable[Column]
) -> Comparison:
    """Each row against the answer of its facility and year; others are not touched."""
    cells = Cells(listing, {one.name: one.heading for one in columns})
    problems: list[Problem] = []
    facilities = _facilities(listing.records, planning)
    standing = _answers(facilities.values())
    found = Comparison(as_of=planning.today, facilities=len(listing.records))
    first: dict[tuple[int, int], Record] = {}
    for record in listing.records:
        number, year = record.values["number"], record.values["fiscal_year"]
        if number is None or year is None:
            continue
        facility = facilities.get(_code(number, planning))
        if facility is None:
            problems.append(
                cells.problem("not_registered", record, "number", value=number)
            )
            continue
        wrong = record.wrong
        if (facility.pk, year) in first:
            words = {"first": first[facility.pk, year].row, "second": record.row}
            problems.append(
                cells.problem(
                    "answer_twice",
                    record,
                    "number",
                    year=fiscal_year_label(year),
                    **words,
                )
            )
            wrong = True
        first.setdefault((facility.pk, year), record)
        if not answered(record.values) and not wrong:
            problems.append(cells.problem("answer_empty", record, "number"))
            wrong = True
        before = standing.get((facility.pk, year))
        found.plan.changes.append(_planned(facility, record, before, wrong))
    found.problems = sorted(
        [*listing.problems, *problems], key=lambda one: (one.sheet, one.row)
    )
    prefectures = {one.prefecture_id for one in facilities.values()}
    found.covered = covered_by(planning, prefectures)
    return found


def _code(number: str, planning: Planning) -> str:
    """Ten digits; seven are those of a hospital or clinic of the own prefecture."""
    return number if len(number) == 10 else f"{planning.prefecture}1{number}"


def _facilities(records: list[Record], planning: Planning) -> dict[str, Facility]:
    """Facilities of the region by code, in a few queries."""
    named = {_code(r.values["number"], planning) for r in records if r.values["number"]}
    codes = sorted(named)
    found = Facility.objects.filter(code_system=CodeSystem.MEDICAL)
    rows = [
        one
        for start in range(0, len(codes), CHUNK)
        for one in found.filter(code__in=codes[start : start + CHUNK])
    ]
    holds = planning.region.holds
    return {
        one.code: one for one in rows if holds(one.prefecture_id, one.municipality_id)
    }


def _answers(
    facilities: Iterable[Facility],
) -> dict[tuple[int, int], CapacitySurvey]:
    ids = sorted(one.pk for one in facilities)
    return {
        (row.facility_id, row.fiscal_year): row
        for start in range(0, len(ids), CHUNK)
        for row in CapacitySurvey.objects.filter(
            facility__in=ids[start : start + CHUNK]
        )
    }


def _planned(
    facility: Facility, record: Record, before: CapacitySurvey | None, wrong: bool
) -> Planned:
    said, year = answered(record.values), record.values["fiscal_year"]
    fields: dict[str, list[Any]] = {
        name: [getattr(before, name) if before else None, said[name]]
        for name in ANSWERS
        if name in said and (before is None or getattr(before, name) != said[name])
    }
    if fields:
        fields = {"fiscal_year": [year if before else None, year], **fields}
    outcome = (CHANGED if before else NEW) if fields else UNCHANGED
    return Planned(
        INVALID if wrong else outcome,
        code=facility.code,
        name=facility.name,
        sector=facility.sector,
        municipality=facility.municipality_id,
        facility_id=facility.pk,
        fields={} if wrong else fields,
        sheet=record.sheet,
        row=record.row,
    )


def _stored(upload: Upload) -> Iterator[Answer]:
    """The stored preview as answers before and after."""
    changes = upload.changes.writing().exclude(facility=None).order_by("pk")
    for change in changes.iterator(chunk_size=CHUNK):
        fields = dict(change.fields)
        old_year, year = fields.pop("fiscal_year")
        old = {name: pair[0] for name, pair in fields.items()}
        yield Answer(
            facility=change.facility_id,
            fiscal_year=year,
            old=None if old_year is None else old,
            new={name: pair[1] for name, pair in fields.items()},
        )


def apply_survey(upload: Upload, by: User | None) -> None:
    """Write the stored answers. Raises ``StalePreview`` and ``OutsideRegion``."""
    _refuse(upload, by)
    try:
        record_answers(
            answers=list(_stored(upload)),
            upload_id=upload.pk,
            reason=f"取込 {upload.pk}",
            by=by,
        )
    except StaleSurvey as stale:
        raise StalePreview("実態調査の回答") from stale


def undo_survey(upload: Upload, by: User | None) -> list[Kept]:
    """Put answers back as they were; those that were edited since stay and are named."""
    _refuse(upload, by)
    kept = take_answers_back(
        answers=list(_stored(upload)), reason=f"取込の取消 {upload.pk}", by=by
    )
    return _named(upload, kept)


def edited_since(upload: Upload) -> list[Kept]:
    """The answers that an undo would leave, with the reason."""
    stored = list(_stored(upload))
    facilities = Facility.objects.filter(pk__in={one.facility for one in stored})
    standing = _answers(facilities)
    kept = [
        one
        for one in stored
        if (row := standing.get(one.key)) is None
        or any(getattr(row, name) != value for name, value in one.new.items())
    ]
    return _named(upload, kept)


def _named(upload: Upload, kept: Iterable[Answer]) -> list[Kept]:
    names = dict(upload.changes.values_list("facility_id", "name"))
    return [Kept(one.facility, names[one.facility], EDITED) for one in kept]


def _refuse(upload: Upload, by: User | None) -> None:
    for prefecture, covered in sorted(upload.covered.items()):
        refuse_what_is_not_theirs(prefecture, covered["municipalities"], by)
