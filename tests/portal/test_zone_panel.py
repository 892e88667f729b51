"""The last half-year on the page of a zone."""

from datetime import date

import pytest
from django.test import Client

from tests.factories import designations, facilities, people, places

pytestmark = pytest.mark.django_db
DAY = "2025-11-30"


def page(user, zone):
    client = Client()
    client.force_login(user)
    return client.get(f"/zones/{zone.pk}/part/work/?on={DAY}").content.decode()


def test_zone_page_tells_decisions_filings_and_closures_of_that_zone_only():
    here, there = places.municipality("01207"), places.municipality("01208")
    places.plan({"十勝": [here], "北見": [there]})
    designations.entered(places.zone("十勝"), designations.association("十勝の会"))
    designations.entered(places.zone("北見"), designations.association("北見の会"))
    clinic = facilities.facility(here, name="新しい診療所")
    facilities.filing(clinic, "支援診1", starts_on=date(2025, 9, 1))
    old = facilities.facility(here, name="古い診療所")
    facilities.filing(old, "支援診3", starts_on=date(2020, 9, 1))
    facilities.facility(there, name="よその診療所", closed_on=date(2025, 11, 1))
    shown = page(people.official(), places.zone("十勝"))
    assert "十勝の拠点の既決の指定を登録（十勝の会）" in shown
    assert "新しい診療所　支援診１の届出" in shown
    for absent in ("北見の会", "古い診療所　支援診", "よその診療所"):
        assert absent not in shown


def test_zone_page_says_when_nothing_changed():
    places.plan({"十勝": [places.municipality("01207")]})
    shown = page(people.official(), places.zone("十勝"))
    assert "この半年に、指定・届出・廃止の変更はありません" in shown
