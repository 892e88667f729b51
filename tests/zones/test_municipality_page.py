"""The page of a municipality: what is counted in it, what reaches it, and how little it asks."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from designations.actions import ZonePart
from tests.factories import designations, facilities, people, places, programs

pytestmark = pytest.mark.django_db
DAY = "2025-11-20"
ON = {"on": DAY}


@pytest.fixture
def towns():
    return [
        places.municipality(code, name, latitude=42.9 + at, longitude=143.2)
        for at, (code, name) in enumerate([("01207", "帯広市"), ("01639", "更別村")])
    ]


@pytest.fixture
def zone(towns):
    places.plan({"十勝": towns})
    return places.zone("十勝")


@pytest.fixture
def official(client, zone):
    user = people.official()
    client.force_login(user)
    return user


def part(client, town, name):
    address = f"{town.get_absolute_url()}part/{name}/"
    return client.get(address, ON).content.decode()


def test_it_counts_what_lies_in_it(client, official, towns):
    facilities.official_list()
    for town, how_many in zip(towns, (2, 1), strict=True):
        for _ in range(how_many):
            facilities.filing(facilities.facility(town), "支援診1")
    context = client.get(towns[0].get_absolute_url(), ON).context
    figures = {item["label"]: item for item in context["figures"]}
    assert figures["在支診"]["value"] == 2
    opened = client.get(figures["在支診"]["url"]).context["rows"]
    assert {row.facility.municipality_id for row in opened} == {"01207"}


def test_a_city_counts_its_wards(client, official):
    city = places.municipality("01100", "札幌市")
    ward = places.municipality("01101", "中央区", parent=city)
    facilities.official_list()
    facilities.filing(facilities.facility(ward), "支援診1")
    page = client.get(city.get_absolute_url(), ON)
    figures = {item["label"]: item["value"] for item in page.context["figures"]}
    assert figures["在支診"] == 1
    assert "区：中央区" in page.content.decode()
    assert "どの在宅医療圏にも入っていません" in page.content.decode()


def test_it_names_the_acts_that_reach_it(client, official, towns, zone):
    designations.entered(zone, designations.association("全域の会"))
    other = facilities.facility(places.municipality("01700"), name="隣の医院")
    clinic = designations.institution(other)
    designations.entered([ZonePart(zone, (towns[1],))], clinic, kind="active")
    pages = [client.get(town.get_absolute_url(), ON).content.decode() for town in towns]
    assert ["全域の会" in page for page in pages] == [True, True]
    assert ["隣の医院" in page for page in pages] == [False, True]


def test_it_shows_the_work_of_the_last_year_that_has_any(client, official, towns, zone):
    programs.activity(
        zone=zone, municipality=towns[0], name="帯広の研修", fiscal_year=2024
    )
    shown = part(client, towns[0], "work")
    assert "R6年度の取組" in shown
    assert "帯広の研修" in shown
    assert "帯広の研修" not in part(client, towns[1], "work")


def test_it_tells_what_changed_in_it(client, official, towns):
    for town, name in zip(towns, ("帯広の診療所", "更別の診療所"), strict=True):
        facilities.facility(town, name=name, closed_on=date(2025, 11, 1))
    shown = part(client, towns[0], "work")
    assert "帯広の診療所を廃止" in shown
    assert "更別の診療所" not in shown


def test_its_map_marks_it_among_its_neighbours(client, official, towns):
    shown = part(client, towns[0], "outlook")
    assert "更別村" in shown
    assert "訪問診療の需要と能力" in shown
    assert client.get(f"{towns[0].get_absolute_url()}part/nothing/").status_code == 404


def test_it_asks_the_same_whatever_its_size(client, official, towns):
    facilities.official_list()
    facilities.many_facilities(3, towns)
    few = queries(client, towns[0])
    facilities.many_facilities(300, towns)
    assert queries(client, towns[0]) == few
    assert few <= 25


def queries(client, town):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(town.get_absolute_url(), ON).status_code == 200
    return len(asked)
