"""What leaves the office: small counts hidden, whichever table is taken."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from indicators.kinds import AreaKind
from indicators.public import HIDDEN
from tests.factories import indicators, people, places
from tests.factories.facilities import LISTED_ON
from zones.models import HomeCareZone, PlanVersion, ZoneMembership

COUNTS = {"01100": 50, "01217": 4, "01207": 30, "01633": 40}


@pytest.fixture
def patients(corner):
    one = indicators.indicator(corner.version, "ZP91", level="process")
    for code, number in COUNTS.items():
        indicators.value(one, number, kind=AreaKind.MUNICIPALITY, code=code)
    for code, number in (("Z01", 54), ("Z02", 70)):
        indicators.value(one, number, kind=AreaKind.ZONE, code=code)
    indicators.value(one, 124)
    return one


def exported(one, by, **more):
    client = Client()
    client.force_login(people.official())
    query = {"by": by, "format": "csv", "on": LISTED_ON.isoformat(), **more}
    response = client.get(reverse("indicators:detail", args=[one.pk]), query)
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def values(rows):
    return {row[1]: row[2] for row in rows[1:]}


def test_the_office_sees_every_count(patients):
    assert values(exported(patients, "municipality"))["01217"] == "4"


def test_the_small_count_and_the_one_that_would_tell_it_are_hidden(patients):
    found = values(exported(patients, "municipality", public=1))

    assert found["01217"] == found["01100"] == HIDDEN
    assert (found["01207"], found["01633"]) == ("30", "40")


def test_all_public_tables_together_do_not_tell_the_small_count(patients):
    towns = values(exported(patients, "municipality", public=1))
    zones = values(exported(patients, "zone", public=1))

    hidden = [code for code in ("01100", "01217") if towns[code] == HIDDEN]
    assert zones["Z01"] == "54"
    assert len(hidden) > 1


def test_an_area_that_is_a_published_zone_is_told_and_one_that_cuts_across_is_not(
    patients, corner
):
    indicators.value(patients, 54, kind=AreaKind.SECONDARY_AREA, code="0104")
    indicators.value(patients, 70, kind=AreaKind.SECONDARY_AREA, code="0119")
    across = places.health_centre([corner.town, corner.bare], code="HC1")
    whole = places.health_centre([corner.obihiro], code="HC2")
    for centre, number in ((across, 44), (whole, 30)):
        indicators.value(
            patients, number, kind=AreaKind.HEALTH_CENTRE, code=centre.code
        )

    areas = values(exported(patients, "secondary_area", public=1))
    assert (areas["0104"], areas["0119"]) == ("54", "70")
    centres = values(exported(patients, "health_centre", public=1))
    assert (centres["HC1"], centres["HC2"]) == (HIDDEN, "30")


def test_an_area_of_a_kind_without_towns_is_not_told_by_the_prefecture(corner):
    one = indicators.indicator(corner.version, "ZP92", level="process")
    for code, number in (("0104", 4), ("0119", 70)):
        indicators.value(one, number, kind=AreaKind.SECONDARY_AREA, code=code)
    indicators.value(one, 74)

    assert values(exported(one, "secondary_area", public=1)) == {
        "0104": HIDDEN,
        "0119": HIDDEN,
    }


def test_asking_for_another_day_does_not_tell_what_zones_of_then_would(
    patients, corner
):
    """The version of 2027 puts the small town with another neighbour, whose count would tell it."""
    towns = (corner.city, corner.town, corner.obihiro, corner.bare)
    city, town, obihiro, bare = towns
    new = PlanVersion.objects.create(
        plan=corner.version.plan,
        number=2,
        name="中間見直し",
        effective_from=date(2027, 4, 1),
    )
    for code, members in (("N1", [town, bare]), ("N2", [city, obihiro])):
        zone = HomeCareZone.objects.create(
            plan=new.plan, code=code, name=f"新{code}圏域"
        )
        for one in members:
            ZoneMembership.objects.create(version=new, zone=zone, municipality=one)
        number = sum(COUNTS[one.pk] for one in members)
        indicators.value(patients, number, kind=AreaKind.ZONE, code=code)

    now = values(exported(patients, "municipality", public=1))
    then = values(exported(patients, "municipality", public=1, on="2027-10-01"))
    assert now == then
    zones = values(exported(patients, "zone", public=1, on="2027-10-01"))
    assert set(zones.values()) == {HIDDEN}


def test_numerators_and_grades_stay_in_the_office(patients):
    heads = exported(patients, "municipality", public=1)[0]

    assert heads == ["地域", "コード", "R6年度（人）"]


def test_counts_of_institutions_are_public(corner):
    beds = indicators.indicator(corner.version, "ZS91", level="structure", unit="施設")
    indicators.value(beds, 2, kind=AreaKind.MUNICIPALITY, code="01217")

    assert values(exported(beds, "municipality", public=1))["01217"] == "2"
