"""Who does what for a zone, from the data, on a page of its own and on the zone's page."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from designations.kinds import Kind
from programs.kinds import HandledBy, Implementer, MunicipalItem
from programs.layers import duties, layers_on
from programs.models import (
    CooperatingDoctor,
    DischargeRule,
    DutyMonth,
    HubSite2012,
    MunicipalInitiative,
)
from tests.factories import designations, facilities, people, places, schedules
from tests.factories import programs as make
from tests.fixture_rows import rows
from tests.programs.sheets import below, rows_of
from zones.models import HomeCareZone

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 20)
ASKED = {"year": 2025, "on": DAY.isoformat()}


@pytest.fixture
def zone(official: User) -> HomeCareZone:
    """Two zones; the first has a hub, an active institution, rules and a health centre."""
    area = places.secondary_area("0104", "札幌")
    own = places.municipality("01101", "試験市", area=area)
    away = places.municipality("01207", "離れた市")
    made = places.plan({"東": [own], "西": [away]}).plan.zones.order_by("code").first()
    hub = designations.association("試験医師会")
    designations.entered(made, hub, by=official)
    clinic = designations.institution(facilities.facility(own, name="試験医院"))
    designations.entered(made, clinic, Kind.ACTIVE, by=official)
    centre = places.health_centre([own], code="HC01")
    DischargeRule.objects.create(
        zone=made, state="agreed", name="試験ルール", agreed_on=date(2025, 4, 1)
    )
    make.activity(operator=hub, zone=made, sessions=97, participants=982)
    make.activity(health_centre=centre, sessions=5)
    make.measure(implementers=[Implementer.HEAD_OFFICE])
    for item in (MunicipalItem.A, MunicipalItem.O):
        MunicipalInitiative.objects.create(
            municipality=own, fiscal_year=2025, item=item, handled_by=HandledBy.OWN
        )
    return made


def page_of(client: Client, zone: HomeCareZone, user: Any) -> str:
    client.force_login(user)
    address = reverse("programs:layers-zone", args=[zone.pk])
    return client.get(address, ASKED).content.decode()


def test_each_layer_names_its_actors_and_what_they_did(
    zone: HomeCareZone, official: User, client: Client
) -> None:
    page = page_of(client, zone, official)
    places_of = [
        page.index(words)
        for words in (
            "在宅医療推進支援センター",
            "HC01保健所",
            "試験医師会",
            "試験市</a>",
        )
    ]
    assert places_of == sorted(places_of)
    for words in (
        "二次医療圏　札幌",
        "1件　97回、延べ982人",
        "1件　5回",
        "試験医院",
        "試験ルール",
        "2／8項目",
    ):
        assert words in page


def test_what_is_missing_is_said(
    zone: HomeCareZone, official: User, client: Client
) -> None:
    (line,) = layers_on([places.zone("西")], "01", 2025, DAY)
    assert (line.hubs, line.actives, line.rule, line.with_items) == ((), (), None, 0)
    page = page_of(client, places.zone("西"), official)
    assert page.count("なし") >= 4
    found = below(rows_of(client, "programs:layers", **ASKED), "圏域コード")
    assert [(row[1], row[4], row[5], row[6], row[8]) for row in found] == [
        ("東", "試験医師会", "試験医院", "策定済み", 1),
        ("西", "なし", "なし", "なし", 0),
    ]


def test_a_clerk_sees_the_zones_of_the_own_area(
    zone: HomeCareZone, client: Client
) -> None:
    clerk = people.clerk(places.health_centre([places.municipality("01207")]))
    client.force_login(clerk)
    found = below(rows_of(client, "programs:layers", **ASKED), "圏域コード")
    assert [row[1] for row in found] == ["西"]
    address = reverse("programs:layers-zone", args=[zone.pk])
    assert client.get(address).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_zones(
    zone: HomeCareZone, official: User
) -> None:
    def queries(zones: list[HomeCareZone]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            layers_on(zones, "01", 2025, DAY)
        return len(caught)

    assert queries([zone, places.zone("西")]) <= queries([zone]) + 1


def test_the_duties_of_the_papers_stand_by_actor() -> None:
    make.seeds()
    said = duties("北海道")
    wanted = [
        r["role_code"]
        for r in rows("roles")
        if r["actor"] == "連携の拠点"
        and r["scope"] in ("北海道", "国")
        and r["period"] in ("これから", "共通")
        and r["duty_type"] in ("duty", "relation", "condition")
    ]
    assert [one.code for one in said["連携の拠点"]] == wanted
    assert "本庁" not in duties("新潟県")


def test_the_page_of_the_papers_marks_its_doubts(client: Client) -> None:
    make.seeds()
    client.force_login(people.official())
    page = client.get(reverse("programs:layers"), ASKED).content.decode()
    assert "市町村事業の継続と、拠点への参画" in page
    assert "2層構造の内訳が資料に書かれておらず" in page


def test_the_zone_page_shows_rules_schedule_cases_and_who_does_what(
    zone: HomeCareZone, official: User, client: Client
) -> None:
    schedules.milestone(zone=zone, title="遅れた予定", due_on=date(2025, 11, 1))
    schedules.case(zone=zone, title="この圏域の取組", released=True)
    HubSite2012.objects.create(
        prefecture=places.prefecture(),
        municipality_code="01101",
        municipality="試験市",
        sites=2,
    )
    client.force_login(official)
    on = {"on": DAY.isoformat()}
    page = client.get(zone.get_absolute_url(), on).content.decode()
    page += client.get(
        reverse("zones:part", args=[zone.pk, "work"]), on
    ).content.decode()
    for words in (
        "HC01保健所",
        "試験ルール",
        "遅れた予定",
        "期限超過",
        "この圏域の取組",
    ):
        assert words in page


def test_the_zone_page_counts_doctors_without_their_names(
    zone: HomeCareZone, client: Client
) -> None:
    clerk = people.clerk(places.health_centre([places.municipality("01101")]))
    centre = clerk.regions.get().health_centre
    doctor = schedules.doctor(centre, name="試験 花子")
    DutyMonth.objects.create(doctor=doctor, month=date(2025, 11, 1), days=[20])
    assert CooperatingDoctor.objects.count() == 1
    address = reverse("zones:part", args=[zone.pk, "work"])
    client.force_login(clerk)
    page = client.get(address, {"on": DAY.isoformat()}).content.decode()
    assert "この日に対応できる協力医" in page
    assert "試験 花子" not in page
    neighbour = places.health_centre([places.municipality("01101")])
    client.force_login(people.clerk(neighbour))
    page = client.get(address, {"on": DAY.isoformat()}).content.decode()
    assert "この日に対応できる協力医" not in page
