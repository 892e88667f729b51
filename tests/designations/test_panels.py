"""What designations say on the pages of zones and in the registry, on the day asked for."""

import pytest

from designations.kinds import Kind
from tests.factories import designations, facilities, people, places

pytestmark = pytest.mark.django_db
BEFORE, IN_FORCE = {"on": "2025-09-30"}, {"on": "2025-11-20"}


@pytest.fixture
def zone():
    return designations.zone("十勝")


@pytest.fixture
def clinic(zone):
    town = zone.memberships.order_by("municipality").first().municipality
    return facilities.facility(town, name="青葉クリニック")


@pytest.fixture
def designated(zone, clinic):
    """An active institution in force from 2025-10-01."""
    operator = designations.institution(clinic)
    return designations.entered(zone, operator, kind=Kind.ACTIVE)


@pytest.fixture
def official(client, zone):
    user = people.official()
    client.force_login(user)
    return user


def test_list_of_facilities_marks_who_is_designated(client, official, designated):
    now = client.get("/facilities/", IN_FORCE).context["rows"]
    assert [row.marks["designation"] for row in now] == [["active"]]
    past = client.get("/facilities/", BEFORE).context["rows"]
    assert [row.marks["designation"] for row in past] == [[]]


def test_list_of_facilities_is_narrowed_by_designation(
    client, official, designated, clinic
):
    facilities.facility(clinic.municipality, name="ほかの診療所")
    found = client.get("/facilities/", {**IN_FORCE, "designation": "active"})
    assert [row.facility for row in found.context["rows"]] == [clinic]
    none = client.get("/facilities/", {**BEFORE, "designation": "active"})
    assert none.context["rows"] == []
    assert "積極的役割" in found.content.decode()


def test_page_of_a_facility_shows_its_designation(client, official, designated, clinic):
    page = client.get(clinic.get_absolute_url(), IN_FORCE).content.decode()
    assert designated.get_absolute_url() in page
    assert "指定中" in page
    before = client.get(clinic.get_absolute_url(), BEFORE).content.decode()
    assert "指定済み（効力前）" in before


def test_page_of_a_zone_names_what_is_in_force_and_what_is_missing(
    client, official, designated, zone
):
    page = client.get(zone.get_absolute_url(), IN_FORCE).content.decode()
    assert "青葉クリニック" in page
    assert "拠点がありません" in page
    assert "積極的役割がありません" not in page
    before = client.get(zone.get_absolute_url(), BEFORE).content.decode()
    assert "積極的役割がありません" in before


def test_list_of_zones_counts_designations(client, official, designated):
    (board,) = client.get("/zones/", IN_FORCE).context["boards"]
    cells = {name: cell for name, _, cell in board["rows"][0]["cells"]}
    assert cells["積極的役割"].value == 1
    assert cells["拠点"].badge == {"text": "なし", "tone": "warn"}


def test_another_prefectures_designation_is_not_shown(client, designated):
    places.municipality("15201", prefecture_code="15")
    client.force_login(people.official("15"))
    assert client.get("/facilities/", IN_FORCE).context["rows"] == []
