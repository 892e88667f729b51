"""Activities: what is written, by whom, what must fit, and the sums that come from them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from programs.actions import edit_activity, record_activity, remove_activity
from programs.errors import NotAllowed, RuleBroken
from programs.figures import totals_by_kind, totals_of
from programs.kinds import SEVEN, ActivityKind, Implementer
from programs.models import Activity
from tests.factories import people, places
from tests.factories import programs as make
from zones.models import HomeCareZone, Municipality

pytestmark = pytest.mark.django_db
YEAR, TODAY = make.YEAR, make.TODAY


@pytest.fixture
def town() -> Municipality:
    town = places.municipality("01101", "試験市")
    places.plan({"試験": [town], "離れた圏域": [places.municipality("01207")]})
    return town


@pytest.fixture
def zone(town: Municipality) -> HomeCareZone:
    return town.zone_memberships.get().zone


@pytest.fixture
def clerk(town: Municipality) -> User:
    return people.clerk(places.health_centre([town]))


def recorded(by: User, **more: object) -> Activity:
    values = {
        "kind": ActivityKind.MEETINGS,
        "name": "多職種の会議",
        "sessions": 3,
        "actor_kind": Implementer.HEALTH_CENTRE,
        **more,
    }
    return record_activity(
        prefecture=places.prefecture(), values=values, today=TODAY, by=by
    )


def test_the_total_of_participants_follows_from_the_professions(
    clerk: User, zone: HomeCareZone
) -> None:
    made = recorded(clerk, zone=zone, by_profession={"physician": 12, "nurse": 30})
    assert (made.participants, made.fiscal_year) == (42, YEAR)
    assert made.history.get().history_user == clerk


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"participants": 5, "by_profession": {"nurse": 4}}, "A1"),
        ({"date_from": date(2025, 11, 21)}, "A2"),
        ({"date_from": date(2025, 3, 31)}, "A3"),
        ({"date_from": date(2025, 6, 2), "date_to": date(2025, 6, 1)}, "A4"),
    ],
)
def test_numbers_and_days_that_do_not_fit_are_refused(
    clerk: User, zone: HomeCareZone, values: dict[str, object], rule: str
) -> None:
    with pytest.raises(RuleBroken, match=rule):
        recorded(clerk, zone=zone, **{"fiscal_year": YEAR, **values})
    made = recorded(clerk, zone=zone)
    with pytest.raises(RuleBroken, match=rule):
        edit_activity(
            activity=made,
            version=made.version,
            values=values,
            reason="",
            today=TODAY,
            by=clerk,
        )


def test_a_health_centre_writes_for_its_own_area(
    clerk: User, town: Municipality, zone: HomeCareZone
) -> None:
    away = HomeCareZone.objects.get(name="離れた圏域")
    for place in ({"zone": zone}, {"municipality": town}):
        recorded(clerk, **place)
    for place in ({"zone": away}, {"municipality": places.municipality("01207")}, {}):
        with pytest.raises(NotAllowed):
            recorded(clerk, **place)
    assert Activity.objects.count() == 2
    mine = Activity.objects.order_by("pk").first()
    other = people.clerk(places.health_centre([places.municipality("01207")]))
    for who in (other, people.official("15"), people.committee_member()):
        with pytest.raises(NotAllowed):
            remove_activity(activity=mine, by=who)
    remove_activity(activity=mine, by=clerk)
    assert Activity.history.filter(history_type="-").get().history_user == clerk


def test_sums_say_what_is_not_known() -> None:
    for number, kind in enumerate(SEVEN):
        make.activity(kind=kind, sessions=number, participants=None)
    make.activity(kind="meetings", sessions=96, participants=982)
    sums = totals_by_kind(Activity.objects.all())
    assert list(sums) == list(SEVEN)
    assert sums[ActivityKind.MEETINGS].words() == "97回、延べ982人"
    assert sums[ActivityKind.MEETINGS].unknown_participants == 1
    assert sums[ActivityKind.RESOURCES].unknown_participants == 0, "held none"
    whole = totals_of(Activity.objects.all())
    assert whole.sessions == sum(one.sessions for one in sums.values())
    assert whole.participants == 982


def test_the_list_is_cut_and_its_sums_with_it(
    client: Client, zone: HomeCareZone
) -> None:
    make.activity(zone=zone, sessions=5)
    make.activity(zone=zone, kind="training", sessions=7)
    make.activity(sessions=11)
    client.force_login(people.official())

    def words(**query: object) -> str:
        page = client.get(reverse("programs:activities"), {"year": YEAR, **query})
        return page.context["total"].words()

    assert words() == "23回"
    assert words(zone=zone.pk) == "12回"
    assert words(zone=zone.pk, kind="training") == "7回"
