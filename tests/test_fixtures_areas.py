"""Areas, zones and people in fixtures/ agree with each other and with published totals."""

import re
from collections import Counter

import pytest

from formats.codes import municipality_code6
from tests.fixture_rows import column, current_municipalities, rows


def test_there_are_47_prefectures_in_order():
    assert [row["code"] for row in rows("prefectures")] == [
        f"{n:02}" for n in range(1, 48)
    ]


def test_six_digit_codes_carry_the_right_check_digit():
    for row in rows("municipalities"):
        assert municipality_code6(row["code"]) == row["code6"]
    for row in rows("prefectures"):
        assert municipality_code6(row["code"] + "000") == row["code6"]


def test_japan_has_1741_municipalities_and_171_wards_today():
    current = [row for row in rows("municipalities") if not row["valid_until"]]
    count = Counter(row["kind"] for row in current if row["northern_territory"] == "0")

    assert count == {
        "designated_city": 20,
        "city": 772,
        "special_ward": 23,
        "town": 743,
        "village": 183,
        "ward": 171,
    }


def test_names_end_as_their_kind_says_and_hold_no_county():
    ends = {"town": "町", "village": "村", "ward": "区", "special_ward": "区"}
    for row in rows("municipalities"):
        assert row["name"].endswith(ends.get(row["kind"], "市"))
        assert not row["county"] or row["kind"] in {"town", "village"}
        assert bool(row["county"]) == bool(row["county_kana"])
        assert re.fullmatch("[ぁ-んー]+", row["kana"]), row
        assert " " not in row["name"]


def test_towns_and_villages_lie_in_a_county_outside_the_islands_of_tokyo():
    without = {
        row["code"]
        for row in rows("municipalities")
        if row["kind"] in {"town", "village"} and not row["county"].endswith("郡")
    }

    assert {code[:2] for code in without} == {"13"}
    assert len(without) == 9


def test_wards_have_a_designated_city_of_their_prefecture_as_parent():
    by_code = {row["code"]: row for row in rows("municipalities")}
    for row in by_code.values():
        assert bool(row["parent"]) == (row["kind"] == "ward")
        if row["parent"]:
            parent = by_code[row["parent"]]
            assert parent["kind"] == "designated_city"
            assert row["name"].startswith(parent["name"])
            assert row["prefecture"] == parent["prefecture"] == row["code"][:2]
            assert row["secondary_area"] == parent["secondary_area"]


def test_hamamatsu_has_three_wards_from_2024():
    wards = [row for row in rows("municipalities") if row["parent"] == "22130"]

    assert {row["code"] for row in wards if row["valid_from"] == "2024-01-01"} == {
        "22138",
        "22139",
        "22140",
    }
    assert {row["code"] for row in wards if row["valid_until"] == "2023-12-31"} == {
        f"2213{n}" for n in range(1, 8)
    }


def test_only_northern_villages_have_no_office_position():
    northern = {f"{code:05}" for code in range(1695, 1701)}
    by_code = {row["code"]: row for row in rows("municipalities")}

    assert {
        code for code, row in by_code.items() if row["northern_territory"] == "1"
    } == northern
    assert {code for code, row in by_code.items() if not row["latitude"]} == northern
    for row in [*by_code.values(), *rows("prefectures")]:
        if row["latitude"]:
            assert 24 < float(row["latitude"]) < 46
            assert 122 < float(row["longitude"]) < 146


def test_secondary_areas_are_complete_in_hokkaido_and_niigata():
    areas = rows("secondary_areas")
    used = {
        row["secondary_area"]: row["prefecture"]
        for row in rows("municipalities")
        if row["secondary_area"]
    }

    assert Counter(row["prefecture"] for row in areas) == {"01": 21, "15": 7}
    assert used == {row["code"]: row["prefecture"] for row in areas}
    for prefecture, count in (("01", 179), ("15", 30)):
        codes = current_municipalities(prefecture)
        assert len(codes) == count
        assert all(
            row["secondary_area"]
            for row in rows("municipalities")
            if row["code"] in codes
        )


def test_each_secondary_area_has_one_fictional_health_centre():
    centres = rows("health_centres")

    assert [row["secondary_area"] for row in centres] == [
        row["code"] for row in rows("secondary_areas")
    ]
    for row in centres:
        assert row["code"] == f"HC{row['secondary_area']}"
        assert row["demonstration"] == "1"
        assert row["name"].endswith("（試験用）")


def test_22_zones_hold_each_municipality_of_hokkaido_once():
    zones = column("home_care_zones", "code")
    members = rows("home_care_zone_members")
    count = Counter(row["municipality"] for row in members)

    assert len(zones) == 22
    assert {row["zone"] for row in members} == zones
    assert set(count) == current_municipalities("01")
    assert set(count.values()) == {1}


def test_zones_follow_secondary_areas_but_for_kitami():
    area = {row["code"]: row["secondary_area"] for row in rows("municipalities")}
    zone = {row["code"]: row for row in rows("home_care_zones")}
    members = rows("home_care_zone_members")
    kitami = {row["municipality"] for row in members if row["zone"] == "Z0117A"}

    assert kitami == {"01208", "01543", "01544", "01549", "01550"}
    for row in members:
        assert area[row["municipality"]] == zone[row["zone"]]["secondary_area"]
    assert column("home_care_zones", "plan") <= column("medical_plans", "code")


@pytest.mark.parametrize(
    ("prefecture", "people"), [("01", 5_224_614), ("15", 2_201_272)]
)
def test_census_of_2020_adds_up_to_the_published_population(prefecture, people):
    counted = {
        row["municipality"]: int(row["total"])
        for row in rows("populations")
        if row["kind"] == "census" and row["year"] == "2020"
    }

    assert sum(counted[code] for code in current_municipalities(prefecture)) == people


@pytest.mark.parametrize(("prefecture", "people"), [("01", 940_913), ("15", 404_749)])
def test_75_and_over_is_the_same_by_municipality_and_by_area(prefecture, people):
    over75 = {
        row["municipality"]: int(row["over75"])
        for row in rows("populations")
        if row["kind"] == "resident"
    }
    by_area: Counter[str] = Counter()
    for row in rows("municipalities"):
        # Wards stand for their city here, so that the two sums rest on different rows.
        has_wards = row["kind"] == "designated_city"
        if row["secondary_area"].startswith(prefecture) and not has_wards:
            by_area[row["secondary_area"]] += over75[row["code"]]

    assert sum(over75[code] for code in current_municipalities(prefecture)) == people
    assert by_area.total() == people


def test_populations_are_complete_and_in_order_of_age():
    years = Counter((row["kind"], row["year"]) for row in rows("populations"))
    codes = {
        row["code"]
        for row in rows("municipalities")
        if row["prefecture"] in {"01", "15"} and row["northern_territory"] == "0"
    }

    assert set(years) == {("resident", "2025"), ("census", "2020")} | {
        ("projection", str(year)) for year in range(2025, 2051, 5)
    }
    assert set(years.values()) == {len(codes)} == {227}
    assert (
        column("populations", "municipality")
        == column("deaths", "municipality")
        == codes
    )
    for row in rows("populations"):
        ages = [
            int(row[key]) for key in ("total", "over65", "over75", "over85") if row[key]
        ]
        assert ages == sorted(ages, reverse=True), row
        assert bool(row["over85"]) == (row["kind"] == "resident")


def test_demand_covers_339_areas_and_all_known_ones():
    areas = Counter(row["area"] for row in rows("home_visit_demand"))
    names = {row["area"]: row["area_name"] for row in rows("home_visit_demand")}

    assert len(areas) == 339
    assert set(areas.values()) == {6}
    for row in rows("secondary_areas"):
        assert names[row["code"]] == row["name"]
