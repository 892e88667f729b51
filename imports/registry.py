"""What the registry knows of a prefecture, fetched in a few queries for comparing with a list."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from facilities.kinds import CodeSystem
from facilities.listed import LISTED_FIELDS
from facilities.models import (
    Facility,
    FacilityCode,
    Filing,
    FilingKind,
    OfficialList,
)
from imports.matching import Decided
from imports.models import MatchDecision
from imports.planning import FilingKey, Known
from zones.models import Municipality


def known_facilities(prefecture: str, sectors: Iterable[str]) -> dict[str, Known]:
    """Facilities of these sectors by code, with their filings. Two queries."""
    wanted = {
        "prefecture": prefecture,
        "sector__in": sorted(sectors),
        "code_system": CodeSystem.MEDICAL,
    }
    standing: dict[int, dict[FilingKey, int]] = defaultdict(dict)
    ended: dict[int, dict[FilingKey, int]] = defaultdict(dict)
    rows = Filing.objects.filter(
        **{f"facility__{name}": value for name, value in wanted.items()}
    ).values_list("pk", "facility_id", "kind_id", "number", "starts_on", "ends_on")
    for pk, facility, kind, number, starts_on, ends_on in rows:
        side = standing if ends_on is None else ended
        side[facility][(kind, number, starts_on)] = pk
    columns = ("pk", "version", "code", "first_seen_on", "closed_on", *LISTED_FIELDS)
    found = Facility.objects.filter(**wanted).values_list(*columns)
    known = {}
    for pk, version, code, first_seen_on, closed_on, *values in found:
        named = dict(zip(LISTED_FIELDS, values, strict=True))
        known[code] = Known(
            pk=pk,
            version=version,
            code=code,
            name=named["name"],
            sector=named["sector"],
            municipality=named["municipality_id"],
            values=tuple(values),
            standing=standing.get(pk, {}),
            ended=ended.get(pk, {}),
            from_list=first_seen_on is not None,
            closed_on=closed_on,
        )
    return known


def old_codes(prefecture: str) -> dict[str, str]:
    """Codes that facilities of a prefecture had before, each with the present one."""
    rows = FacilityCode.objects.filter(
        code_system=CodeSystem.MEDICAL, facility__prefecture=prefecture
    )
    return dict(rows.order_by("pk").values_list("code", "facility__code"))


def decisions(prefecture: str) -> Decided:
    """What people decided about codes of a prefecture that the registry did not have."""
    rows = MatchDecision.objects.filter(
        code_system=CodeSystem.MEDICAL, code__startswith=prefecture
    )
    matched, different = {}, set()
    for code, facility, verdict in rows.order_by("pk").values_list(
        "code", "facility_id", "verdict"
    ):
        if verdict == MatchDecision.Verdict.DIFFERENT:
            different.add((code, facility))
        else:
            matched[code] = (facility, verdict)
    return Decided(matched, different)


def filing_kinds_on(day: date) -> dict[str, int]:
    """Tracked symbols (NFKC) that have a meaning in a list of this day, with their kind's id."""
    kinds = FilingKind.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day), tracked=True, valid_from__lte=day
    )
    return dict(kinds.order_by("valid_from", "pk").values_list("symbol", "pk"))


def class_kinds() -> list[tuple[int, str, str, str, str]]:
    """Rows of the code table that make a class: id, symbol, as printed, class, enhancement."""
    kinds = FilingKind.objects.exclude(facility_class="").order_by("pk")
    return list(
        kinds.values_list(
            "pk", "symbol", "symbol_as_printed", "facility_class", "enhancement"
        )
    )


def places(day: date) -> list[tuple[str, str, str, str]]:
    """Code, prefecture name, county and name of every municipality of a day."""
    return list(
        Municipality.objects.existing_on(day)
        .filter(northern_territory=False)
        .order_by("pk")
        .values_list("pk", "prefecture__name", "county", "name")
    )


def later_list(prefecture: str, sectors: Iterable[str], as_of: date) -> date | None:
    """The day of a later list that was already applied, if there is one."""
    applied = OfficialList.objects.filter(
        prefecture=prefecture, sector__in=sorted(sectors), as_of__gt=as_of
    )
    return applied.order_by("-as_of").values_list("as_of", flat=True).first()
