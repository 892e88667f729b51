"""The municipal scheme: eight items, who is entrusted, desks, issues and the help given."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from designations.ground import ground_of
from programs.actions import (
    ItemDone,
    copy_initiatives,
    edit_issue,
    give_help,
    report_issue,
    set_desk,
    set_initiatives,
)
from programs.errors import NotAllowed, RuleBroken
from programs.kinds import HandledBy, HelpKind, MunicipalItem
from programs.models import MunicipalInitiative, MunicipalIssue
from programs.municipal_matrix import MunicipalMatrix, municipal_matrix
from tests.factories import designations, people, places
from tests.factories import programs as make
from zones.models import Municipality

pytestmark = pytest.mark.django_db
YEAR, DAY = make.YEAR, make.TODAY
OWN = ItemDone(HandledBy.OWN)


@pytest.fixture
def town() -> Municipality:
    town = places.municipality("01101", "試験市")
    away = places.municipality("01207", "離れた市")
    places.plan({"試験": [town], "離れた圏域": [away]})
    return town


def entrusted(name: str = "試験の医師会") -> ItemDone:
    return ItemDone(HandledBy.ENTRUSTED, entrusted_name=name)


def done(town: Municipality, by: User, year: int = YEAR, **items: ItemDone) -> int:
    return set_initiatives(
        municipality=town,
        fiscal_year=year,
        items={MunicipalItem[name]: how for name, how in items.items()},
        by=by,
    )


def matrix(*towns: Municipality) -> MunicipalMatrix:
    return municipal_matrix(towns, YEAR, DAY)


def test_eight_items_stand_under_their_letters(
    town: Municipality, official: User
) -> None:
    items = {item.name: OWN for item in MunicipalItem} | {"O": entrusted()}
    assert done(town, official, **items) == 8
    assert done(town, official, **items) == 0
    (row,) = matrix(town).rows
    assert "".join(row.items) == "アイウエオカキク"
    assert row.items["オ"].partner == "試験の医師会"
    assert (row.entrusts, row.done) == (True, 8)


def test_what_is_entrusted_names_to_whom(town: Municipality, official: User) -> None:
    for wrong in (
        ItemDone(HandledBy.ENTRUSTED),
        ItemDone(HandledBy.OWN, entrusted_name="試験の医師会"),
    ):
        with pytest.raises(RuleBroken, match="（オ）M1"):
            done(town, official, A=OWN, O=wrong)
    assert not MunicipalInitiative.objects.exists()


def test_an_item_goes_back_to_not_known(town: Municipality, official: User) -> None:
    done(town, official, A=OWN)
    assert done(town, official, A=None) == 1
    assert not matrix(town).rows[0].is_known
    gone = MunicipalInitiative.history.filter(history_type="-").get()
    assert gone.history_user == official


def test_half_of_thirty_municipalities_entrust(official: User) -> None:
    towns = [places.municipality(f"01{600 + number}") for number in range(30)]
    places.plan({"試験": towns})
    for number, town in enumerate(towns):
        how = entrusted() if number < 12 else ItemDone(HandledBy.PARTLY, None, "社協")
        done(town, official, A=OWN, O=how if number < 15 else OWN)
    found = matrix(*towns)
    assert (found.entrusting, len(found.rows), found.known) == (15, 30, 30)
    assert found.count(MunicipalItem.O) == {
        "own": 15,
        "entrusted": 12,
        "partly": 3,
        "joint": 0,
        "not_done": 0,
    }


def test_the_year_before_is_a_start_and_is_not_overwritten(
    town: Municipality, official: User
) -> None:
    done(town, official, YEAR - 1, A=OWN, O=entrusted())
    assert copy_initiatives(municipality=town, to=YEAR, by=official) == 2
    with pytest.raises(RuleBroken, match="もう登録されています"):
        copy_initiatives(municipality=town, to=YEAR, by=official)


def desk(town: Municipality, by: User, **more: object) -> object:
    values = {
        "operator": designations.association("試験の医師会"),
        "name": "在宅医療相談窓口",
        "address": "試験市1番地",
        "phone": "0120-000-000",
        "hours": "平日 9時〜17時",
        "starts_on": date(2025, 4, 1),
        **more,
    }
    return set_desk(municipality=town, **values, by=by)


def test_a_desk_feeds_the_candidates_for_hubs(
    town: Municipality, official: User
) -> None:
    made = desk(town, official)
    assert made.details.phone == "0120-000-000"
    ground = ground_of("01", DAY, "hub")
    assert ground.desks[town.pk] == {f"operator:{made.operator_id}"}
    assert ground_of("01", date(2025, 3, 31), "hub").desks.get(town.pk) is None
    found = matrix(town)
    assert (found.with_desk, found.rows[0].desks) == (1, (made,))


def test_a_desk_that_is_edited_stays_one(town: Municipality, official: User) -> None:
    operator = designations.association("試験の医師会")
    desk(town, official, operator=operator)
    desk(town, official, operator=operator, phone="0120-000-001")
    (row,) = matrix(town).rows
    assert [one.details.phone for one in row.desks] == ["0120-000-001"]
    with pytest.raises(RuleBroken, match="A4"):
        desk(town, official, ends_on=date(2025, 3, 1))


def test_help_answers_an_issue(town: Municipality, official: User) -> None:
    issue = report_issue(
        municipality=town,
        raised_on=DAY,
        text="夜間の担い手が足りない",
        request="ほかの市の例",
        by=official,
    )
    assert matrix(town).rows[0].open_issues == 1
    values = {"kind": HelpKind.ADVISER, "on": DAY, "person": "県 担当", "text": "派遣"}
    given = give_help(municipality=town, issue=issue, **values, by=official)
    issue = MunicipalIssue.objects.get()
    assert (issue.state, given.by, given.person) == ("in_work", official, "県 担当")
    edit_issue(
        issue=issue, version=issue.version, values={"state": "settled"}, by=official
    )
    (row,) = matrix(town).rows
    assert (row.open_issues, row.help_given) == (0, 1)
    other = places.municipality("01207")
    with pytest.raises(RuleBroken, match="この市町村のものではありません"):
        give_help(municipality=other, issue=issue, **values, by=official)


def test_a_health_centre_writes_about_its_own_area_alone(town: Municipality) -> None:
    near = people.clerk(places.health_centre([town]))
    assert done(town, near, A=OWN) == 1
    for who in (
        people.clerk(places.health_centre([places.municipality("01207")])),
        people.official("15"),
        people.committee_member(),
        people.administrator(),
    ):
        with pytest.raises(NotAllowed):
            done(town, who, A=entrusted())
        with pytest.raises(NotAllowed):
            desk(town, who)
        with pytest.raises(NotAllowed):
            report_issue(municipality=town, raised_on=DAY, text="課題", by=who)


def test_the_matrix_is_cut_to_a_zone_and_a_state(
    town: Municipality, official: User, client: Client
) -> None:
    done(town, official, A=OWN, O=entrusted())
    desk(town, official)
    client.force_login(official)

    def shown(**query: object) -> list[str]:
        page = client.get(reverse("programs:initiatives"), {"year": YEAR, **query})
        return [one["row"].municipality.name for one in page.context["rows"]]

    zone = town.zone_memberships.get().zone_id
    assert shown() == ["試験市", "離れた市"]
    assert shown(zone=zone) == ["試験市"]
    assert shown(state="entrusts") == ["試験市"]
    assert shown(state="unknown") == shown(state="no_desk") == ["離れた市"]
    assert shown(state="undone") == shown(state="issues") == []


def test_help_is_corrected_and_the_second_of_two_edits_is_noticed(
    town: Municipality, official: User, client: Client
) -> None:
    given = give_help(
        municipality=town,
        kind=HelpKind.DATA,
        on=DAY,
        person="担当",
        text="書き間違い",
        by=official,
    )
    client.force_login(official)
    address = reverse("programs:help-edit", args=[given.pk])
    typed = {
        "version": "1",
        "kind": "data",
        "on": "R7.11.20",
        "person": "担当",
        "text": "地図を渡した",
    }
    assert "書き間違い" in client.get(address).content.decode()
    assert client.post(address, typed).status_code == 302
    given.refresh_from_db()
    assert (given.text, given.version) == ("地図を渡した", 2)
    late = client.post(address, typed | {"text": "別の人"})
    assert late.status_code == 409
    assert "地図を渡した" in late.content.decode()
