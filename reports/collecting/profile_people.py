"""What is done in a zone, what comes next and whom to ask, each read once for all zones."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property

from django.db.models import Q

from designations.models import ConsultationDesk
from formats.dates import fiscal_year, fiscal_year_label, wareki_short
from programs.kinds import Layer
from programs.models import Activity, Milestone
from reports.collecting.acts import name_of
from reports.collecting.ground import Ground, Line
from reports.snapshots import zone_profile as schema
from zones.models import HealthCentre

YEARS = 2


class Doings:
    """Activities, milestones and contacts of the prefecture, handed out zone by zone."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.day: date = ground.as_of

    @cached_property
    def _activities(self) -> list[Activity]:
        last = fiscal_year(self.day)
        rows = Activity.objects.filter(
            prefecture=self.ground.prefecture, fiscal_year__range=(last - YEARS, last)
        ).exclude(date_from__gt=self.day)
        ordered = rows.select_related("operator__facility").order_by(
            "fiscal_year", "date_from", "pk"
        )
        return list(ordered)

    @cached_property
    def _milestones(self) -> list[Milestone]:
        rows = Milestone.objects.filter(
            Q(done_on=None) | Q(done_on__gt=self.day),
            prefecture=self.ground.prefecture,
            due_on__gte=self.day,
        )
        return list(rows.order_by("due_on", "pk"))

    @cached_property
    def _centres(self) -> list[tuple[HealthCentre, frozenset[str]]]:
        rows = HealthCentre.objects.filter(prefecture=self.ground.prefecture)
        return [
            (one, frozenset(place.pk for place in one.municipalities.all()))
            for one in rows.prefetch_related("municipalities").order_by("code")
        ]

    @cached_property
    def _desks(self) -> list[ConsultationDesk]:
        begun = Q(starts_on=None) | Q(starts_on__lte=self.day)
        standing = Q(ends_on=None) | Q(ends_on__gte=self.day)
        rows = ConsultationDesk.objects.filter(
            begun & standing, municipality__prefecture=self.ground.prefecture
        ).select_related("municipality", "operator__facility", "details")
        return list(rows.order_by("municipality", "operator", "pk"))

    def done(self, line: Line) -> tuple[schema.Done, ...]:
        """Activities in the zone, in one of its municipalities, or by one of its hubs; newest first."""
        hubs = {act.operator_id for act in line.register.hubs}
        mine = [
            one
            for one in self._activities
            if one.zone_id == line.register.zone.pk
            or one.municipality_id in line.area.codes
            or (one.operator_id and one.operator_id in hubs)
        ]
        return tuple(_done(one) for one in reversed(mine))

    def coming(self, line: Line) -> tuple[schema.Coming, ...]:
        """Milestones of the zone and of its health centres, the nearest first."""
        centres = {centre.pk for centre in self._covering(line)}
        return tuple(
            schema.Coming(one.due_on, one.title, Layer(one.layer).label)
            for one in self._milestones
            if one.zone_id == line.register.zone.pk or one.health_centre_id in centres
        )

    def contacts(self, line: Line) -> tuple[schema.Contact, ...]:
        return tuple(self._contacts(line))

    def _contacts(self, line: Line) -> Iterator[schema.Contact]:
        for act in line.register.hubs:
            words = "　".join(filter(None, (act.secretariat, act.contact)))
            yield schema.Contact("拠点", name_of(act), words)
        for centre in self._covering(line):
            yield schema.Contact("保健所", centre.name)
        for desk in self._desks:
            if desk.municipality_id in line.area.codes:
                details = getattr(desk, "details", None)
                name = details.name if details else desk.operator.shown_name
                words = details.phone if details else ""
                yield schema.Contact(
                    f"相談窓口（{desk.municipality.name}）", name, words
                )

    def _covering(self, line: Line) -> Iterable[HealthCentre]:
        return [one for one, codes in self._centres if codes & line.area.codes]


def _done(one: Activity) -> schema.Done:
    if one.date_from:
        when = wareki_short(one.date_from)
    else:
        when = one.date_label or fiscal_year_label(one.fiscal_year)
    actor = one.actor or (one.operator.shown_name if one.operator else "")
    return schema.Done(when, one.name, actor, one.sessions, one.participants)
