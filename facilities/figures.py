"""Counts of the registry on a day, by municipality: the one place where facilities are counted.

Zones, secondary areas, health centres and prefectures are sums of municipalities, so every
figure of the portal agrees with every other. Five queries, whatever the number of facilities.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet, Sum

from facilities.capacity import count_capacity
from facilities.counted import OTHER_MEDICAL, Figures, Key, Place, total
from facilities.functions import filing_kinds_of
from facilities.kinds import (
    ENHANCED,
    HOME_CARE_CLASSES,
    HOME_CARE_SYMBOL,
    MEDICAL_KINDS,
    CareFunction,
    Sector,
)
from facilities.models import Facility, Filing, FilingKind, OfficialList
from facilities.querysets import confirmed, in_force, is_open
from zones.models import Municipality


@dataclass(frozen=True, slots=True)
class FiguresByMunicipality:
    """Figures of single municipalities (wards stand by themselves), to be summed."""

    day: date
    places: Mapping[Place, Figures]

    def of(self, codes: Iterable[str]) -> Figures:
        """The sum over municipality codes; wards are named like any other."""
        # A municipality's code begins with its prefecture's.
        found = (self.places.get((code[:2], code)) for code in sorted(set(codes)))
        return total(f for f in found if f)

    def of_prefecture(self, prefecture: str) -> Figures:
        """The sum over a prefecture, facilities without a municipality included."""
        return total(f for (pref, _), f in self.places.items() if pref == prefecture)


def figures_on(
    day: date,
    *,
    prefecture: str = "",
    municipalities: Iterable[str] | None = None,
    towns: Iterable[Place] | None = None,
) -> FiguresByMunicipality:
    """Count the registry on a day: of all places, one prefecture, or some municipality codes.

    ``towns`` are the prefecture and the code of every municipality there is, where they are known
    already; that saves a query.
    """
    reach = _Reach(prefecture)
    where = Municipality.objects.filter(northern_territory=False)
    if prefecture:
        where = where.filter(prefecture=prefecture)
    if municipalities is not None:
        codes = sorted(municipalities)
        reach = _Reach(prefecture, codes)
        where = where.filter(pk__in=codes)
    counts: dict[Place, Counter[Key]] = defaultdict(Counter)
    if towns is None:
        towns = where.order_by("pk").values_list("prefecture", "pk")
    _mark_listed(counts, towns, day)
    _count_kinds(counts, reach, day)
    _count_classes(counts, reach, day)
    count_capacity(counts, reach.holds("facility__"), day)
    return FiguresByMunicipality(day, {p: Figures(c) for p, c in counts.items()})


@dataclass(frozen=True, slots=True)
class _Reach:
    """The facilities that are counted: all, of a prefecture, of some municipalities."""

    prefecture: str = ""
    codes: Sequence[str] | None = None

    @property
    def is_near(self) -> bool:
        return bool(self.prefecture) or self.codes is not None

    def holds(self, path: str = "") -> Q:
        found = Q()
        if self.prefecture:
            found &= Q(**{f"{path}prefecture": self.prefecture})
        if self.codes is not None:
            found &= Q(**{f"{path}municipality__in": self.codes})
        return found


def _mark_listed(
    counts: dict[Place, Counter[Key]], towns: Iterable[Place], day: date
) -> None:
    """Which places an official list had reached by the day, by sector."""
    lists = OfficialList.objects.filter(as_of__lte=day).order_by()
    whole: set[tuple[str, str]] = set()
    part: set[tuple[str, str]] = set()
    for prefecture, sector, complete, codes in lists.values_list(
        "prefecture", "sector", "complete", "municipalities"
    ).distinct():
        if complete:
            whole.add((prefecture, sector))
        else:
            part |= {(code, sector) for code in codes}
    sectors = Sector.values
    for prefecture, code in towns:
        place = counts[prefecture, code]
        for sector in sectors:
            if (prefecture, sector) in whole or (code, sector) in part:
                place["listed", sector] = 1


def _filed(kinds: QuerySet, reach: _Reach, day: date, path: str) -> Q:
    """The condition that a facility has a filing of some kinds in force."""
    if reach.is_near:
        return Q(standing__kind__in=kinds)
    proof = Filing.objects.in_force_on(day).filter(kind__in=kinds)
    return Q(**{f"{path}__in": proof.values("facility")})


def _join_standing(reach: _Reach, day: date, filings: str) -> dict[str, Any]:
    """All filings of a facility in force as one join, where few facilities are asked for: each is
    a row of an index. To look for them among those of the nation takes longer, but for the nation
    itself it is the other way round."""
    if not reach.is_near:
        return {}
    condition = in_force(day, f"{filings}__")
    return {"standing": FilteredRelation(filings, condition=condition)}


def _by_function(reach: _Reach, day: date, path: str) -> dict[str, Count]:
    return {
        function.value: Count(
            "pk",
            distinct=reach.is_near,
            filter=_filed(filing_kinds_of(function), reach, day, path)
            | confirmed(function, day, path),
        )
        for function in CareFunction
    }


# Names of the four functions as plain text: a member of the choices is slow to look at.
_FUNCTIONS = CareFunction.values
_MEDICAL = frozenset(kind.value for kind in MEDICAL_KINDS)
_ENHANCED = frozenset(one.value for one in ENHANCED)
_AT_HOME = frozenset(one.value for one in HOME_CARE_CLASSES)


def _count_kinds(counts: dict[Place, Counter[Key]], reach: _Reach, day: date) -> None:
    visiting = FilingKind.objects.filter(symbol__startswith=HOME_CARE_SYMBOL)
    rows = (
        Facility.objects.filter(reach.holds())
        .open_on(day)
        .annotate(**_join_standing(reach, day, "filings"))
        .order_by()
        .values("prefecture", "municipality", "kind")
        .annotate(
            number=Count("pk", distinct=reach.is_near),
            home_care=Count(
                "pk",
                distinct=reach.is_near,
                filter=_filed(visiting.values("pk"), reach, day, "pk"),
            ),
            **_by_function(reach, day, "pk"),
        )
        .values_list(
            "prefecture", "municipality", "kind", "number", "home_care", *_FUNCTIONS
        )
    )
    for prefecture, municipality, kind, number, at_home, *providers in rows:
        place = counts[prefecture, municipality or ""]
        place["facilities"] += number
        place["kind", kind] += number
        if at_home:
            place["home_care"] += at_home
        for function, providing in zip(_FUNCTIONS, providers, strict=True):
            if providing:
                place["function", function] += providing
                place["function", function, kind] += providing
                if kind in _MEDICAL:
                    place["function", function, OTHER_MEDICAL] += providing


def _count_classes(counts: dict[Place, Counter[Key]], reach: _Reach, day: date) -> None:
    by = (
        "facility__prefecture",
        "facility__municipality",
        "facility__kind",
        "kind__facility_class",
        "kind__enhancement",
    )
    # Among the standing filings of its facility each stands itself, and is counted there.
    itself = Q(standing=F("pk")) if reach.is_near else None
    rows = (
        Filing.objects.deciding_on(day)
        .filter(is_open(day, "facility__"), reach.holds("facility__"))
        .annotate(**_join_standing(reach, day, "facility__filings"))
        .order_by()
        .values(*by)
        .annotate(
            number=Count("pk", filter=itself),
            beds=Sum("facility__beds", filter=itself),
            **_by_function(reach, day, "facility"),
        )
        .values_list(*by, "number", "beds", *_FUNCTIONS)
    )
    for prefecture, municipality, kind, named, level, number, beds, *providers in rows:
        place = counts[prefecture, municipality or ""]
        place["class", named] += number
        if beds:
            place["beds", named] += beds
        if level in _ENHANCED:
            place["enhanced", named] += number
            place["enhanced"] += number
        is_pillar = named in _AT_HOME and kind in _MEDICAL
        for function, providing in zip(_FUNCTIONS, providers, strict=True):
            if providing:
                place["function", function, named] += providing
                if is_pillar:
                    place["function", function, OTHER_MEDICAL] -= providing
