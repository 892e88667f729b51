"""Facilities with fictional names, their filings and functions, and the lists they came from."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from pathlib import Path

from facilities.kinds import CareFunction, EvidenceKind, FacilityKind, Sector
from facilities.merging import merge_facilities
from facilities.models import (
    CapacitySurvey,
    Facility,
    Filing,
    FilingKind,
    FunctionProvision,
    OfficialList,
    Reorganisation,
)
from facilities.reference import load_reference
from facilities.search import facility_search_key
from tests.factories import places
from zones.models import Municipality

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
LISTED_ON = date(2025, 10, 1)
STARTED_ON = date(2022, 4, 1)
_numbers = count(1)


def new_facility(where: Municipality | None = None, **more: object) -> Facility:
    """A facility that is not saved yet."""
    number = next(_numbers)
    where = where or places.municipality("01101", "試験市")
    values = {
        "code": f"{where.prefecture_id}1{number:07}",
        "kind": FacilityKind.CLINIC,
        "sector": Sector.MEDICAL,
        "name": f"試験{number}診療所",
        "prefecture_id": where.prefecture_id,
        "municipality": where,
        "address": f"{where.name}試験町{number}",
        **more,
    }
    made = Facility(**values)
    made.search_key = facility_search_key(made)
    return made


def facility(where: Municipality | None = None, **more: object) -> Facility:
    made = new_facility(where, **more)
    made.save()
    return made


def many_facilities(
    number: int, where: Sequence[Municipality], symbol: str = "支援診3"
) -> list[Facility]:
    """Many at once, each with one filing, for tests that count queries."""
    made = Facility.objects.bulk_create(
        [new_facility(where[at % len(where)]) for at in range(number)], batch_size=500
    )
    kind = filing_kind(symbol)
    Filing.objects.bulk_create(
        [Filing(facility=one, kind=kind, starts_on=STARTED_ON) for one in made],
        batch_size=500,
    )
    return made


def filing_kind(symbol: str) -> FilingKind:
    """The filing kind of a symbol such as 支援診1, from the code table of the portal."""
    if not FilingKind.objects.exists():
        load_reference(FIXTURES)
    return FilingKind.objects.filter(symbol=symbol).order_by("valid_from").first()


def filing(
    of: Facility,
    symbol: str = "支援診1",
    *,
    starts_on: date = STARTED_ON,
    ends_on: date | None = None,
    **more: object,
) -> Filing:
    return Filing.objects.create(
        facility=of,
        kind=filing_kind(symbol),
        starts_on=starts_on,
        ends_on=ends_on,
        **more,
    )


def provision(
    of: Facility,
    function: CareFunction = CareFunction.DAILY,
    *,
    starts_on: date = STARTED_ON,
    **more: object,
) -> FunctionProvision:
    return FunctionProvision.objects.create(
        facility=of,
        function=function,
        evidence=more.pop("evidence", EvidenceKind.DECLARED),
        starts_on=starts_on,
        **more,
    )


def official_list(
    prefecture_code: str = "01",
    *,
    as_of: date = LISTED_ON,
    sector: str = Sector.MEDICAL,
    municipalities: Sequence[str] = (),
) -> OfficialList:
    """That a list was applied; with municipalities it was a clerk's."""
    return OfficialList.objects.create(
        prefecture=places.prefecture(prefecture_code),
        sector=sector,
        as_of=as_of,
        complete=not municipalities,
        municipalities=list(municipalities),
    )


def survey(
    of: Facility, now: int | None, possible: int | None, **more: object
) -> CapacitySurvey:
    """An answer to the capacity survey of fiscal year 2025, unless told otherwise."""
    values = {"fiscal_year": 2025, **more}
    return CapacitySurvey.objects.create(
        facility=of, patients_now=now, patients_possible=possible, **values
    )


def reorganisation(of: Facility) -> Reorganisation:
    """The bare note that a facility, no longer there, was taken into another."""
    return Reorganisation.objects.create(
        kind=Reorganisation.Kind.MERGED,
        facility=of,
        kept=of.pk,
        other=of.pk + 100_000,
        other_code="0110000000",
        other_name="試験旧診療所",
        events=[["filled", {}]],
        reason="試験",
    )


def merged(of: Facility) -> Reorganisation:
    """A second entry of a facility, taken into it by the action; it can be taken back."""
    gone = facility(of.municipality, name="試験旧診療所")
    done = merge_facilities(
        facility=of,
        version=of.version,
        gone=gone,
        gone_version=gone.version,
        reason="試験",
        by=None,
    )
    of.refresh_from_db()
    return done
