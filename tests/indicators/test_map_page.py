"""The page of the map: its classes, the bodies it marks, and those it cannot."""

import re
from html import unescape

import pytest
from django.urls import reverse

from designations.kinds import Kind
from tests.factories import designations, facilities, people, places
from tests.factories.facilities import LISTED_ON

ON = {"on": LISTED_ON.isoformat()}


@pytest.fixture
def official(client, corner):
    for where in (corner.city, corner.obihiro):
        places.put_on_the_map(where)
    client.force_login(people.official())
    return client


def look(official, **asked):
    page = official.get(reverse("indicators:map"), {**ON, **asked})
    assert page.status_code == 200
    return page


def words(page):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def test_map_classes_that_do_not_rise_are_refused_in_words(official):
    assert "区切りは小さい順に" in words(look(official, bounds="5,1"))


def test_the_map_of_designations_colours_zones_by_what_is_in_force(official, corner):
    zone = corner.version.plan.zones.get(name="札幌")
    designations.entered(zone, effective_from=LISTED_ON)
    (sheet,) = look(official, figure="designation").context["sheets"]
    assert [row[1:3] for row in sheet.rows] == [
        ["札幌", "どちらか一方"],
        ["十勝", "どちらもなし"],
    ]


def test_a_map_of_municipalities_marks_a_body_where_it_stands(official, corner):
    zone = corner.version.plan.zones.get(name="十勝")
    hub = designations.association(municipality=corner.obihiro)
    designations.entered(zone, hub, effective_from=LISTED_ON)
    clinic = designations.institution(facilities.facility(corner.obihiro))
    designations.entered(zone, clinic, Kind.ACTIVE, effective_from=LISTED_ON)
    page = look(official, by="municipality")
    (table,) = page.context["sheets"]
    row = next(row for row in table.rows if "試験帯市" in row)
    assert row[-2:] == [1, 1]
    assert "地図に印がない" not in words(page)


def test_a_map_of_municipalities_names_the_bodies_that_it_cannot_mark(official, corner):
    zone = corner.version.plan.zones.get(name="十勝")
    nowhere = designations.association("所在不明医師会")
    act = designations.entered(zone, nowhere, effective_from=LISTED_ON)
    page = look(official, by="municipality")
    assert "地図に印がない指定： 所在不明医師会 （拠点、十勝）" in words(page)
    assert f'href="{act.get_absolute_url()}"' in page.content.decode()
    assert "所在不明医師会" not in words(look(official, by="zone"))
