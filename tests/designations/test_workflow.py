"""Every state × step × role × own or other region: the table, and what the pages answer."""

import itertools

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from designations.kinds import Status
from designations.models import Designation
from designations.workflow import TRANSITIONS, Move, may, rule_for
from tests.factories import designations as make
from tests.factories import people, places
from zones.models import HomeCareZone

pytestmark = pytest.mark.django_db
S, M = Status, Move
OFFICIAL, CLERK = "official", "clerk"
BOTH, ONLY = {OFFICIAL, CLERK}, {OFFICIAL}

# Written out by hand, so that a slip in the table of the portal does not repeat itself here.
ALLOWED: dict[tuple[Status, Move], tuple[Status, set[str]]] = {
    (S.CANDIDATE, M.COORDINATE): (S.COORDINATING, BOTH),
    (S.CANDIDATE, M.DECLINE): (S.DECLINED, ONLY),
    (S.CANDIDATE, M.WITHDRAW): (S.WITHDRAWN, BOTH),
    (S.CANDIDATE, M.EDIT): (S.CANDIDATE, BOTH),
    (S.CANDIDATE, M.RECORD): (S.CANDIDATE, BOTH),
    (S.COORDINATING, M.SUBMIT): (S.IN_REVIEW, BOTH),
    (S.COORDINATING, M.SEND_BACK): (S.CANDIDATE, ONLY),
    (S.COORDINATING, M.DECLINE): (S.DECLINED, ONLY),
    (S.COORDINATING, M.WITHDRAW): (S.WITHDRAWN, BOTH),
    (S.COORDINATING, M.EDIT): (S.COORDINATING, BOTH),
    (S.COORDINATING, M.RECORD): (S.COORDINATING, BOTH),
    (S.IN_REVIEW, M.DESIGNATE): (S.DESIGNATED, ONLY),
    (S.IN_REVIEW, M.SEND_BACK): (S.COORDINATING, ONLY),
    (S.IN_REVIEW, M.DECLINE): (S.DECLINED, ONLY),
    (S.IN_REVIEW, M.WITHDRAW): (S.WITHDRAWN, BOTH),
    (S.IN_REVIEW, M.EDIT): (S.IN_REVIEW, ONLY),
    (S.IN_REVIEW, M.RECORD): (S.IN_REVIEW, BOTH),
    (S.DESIGNATED, M.CONFIRM): (S.DESIGNATED, ONLY),
    (S.DESIGNATED, M.CORRECT): (S.DESIGNATED, ONLY),
    (S.DESIGNATED, M.RECORD): (S.DESIGNATED, BOTH),
    (S.DESIGNATED, M.END): (S.DESIGNATED, ONLY),
    (S.DESIGNATED, M.SUCCEED): (S.DESIGNATED, BOTH),
}
ROLES = (OFFICIAL, CLERK, "committee", "administrator")
EVERYTHING = list(itertools.product(Status, Move))


def test_the_table_holds_exactly_these_steps() -> None:
    assert {key: rule.target for key, rule in TRANSITIONS.items()} == {
        key: target for key, (target, _) in ALLOWED.items()
    }


@pytest.fixture
def cast(db: None) -> dict[str, User]:
    return {
        OFFICIAL: people.official(),
        CLERK: people.clerk(places.health_centre()),
        "committee": people.committee_member(),
        "administrator": people.administrator(),
    }


def test_every_state_step_and_role_has_the_expected_answer(
    cast: dict[str, User],
) -> None:
    wrong = [
        (status, move, role)
        for (status, move), role in itertools.product(EVERYTHING, ROLES)
        if may(cast[role], status, move)
        != (role in ALLOWED.get((status, move), (None, set()))[1])
    ]
    assert wrong == []


def test_steps_that_do_not_exist_have_no_rule() -> None:
    for key in EVERYTHING:
        assert (rule_for(*key) is not None) == (key in ALLOWED)


class World:
    """One act whose state is set straight in the database, seen from two regions."""

    def __init__(self) -> None:
        self.zone: HomeCareZone = make.zone(hubs_per_zone="many")
        town = self.zone.memberships.order_by("pk").first().municipality
        self.act = make.candidate(self.zone)
        self.entered = make.entered(self.zone)
        self.people = {
            (OFFICIAL, "own"): people.official(),
            (OFFICIAL, "other"): people.official("15"),
            (CLERK, "own"): people.clerk(places.health_centre([town])),
            (CLERK, "other"): people.clerk(places.health_centre()),
            ("committee", "own"): people.committee_member(),
            ("administrator", "own"): people.administrator(),
        }

    def in_state(self, status: Status) -> Designation:
        if status == Status.DESIGNATED:
            return self.entered
        Designation.objects.filter(pk=self.act.pk).update(status=status)
        return self.act


@pytest.fixture
def world(db: None) -> World:
    return World()


def address(act: Designation, move: Move) -> str:
    names = {M.EDIT: "edit", M.SUCCEED: "succeed"}
    if move in names:
        return reverse(f"designations:{names[move]}", args=[act.pk])
    return reverse("designations:move", args=[act.pk, move.value])


def expected(status: Status, move: Move, role: str, region: str) -> int:
    if role not in BOTH:
        return 403
    if move == M.RECORD:
        return 404  # answered on the page of each requirement
    if region == "other":
        return 404
    return 200 if role in ALLOWED.get((status, move), (None, set()))[1] else 403


# Who is let in is the same on either database; the steps themselves are taken on both.
@pytest.mark.sqlite
@pytest.mark.parametrize("status", list(Status))
def test_every_page_of_a_step_answers_as_the_table_says(
    world: World, status: Status
) -> None:
    act = world.in_state(status)
    before = Designation.objects.filter(pk=act.pk).values().get()
    wrong = {}
    for (role, region), user in world.people.items():
        client = Client()
        client.force_login(user)
        for move in Move:
            want = expected(status, move, role, region)
            url = address(act, move)
            # An empty POST is asked again where the step exists, and writes nothing.
            for got in (client.get(url), client.post(url)):
                if got.status_code != want:
                    wrong[role, region, move] = (got.status_code, want)
    assert wrong == {}
    assert Designation.objects.filter(pk=act.pk).values().get() == before
