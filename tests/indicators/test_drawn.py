"""Drawings are kept by what they show: the same data are drawn once, and changed data never old."""

from dataclasses import dataclass, replace

import pytest
from django.core.cache import caches
from django.urls import reverse

from indicators.drawn import drawn
from indicators.presenters import maps
from indicators.presenters.map_drawing import Spot, Wanted
from tests.factories import designations, facilities, people
from tests.factories.facilities import LISTED_ON
from zones.models import Municipality

WANTED = Wanted(
    prefecture="01",
    title="試験の地図",
    heading="試験",
    unit="か所",
    area="圏域",
    spots=(Spot("Z01", "札幌", 2.0, "/zones/1/", ("01100",)),),
    stamp="borders",
    source="名簿",
    note="",
    bounds=(1.0, 5.0),
    offices=(("01100", 141.3, 43.0),),
)
CHANGED = {
    "a value": {"spots": (replace(WANTED.spots[0], value=3.0),)},
    "a name": {"spots": (replace(WANTED.spots[0], name="道央"),)},
    "a link": {"spots": (replace(WANTED.spots[0], href="/zones/2/"),)},
    "the members of a zone": {"spots": (replace(WANTED.spots[0], members=("01217",)),)},
    "a designation": {"designated": (("Z01", "hub", 1),)},
    "the classes": {"bounds": (2.0, 5.0)},
    "the borders": {"stamp": "other borders"},
    "an office": {"offices": (("01100", 141.4, 43.0),)},
    "words": {"note": "注"},
}


@dataclass
class Pen:
    """Draws nothing, and counts how often it was asked to."""

    used: int = 0

    def drawing(self, *parts: object, **options: object) -> str:
        def draw(*parts: object, **options: object) -> str:
            self.used += 1
            return f"<svg>{self.used}</svg>"

        return drawn(draw, *parts, **options)


@pytest.fixture
def pen():
    caches["machine"].clear()
    yield Pen()
    caches["machine"].clear()


def test_the_same_data_are_drawn_once(pen):
    assert pen.drawing(WANTED) == pen.drawing(replace(WANTED))
    assert pen.used == 1


@pytest.mark.parametrize("changed", CHANGED)
def test_changed_data_are_drawn_anew(pen, changed):
    pen.drawing(WANTED)
    pen.drawing(replace(WANTED, **CHANGED[changed]))
    assert pen.used == 2


def test_another_size_is_another_drawing(pen):
    assert pen.drawing(WANTED, width=340) != pen.drawing(WANTED, width=620)
    assert pen.drawing(WANTED, width=340) == "<svg>1</svg>"


@pytest.fixture
def asked_of_map(monkeypatch, corner):
    """What the map's page asks to be drawn, request by request."""
    asked: list[Wanted] = []
    Municipality.objects.update(latitude=43.0, longitude=141.0)

    def remember(draw: object, wanted: Wanted) -> None:
        asked.append(wanted)

    monkeypatch.setattr(maps, "drawn", remember)
    return asked


def test_the_page_asks_anew_after_a_change_of_the_registry(
    client, corner, asked_of_map
):
    client.force_login(people.official())
    page = reverse("indicators:map")

    def look() -> Wanted:
        assert client.get(page, {"on": LISTED_ON}).status_code == 200
        return asked_of_map[-1]

    first = look()
    assert look() == first

    facilities.filing(facilities.facility(corner.bare), "支援診3")
    counted = look()
    assert counted != first

    body = designations.institution(municipality=corner.town)
    designations.entered(corner.version.plan.zones.get(name="札幌"), body, "active")
    designated = look()
    assert designated != counted

    Municipality.objects.filter(pk=corner.town.pk).update(latitude=43.5)
    assert look() != designated
