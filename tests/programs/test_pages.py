"""The lists of this room: the same number of queries however long they are; who sees which grant
and which buttons."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from programs.actions import ItemDone, ask_for_reports, set_initiatives
from programs.kinds import GrantMove, GrantStatus, HandledBy, MunicipalItem
from programs.models import Grant
from programs.workflow import TRANSITIONS
from tests.factories import designations, facilities, people, places
from tests.factories import programs as make
from zones.models import HomeCareZone

pytestmark = pytest.mark.django_db
YEAR = make.YEAR


@pytest.fixture
def zone() -> HomeCareZone:
    towns = [places.municipality(f"0110{n}", f"試験{n}市") for n in range(1, 9)]
    return places.plan({"試験": towns}, hubs_per_zone="many").plan.zones.get()


def _measure(number: int, zone: HomeCareZone, by: User) -> None:
    area = make.measure(node_type="area", policy_areas=["secure"])
    measure = make.measure(parent=area)
    make.status(measure)
    make.activity(measure=measure)
    of_year = make.year()
    of_year.program.measures.add(measure)


def _program(number: int, zone: HomeCareZone, by: User) -> None:
    make.year(make.program(parent=make.program(record_type="parent")))


def _grant(number: int, zone: HomeCareZone, by: User) -> None:
    applicant = designations.institution(facilities.facility())
    make.grant(make.budgeted(zone), applicant, "final", zone=zone, by=by)


def _activity(number: int, zone: HomeCareZone, by: User) -> None:
    make.activity(zone=zone, measure=make.measure(), program=make.program())


def _report(number: int, zone: HomeCareZone, by: User) -> None:
    hub = designations.entered(zone, designations.association(), by=by)
    make.activity(zone=zone, operator=hub.operator)
    ask_for_reports(
        prefecture=places.prefecture(),
        fiscal_year=YEAR,
        due_on=make.TODAY,
        by=by,
    )


def _initiative(number: int, zone: HomeCareZone, by: User) -> None:
    town = places.municipality(f"0110{number}")
    how = ItemDone(HandledBy.ENTRUSTED, designations.association())
    items = dict.fromkeys(MunicipalItem, how)
    set_initiatives(municipality=town, fiscal_year=YEAR, items=items, by=by)


LISTS = {
    "measures": _measure,
    "list": _program,
    "grants": _grant,
    "activities": _activity,
    "hub-reports": _report,
    "initiatives": _initiative,
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("form", ["", "xlsx"])
def test_a_longer_list_needs_no_more_queries(
    name: str, form: str, zone: HomeCareZone, official: User, client: Client
) -> None:
    client.force_login(official)
    make_one: Callable[[int, HomeCareZone, User], None] = LISTS[name]
    address, query = reverse(f"programs:{name}"), {"year": YEAR, "format": form}
    counts = []
    for number in range(1, 6):
        make_one(number, zone, official)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address, query)
        assert page.status_code == 200
        counts.append(len(queries))
    # What a process reads once and keeps is asked for by the first.
    assert counts[1] == counts[4]
    assert max(counts) <= 30


@pytest.fixture
def everybody(zone: HomeCareZone) -> dict[str, User]:
    own = places.municipality("01101")
    away = places.municipality("01207", "離れた市")
    return {
        "official": people.official(),
        "official elsewhere": people.official("15"),
        "clerk": people.clerk(places.health_centre([own])),
        "clerk elsewhere": people.clerk(places.health_centre([away])),
        "committee": people.committee_member(),
        "administrator": people.administrator(),
    }


CLERK_MOVES = {GrantMove.WITHDRAW, GrantMove.REPORT}
REFUSED = {
    "official elsewhere": 404,
    "clerk elsewhere": 404,
    "committee": 403,
    "administrator": 403,
}


@pytest.mark.parametrize("status", GrantStatus.values)
def test_the_page_of_a_grant_offers_exactly_the_open_steps(
    status: str, zone: HomeCareZone, everybody: dict[str, User]
) -> None:
    applicant = designations.institution(facilities.facility())
    grant = make.grant(make.budgeted(zone), applicant, status, zone=zone)
    open_moves = {move for state, move in TRANSITIONS if state == status}
    for who, user in everybody.items():
        client = Client()
        client.force_login(user)
        page = client.get(grant.get_absolute_url())
        if who in REFUSED:
            assert (who, page.status_code) == (who, REFUSED[who])
            continue
        offered = {button["label"] for button in page.context["buttons"]}
        allowed = open_moves if who == "official" else open_moves & CLERK_MOVES
        assert (who, offered) == (who, {move.label for move in allowed})
        for move in set(GrantMove) - allowed:
            address = reverse("programs:grant-move", args=[grant.pk, move.value])
            answer = client.get(address).status_code
            wanted = 403 if move in open_moves else 404
            assert (who, move, answer) == (who, move, wanted)


def test_a_step_that_is_sent_from_elsewhere_changes_nothing(
    zone: HomeCareZone, everybody: dict[str, User]
) -> None:
    applicant = designations.institution(facilities.facility())
    grant = make.applied(make.budgeted(zone), applicant, zone=zone)
    address = reverse("programs:grant-move", args=[grant.pk, "decide"])
    sent = {"version": grant.version, "on": "R7.11.20", "amount": 2_000}
    for who, user in everybody.items():
        if who == "official":
            continue
        client = Client()
        client.force_login(user)
        wanted = REFUSED.get(who, 403)
        assert (who, client.post(address, sent).status_code) == (who, wanted)
    assert Grant.objects.get().status == "applied"
    client = Client()
    client.force_login(everybody["official"])
    assert client.post(address, sent).status_code == 302
    assert Grant.objects.get().decided == 2_000


def test_sums_of_the_page_agree_with_each_other_and_the_workbook(
    zone: HomeCareZone, official: User, client: Client
) -> None:
    year = make.budgeted(zone, budget_first=20_000)
    for status in GrantStatus.values:
        make.grant(
            year, designations.institution(facilities.facility()), status, zone=zone
        )
    make.grant(year, designations.association(), "decided")
    client.force_login(official)
    page = client.get(reverse("programs:grants"), {"year": YEAR})
    total = page.context["total"]
    for groups in (page.context["zones"], page.context["kinds"]):
        assert len(groups) == 2
        for column in ("grants", "requested", "decided", "spent", "final"):
            parts = sum(getattr(group, column) for group in groups)
            assert parts == getattr(total, column)
    (program,) = page.context["programs"]
    assert program["check"].decided == total.decided == 4 * 2_000
    assert "（2,000）" in page.content.decode(), "a revoked amount is not counted"
    on_page = client.get(year.get_absolute_url()).context["grants"]
    assert (on_page["total"].decided, on_page["check"].left) == (8_000, 12_000)
