"""Municipality × eight items of the municipal scheme in a fiscal year, with desks and the share
that is entrusted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from designations.models import ConsultationDesk
from programs.kinds import ENTRUSTED, HandledBy, IssueState, MunicipalItem
from programs.models import Activity, HelpGiven, MunicipalInitiative, MunicipalIssue
from zones.models import Municipality


@dataclass(frozen=True, slots=True)
class MunicipalRow:
    """One municipality; an item that nobody has entered is absent from ``items``."""

    municipality: Municipality
    items: dict[str, MunicipalInitiative] = field(default_factory=dict)
    desks: tuple[ConsultationDesk, ...] = ()
    open_issues: int = 0
    help_given: int = 0

    @property
    def zone(self) -> int | None:
        """The key of the zone on the day, where the municipality was read with it."""
        return (getattr(self.municipality, "zone_on_day", None) or {}).get("pk")

    @property
    def is_known(self) -> bool:
        return bool(self.items)

    @property
    def entrusts(self) -> bool:
        """Whether at least one item is entrusted, wholly or in part."""
        return any(one.handled_by in ENTRUSTED for one in self.items.values())

    @property
    def done(self) -> int:
        return sum(one.handled_by != HandledBy.NOT_DONE for one in self.items.values())


@dataclass(frozen=True, slots=True)
class StatedShare:
    """A share that a paper states, beside the one that is counted."""

    count: int
    out_of: int
    source: str
    unconfirmed: bool
    doubt: str


@dataclass(frozen=True, slots=True)
class MunicipalMatrix:
    fiscal_year: int
    rows: tuple[MunicipalRow, ...]
    stated: StatedShare | None = None

    @property
    def known(self) -> int:
        return sum(row.is_known for row in self.rows)

    @property
    def entrusting(self) -> int:
        """How many municipalities entrust something: 15 of 30."""
        return sum(row.entrusts for row in self.rows)

    @property
    def with_desk(self) -> int:
        return sum(bool(row.desks) for row in self.rows)

    def count(self, item: MunicipalItem) -> dict[str, int]:
        """How many municipalities do an item in each way."""
        counted = dict.fromkeys(HandledBy.values, 0)
        for row in self.rows:
            if one := row.items.get(item):
                counted[one.handled_by] += 1
        return counted


def municipal_matrix(
    municipalities: Iterable[Municipality],
    fiscal_year: int,
    day: date,
    *,
    prefecture: str = "",
) -> MunicipalMatrix:
    """The matrix of the given municipalities; desks are those of the day. Five queries."""
    places = list(municipalities)
    codes = [place.pk for place in places]
    items: dict[str, dict[str, MunicipalInitiative]] = {}
    rows = MunicipalInitiative.objects.filter(
        municipality__in=codes, fiscal_year=fiscal_year
    ).select_related("entrusted_to__facility")
    for one in rows.order_by("item"):
        items.setdefault(one.municipality_id, {})[one.item] = one
    desks: dict[str, list[ConsultationDesk]] = {}
    for desk in desks_on(codes, day):
        desks.setdefault(desk.municipality_id, []).append(desk)
    issues = _counted(
        MunicipalIssue.objects.filter(municipality__in=codes)
        .exclude(state=IssueState.SETTLED)
        .values_list("municipality", flat=True)
    )
    helped = _counted(
        HelpGiven.objects.filter(
            municipality__in=codes,
            on__gte=date(fiscal_year, 4, 1),
            on__lte=date(fiscal_year + 1, 3, 31),
        ).values_list("municipality", flat=True)
    )
    return MunicipalMatrix(
        fiscal_year,
        tuple(
            MunicipalRow(
                place,
                items.get(place.pk, {}),
                tuple(desks.get(place.pk, ())),
                issues.get(place.pk, 0),
                helped.get(place.pk, 0),
            )
            for place in places
        ),
        stated_share(prefecture) if prefecture else None,
    )


def desks_on(codes: Iterable[str], day: date) -> Iterable[ConsultationDesk]:
    """The consultation desks of some municipalities on a day, with how to reach them."""
    desks = ConsultationDesk.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=day),
        Q(ends_on=None) | Q(ends_on__gte=day),
        municipality__in=list(codes),
    )
    return desks.select_related("operator__facility", "details").order_by(
        "municipality", "starts_on", "pk"
    )


def stated_share(prefecture: str) -> StatedShare | None:
    """What a paper says of the share of municipalities that entrust their scheme."""
    said = Activity.objects.filter(
        prefecture=prefecture, kind_label="委託数", other_unit="市町村"
    )
    one = said.order_by("-fiscal_year", "pk").first()
    if one is None or one.other_count is None or one.out_of is None:
        return None
    return StatedShare(
        one.other_count, one.out_of, one.source, one.unconfirmed, one.doubt
    )


def _counted(codes: Iterable[str]) -> dict[str, int]:
    counted: dict[str, int] = {}
    for code in codes:
        counted[code] = counted.get(code, 0) + 1
    return counted
