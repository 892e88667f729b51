"""The bodies that a release may hold: consultation desks, designated bodies, institutions.

A body is one institution of the registry or one other operator, with everything that it does; its
key is its stable address. All of a prefecture in a fixed number of queries.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date

from designations.kinds import Kind
from designations.models import Designation, Operator
from facilities.collected import read_standing
from facilities.kinds import CareFunction
from facilities.models import Facility
from programs.models import DeskDetails
from zones.models import Municipality
from zones.placement import placement

DESK = "desk"
ROLES = {
    DESK: "相談窓口",
    Kind.HUB.value: "拠点",
    Kind.ACTIVE.value: "積極的役割",
}


@dataclass(slots=True)
class Body:
    """One body as residents read it: words and codes only, ready for JSON.

    ``town`` is the municipality or, for a ward, its city; ``areas`` are 5-digit codes of the
    municipalities it serves as desk or designated body; ``functions`` and ``roles`` are codes of
    ``CareFunction`` and ``ROLES``.
    """

    key: str
    name: str
    kind: str
    municipality: str = ""
    municipality_name: str = ""
    town: str = ""
    zone: str = ""
    zone_name: str = ""
    address: str = ""
    postal_code: str = ""
    phone: str = ""
    hours: str = ""
    official_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    roles: list[str] = field(default_factory=list)
    functions: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    designated_from: str = ""

    def take(self, role: str, areas: Iterable[str], functions: Iterable[str]) -> None:
        """Add a role with the places it covers."""
        if role not in self.roles:
            self.roles = [one for one in ROLES if one == role or one in self.roles]
        self.areas = sorted({*self.areas, *areas})
        self.functions = in_order({*self.functions, *functions})


def in_order(functions: Iterable[str]) -> list[str]:
    wanted = set(functions)
    return [one.value for one in CareFunction if one.value in wanted]


def facility_key(facility: Facility) -> str:
    return f"{facility.code_system}-{facility.code}".replace("_", "-")


def operator_key(operator: Operator) -> str:
    """An operator of the registry is found under its official code, whatever it is named."""
    if operator.facility is not None:
        return facility_key(operator.facility)
    return f"body-{operator.pk}"


def bodies_on(
    prefecture: str, day: date, without: frozenset[str] = frozenset()
) -> list[Body]:
    """All that may be shown of a prefecture on a day, but for the keys of ``without``.

    Desks first, then hubs, active institutions and the rest, each by municipality and name.
    """
    ground = Ground(prefecture, day)
    found: dict[str, Body] = {}
    _add_institutions(found, ground)
    _add_designated(found, ground)
    _add_desks(found, ground)
    kept = [body for key, body in found.items() if key not in without]
    return sorted(kept, key=_place)


def release_data(
    prefecture: str, day: date, without: frozenset[str] = frozenset()
) -> dict[str, list[dict[str, object]]]:
    """All that a release freezes: ``zones`` with their municipalities, and ``bodies``."""
    placed = placement(prefecture, day)
    towns = {
        town.pk: [town.pk, town.name, town.longitude, town.latitude]
        for town in Municipality.objects.filter(prefecture=prefecture, parent=None)
    }
    zones = [
        {
            "code": zone.code,
            "name": zone.name,
            "members": [towns[c] for c in placed.members(zone) if c in towns],
        }
        for zone in placed.zones.values()
    ]
    bodies = [asdict(body) for body in bodies_on(prefecture, day, without)]
    return {"zones": zones, "bodies": bodies}


def _place(body: Body) -> tuple[int, str, str, str]:
    first = min((list(ROLES).index(role) for role in body.roles), default=len(ROLES))
    return first, body.municipality, body.name, body.key


class Ground:
    """The places of a prefecture on a day: zone, name and city of each municipality."""

    def __init__(self, prefecture: str, day: date) -> None:
        self.prefecture, self.day = prefecture, day
        self.placed = placement(prefecture, day)
        rows = Municipality.objects.filter(prefecture=prefecture)
        self.names = {
            code: (name, parent or code)
            for code, name, parent in rows.values_list("pk", "name", "parent")
        }

    def seated(self, code: str | None) -> dict[str, str]:
        """What a body tells of the municipality in which it is."""
        zone = self.placed.zone(code)
        name, town = self.names.get(code or "", ("", ""))
        return {
            "municipality": code or "",
            "municipality_name": name,
            "town": town,
            "zone": zone.code if zone else "",
            "zone_name": zone.name if zone else "",
        }

    def of_facility(self, facility: Facility) -> Body:
        return Body(
            key=facility_key(facility),
            name=facility.shown_name,
            kind=facility.get_kind_display(),
            address=facility.address,
            postal_code=facility.postal_code,
            phone=facility.phone,
            official_code=facility.code,
            latitude=facility.latitude,
            longitude=facility.longitude,
            **self.seated(facility.municipality_id),
        )

    def of_operator(self, operator: Operator) -> Body:
        if operator.facility is not None:
            return self.of_facility(operator.facility)
        return Body(
            key=operator_key(operator),
            name=operator.shown_name,
            kind=operator.get_kind_display(),
            address=operator.address,
            **self.seated(operator.municipality_id),
        )


def _add_institutions(found: dict[str, Body], ground: Ground) -> None:
    """Institutions that provide at least one of the four functions on the day."""
    rows = Facility.objects.filter(prefecture=ground.prefecture).open_on(ground.day)
    for facility in (
        rows.with_standing(ground.day).order_by("pk").iterator(chunk_size=2000)
    ):
        functions = {
            one
            for filing in read_standing(facility.filings_on_day)
            for one in filing.functions
        } | {row["function"] for row in facility.provisions_on_day or ()}
        if functions:
            body = ground.of_facility(facility)
            body.functions = in_order(functions)
            found[body.key] = body


def _add_designated(found: dict[str, Body], ground: Ground) -> None:
    acts = Designation.objects.filter(prefecture=ground.prefecture).effective_on(
        ground.day
    )
    for act in acts.with_parts().order_by("effective_from", "pk"):
        key = operator_key(act.operator)
        body = found.setdefault(key, ground.of_operator(act.operator))
        covered: list[str] = []
        for part in act.parts.all():
            some = [place.pk for place in part.municipalities.all()]
            covered += some or ground.placed.members(part.zone)
        body.take(act.kind, covered, act.functions)
        body.name = act.published_name or body.name
        body.designated_from = body.designated_from or act.effective_from.isoformat()


def _add_desks(found: dict[str, Body], ground: Ground) -> None:
    """Desks whose own page says that they go on the residents' list."""
    rows = DeskDetails.objects.filter(
        public=True, desk__municipality__prefecture=ground.prefecture
    ).select_related("desk__operator__facility", "desk__operator__municipality")
    for details in rows.order_by("desk__municipality_id", "pk"):
        desk = details.desk
        begun = desk.starts_on is None or desk.starts_on <= ground.day
        if not begun or (desk.ends_on is not None and desk.ends_on < ground.day):
            continue
        key = operator_key(desk.operator)
        body = found.setdefault(key, ground.of_operator(desk.operator))
        body.take(DESK, [desk.municipality_id], [])
        body.hours = details.hours or body.hours
        body.phone = details.phone or body.phone
        body.address = details.address or body.address
        if not body.official_code:
            body.name = details.name
        if not body.municipality:
            for name, value in ground.seated(desk.municipality_id).items():
                setattr(body, name, value)
