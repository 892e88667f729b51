"""Who is designated on a day: the two known cases, and what zones lack."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from designations.kinds import Kind
from designations.models import Designation
from designations.register import register_on
from tests.factories import designations as make
from tests.factories import people, places
from zones.models import PlanVersion

pytestmark = pytest.mark.django_db
TOKACHI = ("東十勝", "西十勝", "南十勝", "北十勝")
KITAMI = ("北見市", "美幌町", "津別町", "訓子府町", "置戸町")


@pytest.fixture
def version() -> PlanVersion:
    """Kitami with its five municipalities, and the four zones of Tokachi; members are made up."""
    zones = {"北見": [places.municipality(name=name) for name in KITAMI]}
    zones |= {name: [places.municipality(name=f"{name}町")] for name in TOKACHI}
    return places.plan(zones, hubs_per_zone="one")


@pytest.fixture
def tokachi(version: PlanVersion) -> Designation:
    """One hub for four zones, from 2025-10-01."""
    return make.entered(
        [places.zone(name) for name in TOKACHI], make.association("試験十勝医師会")
    )


@pytest.fixture
def kitami(version: PlanVersion) -> Designation:
    """A hub from August 2025; the day is not confirmed."""
    return make.entered(
        places.zone("北見"),
        make.association("試験北見センター"),
        decided_on=date(2025, 8, 1),
        effective_from=date(2025, 8, 1),
        unconfirmed=True,
    )


def test_asked_for_september_only_kitami_is_designated(
    tokachi: Designation, kitami: Designation
) -> None:
    found = register_on("01", date(2025, 9, 1))
    assert found.designations == (kitami,)
    assert found.of(places.zone("北見")).hubs == (kitami,)
    assert {zone.name for zone in found.lacking_hub} == set(TOKACHI)


def test_from_october_one_hub_stands_in_all_four_zones_and_counts_once(
    tokachi: Designation, kitami: Designation
) -> None:
    found = register_on("01", date(2025, 10, 1))
    assert set(found.designations) == {tokachi, kitami}
    assert all(found.of(places.zone(name)).hubs == (tokachi,) for name in TOKACHI)
    assert found.lacking_hub == ()
    assert len(found.lacking_active) == 5


def test_before_the_plan_there_are_no_zones(tokachi: Designation) -> None:
    found = register_on("01", date(2024, 3, 31))
    assert (found.version, found.zones) == (None, ())


def test_a_clerk_sees_the_acts_that_touch_the_own_area(
    tokachi: Designation, kitami: Designation
) -> None:
    town = places.zone("北見").memberships.order_by("pk").first().municipality
    clerk = people.clerk(places.health_centre([town]))
    assert Designation.objects.visible_to(clerk).get() == kitami
    assert set(Designation.objects.visible_to(people.official())) == {tokachi, kitami}
    assert not Designation.objects.visible_to(people.official("15")).exists()
    assert not Designation.objects.visible_to(people.committee_member()).exists()


def test_the_register_asks_as_often_for_many_zones_as_for_one() -> None:
    counts = []
    by = people.official()
    for code, number in (("01", 1), ("15", 12)):
        zones = {
            f"{code}圏域{at}": [places.municipality(prefecture_code=code)]
            for at in range(number)
        }
        places.plan(zones, prefecture_code=code, hubs_per_zone="many")
        for name in zones:
            make.entered(
                places.zone(name), make.association(prefecture_code=code), by=by
            )
            make.candidate(places.zone(name), make.institution(), Kind.ACTIVE, by=by)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            register_on(code, date(2025, 10, 1))
        counts.append(len(asked))
    assert counts[0] == counts[1]
