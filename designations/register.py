"""Who is designated on a day, by zone: for start pages, zone and facility pages, and reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from designations.kinds import Kind
from designations.models import Designation
from zones.models import HomeCareZone, PlanVersion
from zones.placement import placement


@dataclass(frozen=True, slots=True)
class ZoneRegister:
    """The acts in force in one zone. ``in_progress`` holds those still on their way."""

    zone: HomeCareZone
    hubs: tuple[Designation, ...] = ()
    actives: tuple[Designation, ...] = ()
    in_progress: tuple[Designation, ...] = ()

    @property
    def lacks_hub(self) -> bool:
        return not self.hubs

    @property
    def lacks_active(self) -> bool:
        return not self.actives

    @property
    def is_complete(self) -> bool:
        return bool(self.hubs and self.actives)

    @property
    def state(self) -> str:
        """both, hub, active, going (something on its way) or none: what a map or board shows."""
        if self.is_complete:
            return "both"
        if self.hubs:
            return "hub"
        if self.actives:
            return "active"
        return "going" if self.in_progress else "none"


@dataclass(frozen=True, slots=True)
class Register:
    """All zones of a prefecture on a day, in the order of their codes."""

    prefecture: str
    day: date
    version: PlanVersion | None
    zones: tuple[ZoneRegister, ...]

    def of(self, zone: HomeCareZone) -> ZoneRegister:
        """The line of one zone; an empty one where the plan of the day does not know it."""
        return next((z for z in self.zones if z.zone.pk == zone.pk), ZoneRegister(zone))

    @property
    def designations(self) -> tuple[Designation, ...]:
        """Each act in force once, hubs first."""
        seen = {
            d.pk: d
            for kind in ("hubs", "actives")
            for zone in self.zones
            for d in getattr(zone, kind)
        }
        return tuple(seen.values())

    @property
    def lacking_hub(self) -> tuple[HomeCareZone, ...]:
        return tuple(z.zone for z in self.zones if z.lacks_hub)

    @property
    def lacking_active(self) -> tuple[HomeCareZone, ...]:
        return tuple(z.zone for z in self.zones if z.lacks_active)

    @property
    def with_both(self) -> int:
        return sum(z.is_complete for z in self.zones)


def register_on(
    prefecture: str, day: date, *, zones: Iterable[HomeCareZone] | None = None
) -> Register:
    """The register of a prefecture (2-digit code) on a day; nine queries, however many zones.

    ``zones`` narrows it, such as ``HomeCareZone.objects.visible_to(user)``. Acts on their way are
    those of today: the register of a past day shows what was in force then.
    """
    placed = placement(prefecture, day)
    wanted = None if zones is None else {zone.pk for zone in zones}
    lines = {
        pk: {"hubs": [], "actives": [], "in_progress": []}
        for pk in placed.zones
        if wanted is None or pk in wanted
    }
    acts = Designation.objects.filter(prefecture=prefecture).with_parts()
    ordered = acts.order_by("effective_from", "case_number")
    for act in ordered.effective_on(day):
        column = "hubs" if act.kind == Kind.HUB else "actives"
        _put(lines, act, column)
    for act in ordered.in_progress():
        _put(lines, act, "in_progress")
    return Register(
        prefecture,
        day,
        placed.version,
        tuple(
            ZoneRegister(
                zone, **{name: tuple(rows) for name, rows in lines[pk].items()}
            )
            for pk, zone in placed.zones.items()
            if pk in lines
        ),
    )


def _put(lines: dict[int, dict[str, list]], act: Designation, column: str) -> None:
    for part in act.parts.all():
        if part.zone_id in lines:
            lines[part.zone_id][column].append(act)
