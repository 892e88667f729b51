"""The only writers of zones and people's regions; versions of plans are in ``plan_actions``.

A version in force always holds a whole partition of its prefecture (rule Z1).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from zones.access import region_scope
from zones.models import (
    HealthCentre,
    HomeCareZone,
    MedicalPlan,
    Municipality,
    PlanVersion,
    Prefecture,
    RegionGrant,
    ZoneMembership,
)
from zones.rules import z1_every_municipality_once

ZONE_FIELDS = ("code", "name", "kana", "basis")


class BrokenPartition(Exception):
    """Rule Z1 would not hold; ``messages`` say which municipalities and what to do."""

    def __init__(self, messages: Sequence[str]) -> None:
        self.messages = list(messages)
        super().__init__("、".join(self.messages[:3]))


class OutsideRegion(Exception):
    """The plan is not of the person's prefecture."""


def within_region(plan: MedicalPlan, by: User | None) -> None:
    """Raise ``OutsideRegion`` for a plan that is not of the person's prefectures."""
    if by is not None and plan.prefecture_id not in region_scope(by).prefectures:
        raise OutsideRegion(str(plan))


def expected_municipalities(version: PlanVersion) -> dict[str, str]:
    """Codes and names of what a version must place: wards where the plan places wards itself."""
    plan = version.plan
    first_day = version.effective_from or date(plan.first_fiscal_year, 4, 1)
    places = Municipality.objects.filter(prefecture=plan.prefecture_id)
    places = places.existing_on(first_day).filter(northern_territory=False)
    places = (
        places.filter(wards=None) if plan.places_wards else places.filter(parent=None)
    )
    return dict(places.order_by("code").values_list("code", "name"))


@transaction.atomic
def grant_region(
    *,
    user: User,
    prefecture: Prefecture,
    health_centre: HealthCentre | None = None,
    by: User | None,
) -> RegionGrant:
    """Give a person a whole prefecture, or the area of one health centre of it."""
    grant = RegionGrant.objects.create(
        user=user, prefecture=prefecture, health_centre=health_centre
    )
    record("grant_region", by=by, target=user, detail={"region": str(grant)})
    return grant


@transaction.atomic
def revoke_region(*, grant: RegionGrant, by: User | None) -> None:
    """Take a region away; the person sees nothing of it from the next request on."""
    record("revoke_region", by=by, target=grant.user, detail={"region": str(grant)})
    grant.delete()


@transaction.atomic
def create_zone(
    *,
    plan: MedicalPlan,
    code: str,
    name: str,
    kana: str = "",
    basis: str = "",
    reason: str = "",
    by: User | None,
) -> HomeCareZone:
    """Add a zone without municipalities; they are moved into it from other zones."""
    within_region(plan, by)
    zone = HomeCareZone(plan=plan, code=code, name=name, kana=kana, basis=basis)
    zone._history_user, zone._change_reason = by, reason[:100]
    zone.save()
    record("create_zone", by=by, target=zone, reason=reason)
    return zone


@transaction.atomic
def update_zone(
    *, zone: HomeCareZone, values: Mapping[str, str], reason: str, by: User | None
) -> None:
    """Write some of ``ZONE_FIELDS``. Nothing changed writes nothing."""
    within_region(zone.plan, by)
    current = HomeCareZone.objects.select_for_update().get(pk=zone.pk)
    changed = {
        name: [getattr(current, name), values[name]]
        for name in ZONE_FIELDS
        if name in values and values[name] != getattr(current, name)
    }
    if not changed:
        return
    for name, (_, value) in changed.items():
        setattr(current, name, value)
    current._history_user, current._change_reason = by, reason[:100]
    current.save(update_fields=list(changed))
    record("update_zone", by=by, target=current, reason=reason, detail=changed)


@transaction.atomic
def place_municipalities(
    *, version: PlanVersion, zones: Mapping[str, int], reason: str, by: User | None
) -> None:
    """Give every municipality of a version its zone: ``zones`` maps codes to zone ids.

    Raises ``BrokenPartition`` when one is not of the plan, or missing from a version that is no
    draft; then nothing changes.
    """
    within_region(version.plan, by)
    # The lock keeps two people from moving municipalities of one version at the same time.
    PlanVersion.objects.select_for_update().get(pk=version.pk)
    names = dict(version.plan.zones.values_list("pk", "name"))
    strangers = sorted({zone for zone in zones.values() if zone not in names})
    messages = [f"圏域{zone}はこの計画の圏域ではありません。" for zone in strangers]
    placed = ((code, names.get(zone, "")) for code, zone in sorted(zones.items()))
    expected = expected_municipalities(version)
    if version.effective_from is None:
        # A draft may still wait for some; adopting it asks for all.
        expected = {code: name for code, name in expected.items() if code in zones}
    messages += z1_every_municipality_once(expected, placed)
    if messages:
        raise BrokenPartition(messages)
    before = dict(version.memberships.values_list("municipality_id", "zone_id"))
    moved = {code: zone for code, zone in zones.items() if before.get(code) != zone}
    gone = sorted(set(before) - set(zones))
    if not moved and not gone:
        return
    version.memberships.filter(municipality__in=[*moved, *gone]).delete()
    ZoneMembership.objects.bulk_create(
        ZoneMembership(version=version, zone_id=zone, municipality_id=code)
        for code, zone in sorted(moved.items())
    )
    detail = {
        code: [names.get(before.get(code), ""), names[zone]]
        for code, zone in sorted(moved.items())
    }
    record("place_municipalities", by=by, target=version, reason=reason, detail=detail)


@transaction.atomic
def move_municipalities(
    *,
    version: PlanVersion,
    municipalities: Iterable[str],
    zone: HomeCareZone,
    reason: str,
    by: User | None,
) -> None:
    """Move some municipalities of a version to one zone; the others stay where they are."""
    PlanVersion.objects.select_for_update().get(pk=version.pk)
    placed = dict(version.memberships.values_list("municipality_id", "zone_id"))
    placed |= dict.fromkeys(municipalities, zone.pk)
    place_municipalities(version=version, zones=placed, reason=reason, by=by)
