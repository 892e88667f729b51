"""Zones keep their partition: each municipality of the prefecture once, and the past as it was."""

from datetime import date

import pytest

from accounts.models import AuditEvent
from accounts.roles import Role
from tests.factories import people, places
from zones.actions import (
    BrokenPartition,
    OutsideRegion,
    create_zone,
    expected_municipalities,
    grant_region,
    move_municipalities,
    place_municipalities,
    revoke_region,
    update_zone,
)
from zones.models import MedicalPlan, PlanVersion
from zones.placement import placement
from zones.plan_actions import (
    AlreadyAdopted,
    adopt_version,
    create_plan,
    draft_version,
)
from zones.region import region_on

pytestmark = pytest.mark.django_db
BEGINS = date(2024, 4, 1)


@pytest.fixture
def towns():
    return [
        places.municipality(code, name)
        for code, name in [
            ("01207", "帯広市"),
            ("01631", "音更町"),
            ("01639", "更別村"),
        ]
    ]


@pytest.fixture
def version(towns):
    return places.plan({"東": towns[:2], "西": towns[2:]})


@pytest.fixture
def official():
    return people.official()


def zone_names(day):
    placed = placement("01", day)
    return {c: placed.zones[z].name for c, z in placed.by_municipality.items()}


def test_move_takes_a_municipality_from_one_zone_to_another(version, official):
    west = places.zone("西")
    move_municipalities(
        version=version, municipalities=["01631"], zone=west, reason="協議", by=official
    )
    assert zone_names(BEGINS) == {"01207": "東", "01631": "西", "01639": "西"}
    event = AuditEvent.objects.get(action="place_municipalities")
    assert event.detail == {"01631": ["東", "西"]}


def test_place_refuses_a_partition_with_a_hole(version, official):
    east = places.zone("東").pk
    with pytest.raises(BrokenPartition) as broken:
        place_municipalities(
            version=version,
            zones={"01207": east, "01631": east},
            reason="",
            by=official,
        )
    assert broken.value.messages == [
        "更別村がどの圏域にも入っていません。圏域を選んでください。"
    ]
    assert version.memberships.count() == 3


def test_place_refuses_a_municipality_that_is_not_of_the_plan(version, official):
    places.municipality("15201", prefecture_code="15")
    zones = dict(version.memberships.values_list("municipality_id", "zone_id"))
    with pytest.raises(BrokenPartition, match="15201"):
        place_municipalities(
            version=version,
            zones={**zones, "15201": places.zone("東").pk},
            reason="",
            by=official,
        )


def test_place_refuses_a_zone_of_another_plan(version, official):
    abroad = places.municipality("15201", prefecture_code="15")
    places.plan({"新潟": [abroad]}, prefecture_code="15")
    with pytest.raises(BrokenPartition, match="この計画の圏域ではありません"):
        move_municipalities(
            version=version,
            municipalities=["01631"],
            zone=places.zone("新潟"),
            reason="",
            by=official,
        )


def test_wards_are_expected_only_where_the_plan_places_them(official):
    city = places.municipality("01100", "札幌市")
    places.municipality("01101", "札幌市中央区", parent=city)
    version = places.plan({"札幌": [city]})
    assert list(expected_municipalities(version)) == ["01100"]
    version.plan.places_wards = True
    assert list(expected_municipalities(version)) == ["01101"]


def test_zones_of_another_prefecture_are_refused(version):
    stranger = people.official("15")
    with pytest.raises(OutsideRegion):
        create_zone(plan=version.plan, code="Z9", name="南", by=stranger)
    with pytest.raises(OutsideRegion):
        move_municipalities(
            version=version,
            municipalities=["01631"],
            zone=places.zone("西"),
            reason="",
            by=stranger,
        )


def test_update_zone_writes_history_and_audit(version, official):
    zone = places.zone("東")
    update_zone(zone=zone, values={"name": "東部"}, reason="改称", by=official)
    update_zone(zone=zone, values={"name": "東部"}, reason="再び", by=official)
    zone.refresh_from_db()
    assert zone.name == "東部"
    assert zone.history.first().history_change_reason == "改称"
    detail = AuditEvent.objects.get(action="update_zone").detail
    assert detail == {"name": ["東", "東部"]}


def test_adopting_a_draft_changes_nothing_before_its_day(version, official):
    draft = draft_version(version=version, name="中間見直し", by=official)
    west = places.zone("西")
    move_municipalities(
        version=draft, municipalities=["01631"], zone=west, reason="", by=official
    )
    assert zone_names(date(2027, 4, 1))["01631"] == "東"
    first_day = date(2027, 4, 1)
    adopt_version(version=draft, effective_from=first_day, reason="告示", by=official)
    assert zone_names(date(2027, 3, 31))["01631"] == "東"
    assert zone_names(first_day)["01631"] == "西"


def test_adopt_refuses_a_day_before_the_version_in_force(version, official):
    draft = draft_version(version=version, name="案", by=official)
    with pytest.raises(AlreadyAdopted):
        adopt_version(version=draft, effective_from=BEGINS, reason="", by=official)
    later = date(2027, 4, 1)
    adopt_version(version=draft, effective_from=later, reason="", by=official)
    with pytest.raises(AlreadyAdopted):
        adopt_version(
            version=draft, effective_from=date(2028, 4, 1), reason="", by=official
        )


def test_a_new_plan_is_filled_as_a_draft_and_adopted_when_whole(towns, official):
    plan = MedicalPlan(
        prefecture=places.prefecture("01"),
        name="試験計画",
        first_fiscal_year=2024,
        last_fiscal_year=2029,
    )
    draft = create_plan(plan=plan, by=None)
    zone = create_zone(plan=plan, code="Z1", name="全域", by=official)
    moving = {"version": draft, "zone": zone, "reason": "", "by": official}
    move_municipalities(municipalities=["01207"], **moving)
    with pytest.raises(BrokenPartition, match="音更町"):
        adopt_version(version=draft, effective_from=BEGINS, reason="", by=official)
    assert PlanVersion.objects.get(pk=draft.pk).effective_from is None
    move_municipalities(municipalities=["01631", "01639"], **moving)
    adopt_version(version=draft, effective_from=BEGINS, reason="", by=official)
    assert set(zone_names(BEGINS).values()) == {"全域"}


def test_a_region_is_granted_and_taken_away(version, towns):
    clerk = people.person(Role.HEALTH_CENTRE)
    assert region_on(clerk, BEGINS).places == {}
    centre = places.health_centre([towns[0]])
    grant = grant_region(
        user=clerk, prefecture=centre.prefecture, health_centre=centre, by=None
    )
    fresh = type(clerk).objects.get(pk=clerk.pk)
    assert list(region_on(fresh, BEGINS).places) == ["01207"]
    revoke_region(grant=grant, by=None)
    assert region_on(type(clerk).objects.get(pk=clerk.pk), BEGINS).places == {}
