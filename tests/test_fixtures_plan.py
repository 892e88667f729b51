"""Filings, programs, rules, indicators and the FY2012 hubs in fixtures/ keep their printed sums."""

from collections import Counter
from datetime import date

import pytest

from tests.fixture_rows import FIXTURES, FUNCTIONS, column, parts, rows, total

FORMULAS = {
    "count_backup_hospital",
    "count_enhanced",
    "count_facility_kind",
    "count_filing",
    "count_zaishibyo",
    "count_zaishishin",
    "per_1000_over75_supporting",
    "per_100k_supporting",
    "share_municipalities_without",
    "share_zones_all_functions",
    "share_zones_with_active",
    "share_zones_with_hub",
    "sum_capacity_now",
    "sum_capacity_possible",
}


def test_filing_periods_of_a_symbol_do_not_overlap():
    last: dict[str, date] = {}
    for row in sorted(
        rows("filing_kinds"), key=lambda r: (r["symbol"], r["valid_from"])
    ):
        start = date.fromisoformat(row["valid_from"] or "1900-01-01")
        end = date.fromisoformat(row["valid_to"] or "9999-12-31")
        assert start <= end
        assert last.get(row["symbol"], date.min) < start, row["symbol"]
        last[row["symbol"]] = end


@pytest.mark.parametrize(
    ("symbol", "kind", "enhancement"),
    [
        ("支援診1", "zaishishin", "solo"),
        ("支援診2", "zaishishin", "cooperative"),
        ("支援診3", "zaishishin", "conventional"),
        ("支援病1", "zaishibyo", "solo"),
        ("支援病2", "zaishibyo", "cooperative"),
        ("支援病3", "zaishibyo", "conventional"),
        ("在後病", "backup_hospital", ""),
        ("歯援診1", "other", ""),
    ],
)
def test_filing_classes_are_the_right_way_round(symbol, kind, enhancement):
    (row,) = [row for row in rows("filing_kinds") if row["symbol"] == symbol]

    assert (row["class"], row["enhancement"]) == (kind, enhancement)


def test_filings_speak_of_the_four_functions_only():
    assert column("four_functions", "function_code") == FUNCTIONS
    for row in rows("filing_kinds"):
        assert parts(row["functions"], ";") <= FUNCTIONS


def test_programs_of_hokkaido_add_up_once_each():
    assert total("programs", "budget_thousand_yen", prefecture_code="01") == 228_398
    assert (
        total("programs", "budget_thousand_yen", parent_program_code="P01") == 155_440
    )


def test_measures_programs_and_activities_refer_to_each_other():
    measures, programs = rows("measures"), rows("programs")
    measure_codes = [row["measure_code"] for row in measures]
    program_codes = column("programs", "program_code")
    activity_codes = column("activities", "activity_code")

    for number, row in enumerate(measures):
        assert not row["parent_code"] or row["parent_code"] in measure_codes[:number]
        assert parts(row["program_codes"]) <= program_codes
        assert parts(row["activity_codes"]) <= activity_codes
    for row in programs:
        assert parts(row["measure_codes"]) <= set(measure_codes)
        assert parts(row["parent_program_code"]) <= program_codes
    assert {code for code in column("activities", "measure_code") if code} <= set(
        measure_codes
    )
    assert column("program_sheets", "program_code") <= program_codes


def test_measures_and_activities_tell_the_same_counts():
    activities = {row["activity_code"]: row for row in rows("activities")}
    for row in rows("measures"):
        for code in parts(row["activity_codes"]):
            for count in ("sessions", "participants", "areas"):
                assert row[count] == activities[code][count], (
                    row["measure_code"],
                    count,
                )


def test_support_centre_program_holds_its_printed_figures():
    (program,) = [row for row in rows("programs") if row["program_code"] == "P20"]
    counts = {row["activity_code"]: row for row in rows("activities")}

    assert (program["budget_thousand_yen"], program["sites"]) == ("85419", "17")
    assert (counts["AC22"]["other_count"], counts["AC22"]["out_of"]) == ("12", "16")
    assert (counts["AC23"]["other_count"], counts["AC23"]["out_of"]) == ("15", "30")
    assert program["confidence"] == "unconfirmed"


def test_requirements_and_rules_refer_to_known_codes():
    requirements = Counter((row["scope"], row["kind"]) for row in rows("requirements"))
    codes = column("requirements", "requirement_code")
    rules = column("selection_rules", "rule_code")

    assert requirements == {
        ("指針", "active"): 6,
        ("指針", "hub"): 5,
        ("北海道", "hub"): 3,
    }
    assert {code for code in column("requirements", "related_code") if code} <= codes
    assert {code for code in column("selection_rules", "parent_rule") if code} <= rules
    assert all(len(row["short_label"]) <= 20 for row in rows("requirements"))


def test_selection_steps_ask_for_known_filing_classes():
    classes = column("filing_kinds", "class")
    steps = [row for row in rows("selection_rules") if row["row_type"] == "step"]

    assert [row["rule_code"] for row in steps] == [
        "SA1",
        "SA2",
        "SA3",
        "SH1",
        "SH2",
        "SH3",
    ]
    for row in steps:
        assert parts(row["filing_classes"]) <= classes
        assert bool(row["filing_classes"]) == (row["kind"] == "active")
        assert bool(row["operator_kinds"]) == (row["kind"] == "hub")


def test_roadmap_runs_from_r6_to_r11_and_adds_up():
    years = [row for row in rows("roadmap") if row["row_type"] == "year"]
    low = high = 0
    for row in years:
        low += int(row["hub_zones_min"])
        high += int(row["hub_zones_max"])
        assert int(row["derived_cumulative_zones_min"]) == low
        assert int(row["derived_cumulative_zones_max"]) == high

    assert [row["fiscal_year"] for row in years] == [
        str(year) for year in range(2024, 2030)
    ]
    assert (low, high) == (37, 43)


def test_the_national_target_comes_first_and_is_the_only_one_required():
    indicators = rows("indicators")

    assert indicators[0]["name"] == "訪問診療を実施している診療所・病院数"
    assert [
        row["code"] for row in indicators if row["required_national_target"] == "1"
    ] == [indicators[0]["code"]]
    orders = [int(row["order"]) for row in indicators]
    assert orders == sorted(set(orders))


def test_indicators_use_known_words_symbols_and_caveats():
    symbols = column("filing_kinds", "symbol")
    kinds = column("facility_kinds", "portal_kind")
    caveats = column("data_caveats", "caveat_code")
    for row in rows("indicators"):
        assert row["level"] in {"structure", "process", "outcome"}
        assert row["function"] in FUNCTIONS | {"all"}
        assert row["direction"] in {"higher", "lower", "none"}
        assert row["value_kind"] in {"count", "sum", "rate", "share"}
        assert bool(row["denominator"]) == (row["value_kind"] in {"rate", "share"})
        assert parts(row["caveats"]) <= caveats
        if row["formula"] == "count_filing":
            assert parts(row["formula_argument"]) <= symbols
        elif row["formula"] == "count_facility_kind":
            assert row["formula_argument"] in kinds
        else:
            assert not row["formula_argument"]


def test_indicators_from_memory_are_unconfirmed_and_computed_ones_are_defined():
    readme = (FIXTURES / "README.md").read_text(encoding="utf-8")
    for row in rows("indicators"):
        if row["source"] in {"unverified", "wg_hints"}:
            assert row["status"] == "unconfirmed"
            assert not row["formula"]
        else:
            assert row["status"] == "confirmed"
        assert bool(row["doubt"]) == (row["status"] == "unconfirmed")
    assert {
        formula for formula in column("indicators", "formula") if formula
    } == FORMULAS
    assert all(f"`{formula}`" in readme for formula in FORMULAS)


def test_operators_of_2012_add_up_to_105():
    assert total("operators_2012", "sites", row_kind="kind") == 105
    assert total("operators_2012", "sites", row_kind="total") == 105
    whole = {row["operator_code"]: int(row["sites"]) for row in rows("operators_2012")}
    for row in rows("operators_2012"):
        if row["row_kind"] == "of_which":
            assert int(row["sites"]) <= whole[row["parent_code"]]


def test_sites_of_2012_are_96_municipalities_and_105_with_the_dash():
    sites = rows("hub_sites_2012")

    assert [int(row["site_no"]) for row in sites] == list(range(1, 97))
    assert len({row["municipality_code5"] for row in sites}) == 96
    assert total("hub_sites_2012", "cells_printed") == 104
    assert total("hub_sites_2012_by_prefecture", "sites_read") == 105
    assert total("hub_sites_2012_by_prefecture", "municipalities") == 96


def test_sites_of_2012_lie_in_known_municipalities_of_their_prefecture():
    names = {row["code"]: row["name"] for row in rows("municipalities")}
    prefectures = {row["code"]: row["name"] for row in rows("prefectures")}
    by_prefecture = Counter()
    for row in rows("hub_sites_2012"):
        assert names[row["municipality_code5"]] == row["municipality"]
        assert row["municipality_code5"][:2] == row["prefecture_code"]
        assert prefectures[row["prefecture_code"]] == row["prefecture"]
        by_prefecture[row["prefecture_code"]] += int(row["cells_printed"])
    for row in rows("hub_sites_2012_by_prefecture"):
        assert by_prefecture[row["prefecture_code"]] == int(row["named_cells"])


def test_cases_and_outcomes_name_known_kinds_of_activity():
    kinds = column("hub_activity_kinds", "activity_code")

    assert len(kinds) == 7
    assert {
        code for code in column("case_examples", "related_activity") if code
    } <= kinds
    assert {code for code in column("outcomes_2012", "activity_code") if code} <= kinds
