"""The start page of each role: what to do today, how things stand, and at what cost."""

from datetime import date, timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from facilities.actions import close_facility
from portal.start import start_page
from portal.start.zone_map import Spot, zone_map
from reports.kinds import EditionStatus
from tests.factories import designations, facilities, people, places, reports, uploads

pytestmark = pytest.mark.django_db
TODAY = date(2025, 11, 20)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    caches["machine"].clear()


def plan(**zones: int):
    """Zones of one municipality each, with so many people of 75 and more."""
    made = {}
    for at, (name, people_) in enumerate(zones.items(), 1):
        town = places.municipality(
            f"0160{at}", f"{name}町", longitude=141.0 + at, latitude=43.0
        )
        places.population(town, people_)
        made[name] = [town]
    return places.plan(made)


def titles(user: User, today: date = TODAY) -> dict[str, int]:
    return {item["title"]: item["count"] for item in start_page(user, today).todo}


def figure(user: User, label: str) -> dict:
    return next(f for f in start_page(user, TODAY).figures if f["label"] == label)


def html(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/").content.decode()


# --- What to do ---------------------------------------------------------------------------
def test_official_is_told_of_cases_that_others_laid_before_the_prefecture():
    plan(十勝=1000)
    other, me = people.official(), people.official()
    designations.in_review([places.zone("十勝")], by=other)
    assert titles(me)["指定の承認を待っています"] == 1
    assert "指定の承認を待っています" not in titles(other)


def test_official_is_told_of_drafts_but_not_of_published_reports():
    me = people.official()
    reports.edition(status=EditionStatus.DRAFT)
    reports.edition()
    assert titles(me)["公表していない報告書"] == 1


def test_upload_that_waits_is_told_to_those_who_may_see_it():
    here, there = places.municipality("01101"), places.municipality("01207")
    centre, other = places.health_centre([here]), places.health_centre([there])
    uploads.bare(centre)
    assert titles(people.clerk(centre))["取込の確認を待っています"] == 1
    assert titles(people.clerk(other)) == {}
    assert titles(people.official())["取込の確認を待っています"] == 1


def test_upload_with_facilities_to_match_leads_to_them():
    centre = places.health_centre([places.municipality("01101")])
    upload = uploads.bare(centre)
    upload.counts = {"ambiguous": 7}
    upload.save(update_fields=["counts"])
    [item] = start_page(people.clerk(centre), TODAY).todo
    assert (item["count"], item["title"]) == (7, "名簿との照合で確認が必要")
    assert item["url"] == f"/imports/{upload.pk}/preview/?tab=ambiguous"


def test_names_with_private_use_characters_are_to_be_mended_until_corrected():
    me = people.official()
    facilities.facility(name="\ue000木診療所")
    facilities.facility(name="\ue001木診療所", corrected_name="榊木診療所")
    facilities.facility(name="高木診療所")
    assert titles(me)["表示できない文字（外字）のある医療機関"] == 1


def test_facility_without_a_municipality_is_to_be_mended_while_open():
    where = places.municipality("01101")
    facilities.facility(where, municipality=None)
    facilities.facility(where, municipality=None, closed_on=TODAY - timedelta(days=1))
    assert titles(people.official())["市区町村が分からない医療機関"] == 1


def test_what_to_mend_opens_exactly_the_facilities_counted():
    me = people.official()
    facilities.facility(name="\ue000木診療所")
    facilities.facility(name="高木診療所")
    client = Client()
    client.force_login(me)
    page = client.get("/facilities/?mend=characters").content.decode()
    assert "〓木診療所" in page
    assert "高木診療所" not in page


def test_clerk_is_told_of_facilities_that_nobody_saw_for_a_year():
    here = places.municipality("01101")
    clerk = people.clerk(places.health_centre([here]))
    year_ago, lately = TODAY - timedelta(days=400), TODAY - timedelta(days=30)
    facilities.facility(here, last_seen_on=year_ago)
    facilities.facility(here, last_seen_on=year_ago, last_confirmed_on=lately)
    facilities.facility(here, last_seen_on=lately)
    assert titles(clerk)["1年より長く確かめていない医療機関"] == 1


def test_official_is_told_of_health_centres_with_an_old_list():
    here, there = places.municipality("01101"), places.municipality("01207")
    places.health_centre([here])
    late = places.health_centre([there])
    facilities.official_list(
        as_of=TODAY - timedelta(days=200), municipalities=["01207"]
    )
    facilities.official_list(as_of=TODAY - timedelta(days=20), municipalities=["01101"])
    [item] = start_page(people.official(), TODAY).todo
    assert item["title"] == "名簿が半年より古い保健所"
    assert item["note"].startswith(late.name)


def test_new_list_of_the_whole_prefecture_makes_every_health_centre_up_to_date():
    places.health_centre([places.municipality("01101")])
    facilities.official_list(as_of=TODAY - timedelta(days=20))
    assert titles(people.official()) == {}


# --- How things stand ---------------------------------------------------------------------
def test_zones_are_counted_by_what_is_designated_with_their_people():
    plan(十勝=3000, 北見=1000)
    designations.entered(places.zone("十勝"))
    designations.entered(places.zone("十勝"), kind="active")
    me = people.official()
    assert figure(me, "拠点と積極的役割の両方がある圏域")["value"] == 1
    assert figure(me, "75歳以上人口のカバー率")["value"] == "75.0"
    states = {
        s["label"]: (s["count"], s["names"]) for s in start_page(me, TODAY).board.states
    }
    assert states["拠点・積極的役割とも"] == (1, "十勝")
    assert states["未着手"] == (1, "北見")


def test_figures_of_an_earlier_day_are_those_of_that_day():
    plan(十勝=3000)
    designations.entered(places.zone("十勝"), effective_from=date(2025, 10, 1))
    page = start_page(people.official(), TODAY, date(2025, 9, 30))
    assert page.board.rows[0]["hub"] == {}
    assert start_page(people.official(), TODAY).board.rows[0]["hub"]["text"] == "指定"


def test_where_no_list_reaches_the_page_says_so_and_counts_nothing():
    plan(十勝=3000)
    me = people.official()
    assert figure(me, "在支診・在支病")["value"] == "名簿なし"
    facilities.official_list()
    caches["machine"].clear()
    assert figure(me, "在支診・在支病")["value"] == 0


def test_map_has_every_zone_as_a_link_and_says_that_it_is_schematic():
    plan(十勝=3000, 北見=1000)
    drawing = start_page(people.official(), TODAY).board.drawing
    for name in ("十勝", "北見"):
        assert f"/zones/{places.zone(name).pk}/" in drawing
    assert "模式図" in drawing
    assert "style=" not in drawing


def test_map_is_drawn_anew_when_a_zone_changes():
    def drawn(state: str) -> str:
        spot = Spot("Z1", "十勝", state, "/zones/1/", ("01207",))
        return zone_map((spot,), {"01207": (143.0, 42.9)}, "01", "").svg

    assert drawn("none") == drawn("none")
    assert drawn("none") != drawn("both")


def test_what_was_counted_is_counted_anew_after_a_write():
    plan(十勝=3000)
    me = people.official()
    facility = facilities.facility(name="\ue000木診療所")
    assert "表示できない文字（外字）のある医療機関" in titles(me)
    close_facility(
        facility=facility,
        version=facility.version,
        on=TODAY - timedelta(days=1),
        reason="廃業",
        by=me,
    )
    assert "表示できない文字（外字）のある医療機関" not in titles(me)


def test_page_of_one_region_is_not_shown_to_another():
    plan(十勝=3000, 北見=1000)
    here = places.health_centre([places.municipality("01601")])
    there = places.health_centre([places.municipality("01602")])
    pages = [start_page(people.clerk(c), TODAY) for c in (here, there)]
    assert [[row["name"] for row in page.board.rows] for page in pages] == [
        ["十勝"],
        ["北見"],
    ]


# --- The next meeting and what changed ----------------------------------------------------
def test_next_meeting_is_the_nearest_that_a_report_was_made_for():
    for days, name in ((40, "第3回"), (27, "第2回"), (-10, "第1回")):
        reports.edition(
            status=EditionStatus.DRAFT,
            meeting_name=name,
            meeting_on=TODAY + timedelta(days=days),
        )
    meeting = start_page(people.official(), TODAY).meeting
    assert (meeting["name"], meeting["left"]) == ("第2回", "あと27日")


def test_without_a_coming_meeting_the_page_says_where_its_day_is_entered():
    assert start_page(people.official(), TODAY).meeting is None
    assert "予定はまだありません" in html(people.official())


def test_changes_begin_at_the_last_meeting():
    plan(十勝=3000, 北見=1000)
    reports.edition(meeting_name="第1回", meeting_on=date(2025, 10, 31))
    designations.entered(places.zone("十勝"))
    page = start_page(people.official(), TODAY)
    assert page.changes_heading == "前回の会議からの変更"
    assert any("十勝の拠点の既決の指定を登録" in c["text"] for c in page.changes)


# --- Cost ---------------------------------------------------------------------------------
def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/").status_code == 200
    return len(seen)


def test_queries_do_not_grow_with_zones_facilities_or_acts():
    plan(十勝=3000)
    me = people.official()
    designations.entered(places.zone("十勝"))
    client = Client()
    client.force_login(me)
    caches["machine"].clear()
    few = queries(client)
    towns = [places.municipality(f"0170{at}", f"町{at}") for at in range(9)]
    version = places.zone("十勝").plan.versions.get()
    for town in towns:
        zone = version.plan.zones.create(code=town.pk, name=f"{town.name}圏")
        version.memberships.create(zone=zone, municipality=town)
        designations.entered(zone)
    facilities.many_facilities(300, towns)
    caches["machine"].clear()
    assert queries(client) <= few


def test_page_that_was_gathered_before_costs_at_most_25_queries():
    plan(十勝=3000)
    designations.entered(places.zone("十勝"))
    client = Client()
    client.force_login(people.official())
    queries(client)
    assert queries(client) <= 25
