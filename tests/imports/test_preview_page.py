"""The preview of an upload: what would change, counted, shown before and after, and narrowed."""

import pytest
from django.urls import reverse

from facilities.models import Facility
from imports.models import PlannedChange
from imports.presenters.preview import TABS
from tests.factories import designations, places
from tests.factories.uploads import (
    JANUARY,
    applied,
    chuo,
    in_chuo,
    in_obihiro,
    obihiro,
    prepared,
)

pytestmark = pytest.mark.usefixtures("in_region")

NAME, PHONE, BEDS = "医療機関名称", "電話番号", "病床数"


def page(client, upload, query=""):
    response = client.get(reverse("imports:preview", args=[upload.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_preview_shows_fields_before_and_after(browse, official):
    applied(in_chuo(**{PHONE: "011-000-0001", BEDS: "一般　　60"}), by=official)
    changed = {PHONE: "011-000-0002", BEDS: "一般　　48", "受理記号": "支援診２"}
    upload = prepared(in_chuo(**changed), day=JANUARY, by=official)
    text = page(browse, upload)
    for before, after in [
        ("011-000-0001", "011-000-0002"),
        ("60床", "48床"),
        ("支援診３", "支援診２"),
    ]:
        assert f"変更前 </span>{before}</del>" in text
        assert f"変更後 </span>{after}</ins>" in text


def test_the_tabs_count_and_show_each_outcome(browse, official):
    applied(in_chuo(), in_chuo(80002), in_obihiro(), by=official)
    upload = prepared(
        in_chuo(), in_chuo(80002, **{NAME: "新しい名"}), in_chuo(80003, **{NAME: "あおぞら診療所"}), day=JANUARY,
        by=official,
    )  # fmt: skip
    assert {k: v for k, v in upload.counts.items() if v} == {
        "new": 1,
        "changed": 1,
        "unchanged": 1,
        "missing": 1,
    }
    for tab, count in [("new", 1), ("changed", 1), ("unchanged", 1), ("missing", 1)]:
        response = browse.get(
            reverse("imports:preview", args=[upload.pk]), {"tab": tab}
        )
        assert len(response.context["rows"]) == count
    assert "自動では閉じません" in page(browse, upload, "?tab=missing")


def test_the_preview_says_which_designation_loses_its_filing(browse, official):
    applied(in_chuo(受理記号="支援診２"), in_chuo(80002), by=official)
    version = places.plan({"札幌": [chuo()], "十勝": [obihiro()]}, hubs_per_zone="one")
    zone = version.plan.zones.get(name="札幌")
    for facility in Facility.objects.order_by("code"):
        designations.entered(
            zone, designations.institution(facility), "active", by=official
        )
    upload = prepared(in_chuo(受理記号="時間外１"), day=JANUARY, by=official)
    text = page(browse, upload)
    assert "この指定医療機関は「支援診２」の届出を失います。" in text
    assert (
        "この指定医療機関は名簿にありません。「支援診３」の届出も終わります。" in text
    )


def test_the_preview_says_when_a_designation_is_no_longer_enhanced(browse, official):
    applied(in_chuo(受理記号="支援診２"), by=official)
    version = places.plan({"札幌": [chuo()]}, hubs_per_zone="one")
    zone = version.plan.zones.get()
    operator = designations.institution(Facility.objects.get())
    designations.entered(zone, operator, "active", by=official)
    upload = prepared(in_chuo(受理記号="支援診３"), day=JANUARY, by=official)
    assert "機能強化型でなくなります" in page(browse, upload)


def test_the_preview_counts_zones_before_and_after(browse, official):
    places.plan({"札幌": [chuo()], "十勝": [obihiro()]})
    applied(in_chuo(), in_obihiro(), by=official)
    upload = prepared(in_chuo(), in_chuo(80002), day=JANUARY, by=official)
    response = browse.get(reverse("imports:preview", args=[upload.pk]))
    zones = {z.name: (z.now, z.after) for z in response.context["zones"]}
    assert zones == {"札幌": (1, 2), "十勝": (1, 0)}
    whole = response.context["whole"]
    assert (whole.now, whole.after) == (2, 2)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=そらねみち", 1),
        ("q=ｿﾗﾈﾐﾁ", 1),
        ("q=ない名前", 0),
        ("item=phone", 1),
        ("item=beds", 1),
        ("item=filings", 0),
        ("acts=on", 0),
        ("place=city:01207", 1),
        ("place=city:99999", 2),
    ],
)
def test_the_rows_can_be_narrowed(browse, official, query, found):
    applied(in_chuo(), in_obihiro(), by=official)
    upload = prepared(
        in_chuo(**{PHONE: "011-000-0009"}), in_obihiro(**{BEDS: "一般　　19"}),
        day=JANUARY, by=official,
    )  # fmt: skip
    address = reverse("imports:preview", args=[upload.pk])
    response = browse.get(f"{address}?tab=changed&{query}")
    assert len(response.context["rows"]) == found


def test_outcomes_are_all_on_a_tab():
    assert {outcome for outcome, *_ in TABS} == set(PlannedChange.Outcome)
