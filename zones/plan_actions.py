"""The course of a plan: its versions are drafted as copies, edited, and adopted on a day.

A version in force always holds a whole partition of its prefecture (rule Z1).
"""

from datetime import date

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from zones.actions import BrokenPartition, expected_municipalities, within_region
from zones.models import HomeCareZone, MedicalPlan, PlanVersion, ZoneMembership
from zones.rules import z1_every_municipality_once, z3_begins_within_the_plan
from zones.signals import version_drafted


class AlreadyAdopted(Exception):
    """The version has a first day already, or a later one is in force by the chosen day."""


class OutsidePlan(Exception):
    """The chosen first day is not in the years of the plan; the message says which are."""


class PlanExists(Exception):
    """The prefecture has a plan that begins in this fiscal year."""


DRAFT = "（案）"

# What a plan that follows takes over from the one before.
_KEPT = ("hubs_per_zone", "places_wards", "non_medical_active", "demonstration")
_ZONE_WORDS = ("code", "name", "kana", "basis", "demonstration")


@transaction.atomic
def create_plan(*, plan: MedicalPlan, by: User | None) -> PlanVersion:
    """Save a new plan with its first version as a draft, still without zones."""
    plan.save(force_insert=True)
    draft = _first_draft(plan, by)
    record("create_plan", by=by, target=plan)
    return draft


def _first_draft(plan: MedicalPlan, by: User | None) -> PlanVersion:
    draft = PlanVersion(plan=plan, number=1, name="第1版")
    draft._history_user = by
    draft.save()
    return draft


@transaction.atomic
def draft_version(*, version: PlanVersion, name: str, by: User | None) -> PlanVersion:
    """Copy a version, with all that rooms keep by version, as the draft of the next one.

    Nothing rests on it before it is adopted. The interim review begins so.
    """
    within_region(version.plan, by)
    plan = MedicalPlan.objects.select_for_update().get(pk=version.plan_id)
    numbers = plan.versions.order_by("-number").values_list("number", flat=True)
    draft = PlanVersion(plan=plan, number=numbers[0] + 1, name=name)
    draft._history_user = by
    draft.save()
    _copy_memberships(version, draft, {})
    version_drafted.send(PlanVersion, source=version, draft=draft, by=by)
    record("draft_version", by=by, target=draft, detail={"from": version.number})
    return draft


@transaction.atomic
def draft_next_plan(
    *,
    version: PlanVersion,
    name: str,
    first_fiscal_year: int,
    last_fiscal_year: int,
    by: User | None,
) -> PlanVersion:
    """Begin the plan that follows with a draft copied from a version, zones included.

    The zones are new ones under the same codes: what is in force keeps its own. Raises
    ``PlanExists`` where a plan of the prefecture begins in the same year.
    """
    within_region(version.plan, by)
    current = MedicalPlan.objects.select_for_update().get(pk=version.plan_id)
    others = MedicalPlan.objects.filter(prefecture=current.prefecture_id)
    if others.filter(first_fiscal_year=first_fiscal_year).exists():
        raise PlanExists(str(first_fiscal_year))
    plan = MedicalPlan.objects.create(
        prefecture_id=current.prefecture_id,
        name=name,
        first_fiscal_year=first_fiscal_year,
        last_fiscal_year=last_fiscal_year,
        **{field: getattr(current, field) for field in _KEPT},
    )
    draft = _first_draft(plan, by)
    zones = {}
    for old in HomeCareZone.objects.of_version(version).order_by("code"):
        zone = HomeCareZone(plan=plan, **{w: getattr(old, w) for w in _ZONE_WORDS})
        zone._history_user = by
        zone.save()
        zones[old.pk] = zone.pk
    _copy_memberships(version, draft, zones)
    version_drafted.send(PlanVersion, source=version, draft=draft, by=by)
    record("draft_plan", by=by, target=draft, detail={"from": str(version)})
    return draft


def _copy_memberships(
    source: PlanVersion, draft: PlanVersion, zones: dict[int, int]
) -> None:
    """``zones`` maps ids of zones to those of the draft's plan; those not named stay."""
    rows = source.memberships.order_by("municipality")
    ZoneMembership.objects.bulk_create(
        ZoneMembership(
            version=draft, zone_id=zones.get(zone, zone), municipality_id=code
        )
        for code, zone in rows.values_list("municipality_id", "zone_id")
    )


@transaction.atomic
def adopt_version(
    *, version: PlanVersion, effective_from: date, reason: str, by: User | None
) -> None:
    """Put a draft in force from a day on; days before it keep the version that they had.

    Raises ``AlreadyAdopted`` when it is no draft or another version begins on that day or later,
    ``OutsidePlan`` when the day is not in the plan's years (Z3), ``BrokenPartition`` when a
    municipality has no zone (Z1).
    """
    within_region(version.plan, by)
    plan = MedicalPlan.objects.select_for_update().get(pk=version.plan_id)
    outside = z3_begins_within_the_plan(
        effective_from, plan.first_fiscal_year, plan.last_fiscal_year
    )
    if outside:
        raise OutsidePlan(outside[0])
    if plan.versions.filter(effective_from__gte=effective_from).exists():
        raise AlreadyAdopted(str(version))
    claimed = PlanVersion.objects.filter(pk=version.pk, effective_from=None)
    # It is a proposal no longer.
    name = version.name.removesuffix(DRAFT)
    if not claimed.update(effective_from=effective_from, name=name):
        raise AlreadyAdopted(str(version))
    version.refresh_from_db()
    rows = version.memberships.values_list("municipality_id", "zone__name")
    messages = z1_every_municipality_once(
        expected_municipalities(version), rows.order_by("municipality")
    )
    if messages:
        raise BrokenPartition(messages)
    PlanVersion.history.bulk_history_create(
        [version], update=True, default_user=by, default_change_reason=reason[:100]
    )
    detail = {"effective_from": effective_from.isoformat()}
    record("adopt_version", by=by, target=version, reason=reason, detail=detail)
