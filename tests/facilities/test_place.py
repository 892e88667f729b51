"""Where a facility stands: the map on its page."""

import pytest
from django.urls import reverse

from tests.factories import facilities, people, places


@pytest.fixture
def towns(db):
    towns = [
        places.municipality("01207", "帯広市", longitude=143.2, latitude=42.9),
        places.municipality("01639", "更別村", longitude=143.19, latitude=42.65),
    ]
    places.plan({"十勝": towns})
    return towns


def page_of(client, person, facility):
    client.force_login(person)
    return client.get(facility.get_absolute_url()).content.decode()


def test_page_shows_its_municipality_among_those_of_its_zone(client, towns):
    clinic = facilities.facility(towns[1])
    page = page_of(client, people.official(), clinic)
    assert "濃い色が更別村です。まわりは十勝圏域の市区町村です。" in page
    for town, words in zip(towns, ("同じ圏域", "所在地"), strict=True):
        assert f"<title>{town.name}　{words}</title>" in page
        assert f"{reverse('zones:municipality', args=[town.pk])}?on=" in page


def test_a_clerk_is_led_to_municipalities_of_the_own_area_only(client, towns):
    clinic = facilities.facility(towns[1])
    page = page_of(client, people.clerk(places.health_centre([towns[1]])), clinic)
    assert f'href="{reverse("zones:municipality", args=["01639"])}?on=' in page
    assert f'href="{reverse("zones:municipality", args=["01207"])}' not in page


def test_a_place_in_no_zone_has_no_map(client, towns):
    clinic = facilities.facility(places.municipality("01208", "北見市"))
    assert "濃い色が" not in page_of(client, people.official(), clinic)
