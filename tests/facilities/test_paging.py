"""Pages of the list of facilities, and the places it offers to who has several prefectures."""

from datetime import date

import pytest
from django.http import QueryDict

from facilities.filters import FacilityFilter
from facilities.models import Facility
from facilities.presenters import facility_rows
from facilities.tables import FacilityTable
from tests.factories import facilities, people, places
from zones.access import ALL_PREFECTURES
from zones.choice import place_choice
from zones.days import asked_day
from zones.models import RegionGrant
from zones.region import Region

pytestmark = pytest.mark.django_db
DAY = date(2025, 11, 20)
URL = "/facilities/"
COLUMNS = FacilityTable.base_columns
SORTS = ["municipality", "-municipality", "kind", "-kind", "zone", "-zone"]
OTHERS = ["name", "-name", "beds", "-beds", "code", "starts", "-confirmed"]


@pytest.fixture
def official():
    """Of two prefectures, with three municipalities in zones and facilities of no known place."""
    user = people.official()
    RegionGrant.objects.create(user=user, prefecture=places.prefecture("15"))
    towns = [places.municipality(code) for code in ("01207", "01631")]
    abroad = places.municipality("15201", prefecture_code="15")
    places.plan({"十勝": towns})
    places.plan({"下越": [abroad]}, prefecture_code="15")
    made = facilities.many_facilities(23, [*towns, abroad])
    for at, one in enumerate(made):
        one.kind = "hospital" if at % 3 else "clinic"
        one.beds, one.beds_state = (at * 7 % 11, "known") if at % 4 else (None, "none")
        one.last_confirmed_on = date(2025, 1, 1 + at % 5) if at % 2 else None
        if at > 19:
            one.municipality = None
    Facility.objects.bulk_update(
        made, ["kind", "beds", "beds_state", "last_confirmed_on", "municipality"]
    )
    return user


@pytest.mark.parametrize("sort", [*SORTS, *OTHERS])
def test_pages_are_the_list_cut_into_pieces(official, sort):
    query = QueryDict(f"sort={sort}")
    table = FacilityTable(
        Facility.objects.visible_to(official),
        day=DAY,
        region=place_choice(official, DAY, query).region,
        shown=set(COLUMNS),
    )
    table.order_by = [sort]
    table.paginate(per_page=5)
    whole = [row.facility.pk for row in facility_rows(table.data.data, day=DAY)]
    pieces = [
        row.facility.pk
        for start in range(0, 25, 5)
        for row in facility_rows(
            table.data.data, keys=table.data.keys(start, start + 5), day=DAY
        )
    ]
    assert len(table.data) == len(whole) == 23
    assert pieces == whole
    assert not table.data.keys(25, 30)


def test_the_usual_order_stands_where_its_column_is_hidden(official):
    table = FacilityTable(
        Facility.objects.visible_to(official), day=DAY, region=Region({}), shown=set()
    )
    table.order_by = ["municipality"]
    table.paginate(per_page=5)
    keys = table.data.keys(20, 25)
    rows = facility_rows(table.data.data, keys=keys, day=DAY)
    assert [row.town for row in rows] == ["不明"] * 3


def test_a_deep_page_passes_over_no_rows(official, django_assert_num_queries):
    table = FacilityTable(
        Facility.objects.visible_to(official),
        day=DAY,
        region=place_choice(official, DAY, QueryDict("")).region,
        shown=set(COLUMNS),
    )
    table.order_by = ["municipality"]
    with django_assert_num_queries(1):
        assert len(table.data) == 23
        deep = table.data.keys(15, 20).query
    # The offset is the one within the place where the page begins.
    assert deep.low_mark < 8


def test_who_has_several_prefectures_names_one_first(client, official):
    client.force_login(official)
    page = client.get(URL).content.decode()
    assert '<option value="15">新潟県</option>' in page
    assert 'name="zone"' not in page
    page = client.get(URL, {"prefecture": "15"}).content.decode()
    assert '<option value="15" selected>新潟県</option>' in page
    assert "下越" in page
    assert "十勝" not in page


def test_a_place_names_its_prefecture(client, official):
    client.force_login(official)
    zone = places.zone("下越")
    for query in ({"zone": zone.pk}, {"municipality": "15201"}):
        response = client.get(URL, query)
        assert '<option value="15" selected>' in response.content.decode()
        assert {r.facility.prefecture_id for r in response.context["rows"]} == {"15"}


def test_places_of_the_last_prefecture_are_left_behind(client, official):
    client.force_login(official)
    query = {"prefecture": "15", "zone": places.zone("十勝").pk, "area": "0101"}
    response = client.get(URL, query)
    assert "読めない条件" not in response.content.decode()
    assert {r.facility.prefecture_id for r in response.context["rows"]} == {"15"}


def test_a_prefecture_beyond_ones_own_finds_nothing(client, official):
    client.force_login(official)
    places.municipality("47201", prefecture_code="47")
    response = client.get(URL, {"prefecture": "47"})
    assert response.context["rows"] == []
    assert "沖縄県" not in response.content.decode()


def test_rows_say_their_zone_before_a_prefecture_is_chosen(client, official):
    client.force_login(official)
    rows = client.get(URL, {"sort": "zone"}).context["rows"]
    assert {row.zone for row in rows} == {"十勝", "下越", ""}


def test_a_ward_is_placed_as_its_city(official):
    city = places.municipality("01100", "札幌市")
    ward = places.municipality("01101", "札幌市中央区", parent=city)
    places.plan({"札幌": [city]}, first_fiscal_year=2023, name="前の計画")
    one = facilities.facility(ward)
    rows = facility_rows(Facility.objects.filter(pk=one.pk), day=DAY)
    assert (rows[0].town, rows[0].zone) == ("札幌市中央区", "札幌")


def test_who_has_all_prefectures_sees_all_and_one_less_does_not():
    user = people.official()
    for code in sorted(ALL_PREFECTURES - {"01"}):
        grant = RegionGrant(user=user, prefecture=places.prefecture(code))
        grant.save()
    town = places.municipality("47201", prefecture_code="47")
    one = facilities.facility(town)
    assert list(Facility.objects.visible_to(user)) == [one]
    grant.delete()
    fresh = type(user).objects.get(pk=user.pk)
    assert not Facility.objects.visible_to(fresh).exists()


def test_filters_take_only_places_that_are_offered(official):
    query = QueryDict("prefecture=15&zone=999999")
    found = FacilityFilter(
        query,
        queryset=Facility.objects.visible_to(official),
        asked=asked_day(query, today=DAY),
        choice=place_choice(official, DAY, query),
    )
    assert found.form.is_valid()
    assert found.active == 1
