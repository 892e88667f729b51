"""Areas are sets of municipalities: wards stand in their city, people are counted once."""

from datetime import date

from indicators.areas import areas_of, places_on
from indicators.kinds import AreaKind
from indicators.picture import Picture
from tests.factories import places
from tests.factories.facilities import LISTED_ON


def by_name(kind, day=LISTED_ON):
    return {area.name: area for area in areas_of(kind, places_on(day, "01"))}


def test_a_ward_is_counted_in_its_city(corner):
    towns = by_name(AreaKind.MUNICIPALITY)

    assert "試験区" not in towns
    assert towns["試験政令市"].codes == {"01100", "01101"}
    assert towns["試験政令市"].people.over75 == 2000


def test_a_zone_adds_up_its_municipalities_without_wards(corner):
    zone = by_name(AreaKind.ZONE)["札幌"]

    assert zone.members == ("01100", "01217")
    assert zone.codes == {"01100", "01101", "01217"}
    assert zone.people.over75 == 2500


def test_a_zone_with_an_uncounted_municipality_has_no_count_of_people(corner):
    corner.bare.populations.all().delete()

    assert by_name(AreaKind.ZONE)["十勝"].people.over75 is None


def test_secondary_areas_and_the_prefecture_are_there_too(corner):
    assert set(by_name(AreaKind.SECONDARY_AREA)) == {"札幌", "十勝"}
    assert by_name(AreaKind.PREFECTURE)["北海道"].people.over75 == 3000


def test_a_health_centre_covers_the_wards_of_its_cities(corner):
    places.health_centre([corner.city], code="HC1")

    (centre,) = areas_of(AreaKind.HEALTH_CENTRE, places_on(LISTED_ON, "01"))
    assert centre.codes == {"01100", "01101"}


def test_zones_of_a_past_day_are_those_of_that_day(corner):
    moved = {"札幌": [corner.city], "十勝": [corner.town, corner.obihiro, corner.bare]}
    places.version(corner.version.plan, moved, effective_from=date(2027, 4, 1))

    assert by_name(AreaKind.ZONE)["札幌"].members == ("01100", "01217")
    assert by_name(AreaKind.ZONE, date(2027, 4, 1))["札幌"].members == ("01100",)


def test_a_draft_of_zones_is_seen_beside_those_in_force(corner):
    moved = {"札幌": [corner.city], "十勝": [corner.town, corner.obihiro, corner.bare]}
    draft = places.version(corner.version.plan, moved, effective_from=None)

    drafted = Picture(LISTED_ON, "01", version=draft).areas(AreaKind.ZONE)
    assert {one.name: len(one.members) for one in drafted} == {"札幌": 1, "十勝": 3}
    assert len(by_name(AreaKind.ZONE)["札幌"].members) == 2


def test_the_register_of_the_day_counts_and_else_the_first(corner):
    places.population(corner.town, 900, year=2027)

    assert by_name(AreaKind.MUNICIPALITY)["試験町"].people.over75 == 500
    later = by_name(AreaKind.MUNICIPALITY, date(2027, 6, 1))["試験町"]
    assert (later.people.over75, later.people.year) == (900, 2027)
    assert (
        by_name(AreaKind.MUNICIPALITY, date(2020, 6, 1))["試験町"].people.year == 2025
    )
