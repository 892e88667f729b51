"""Each file of fixtures/ is plain, keyed, sourced and listed in its README.

No database is needed here: a failing test says which line to mend.
"""

import csv
import re
from collections import Counter

import pytest

from tests.fixture_rows import FIXTURES, NAMES, column, parts, rows

SEED_FILES = [
    "activities",
    "case_examples",
    "data_caveats",
    "decision_log",
    "facility_kinds",
    "four_functions",
    "hub_activity_kinds",
    "hub_sites_2012",
    "hub_sites_2012_by_prefecture",
    "measures",
    "municipal_items",
    "notice_items",
    "operators_2012",
    "outcomes_2012",
    "program_sheets",
    "programs",
    "requirements",
    "roadmap",
    "roles",
    "selection_rules",
]
KEYS = {
    "activities": ["activity_code"],
    "case_examples": ["case_code", "element_no"],
    "data_caveats": ["caveat_code"],
    "deaths": ["municipality", "year"],
    "decision_log": ["seq"],
    "facility_kinds": ["kind_code"],
    "filing_kinds": ["symbol", "valid_from"],
    "four_functions": ["function_code"],
    "health_centres": ["code"],
    "home_care_zone_members": ["municipality", "valid_from"],
    "home_care_zones": ["code"],
    "home_visit_demand": ["area", "fiscal_year"],
    "hub_activity_kinds": ["activity_code"],
    "hub_sites_2012": ["site_no"],
    "hub_sites_2012_by_prefecture": ["prefecture_code"],
    "indicators": ["code"],
    "logic_model": ["item_code"],
    "measures": ["measure_code"],
    "medical_plans": ["code", "version"],
    "municipal_items": ["item_code"],
    "municipalities": ["code"],
    "notice_items": ["item_code"],
    "operators_2012": ["operator_code"],
    "outcomes_2012": ["outcome_code"],
    "populations": ["municipality", "kind", "year"],
    "prefectures": ["code"],
    "program_sheets": ["program_code", "section", "order"],
    "programs": ["program_code"],
    "requirements": ["requirement_code"],
    "roadmap": ["row_type", "fiscal_year"],
    "roles": ["role_code"],
    "secondary_areas": ["code"],
    "selection_rules": ["rule_code"],
    "sources": ["key"],
}


@pytest.mark.parametrize("name", NAMES)
def test_file_is_small_plain_utf8(name):
    data = (FIXTURES / f"{name}.csv").read_bytes()

    assert len(data) < 1_000_000
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert re.search(r"https?:", data.decode("utf-8")) is None


@pytest.mark.parametrize("name", NAMES)
def test_rows_have_the_cells_of_the_header(name):
    with (FIXTURES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *lines = list(csv.reader(file))

    assert len(set(header)) == len(header)
    assert lines
    assert [line for line in lines if len(line) != len(header)] == []
    assert [line for line in lines if [cell.strip() for cell in line] != line] == []


def test_each_file_has_a_key_and_no_key_twice():
    assert sorted(KEYS) == NAMES
    for name, headings in KEYS.items():
        keys = Counter(
            tuple(row[heading] for heading in headings) for row in rows(name)
        )
        assert [key for key, count in keys.items() if count > 1] == [], name


def test_each_row_names_a_known_source():
    known = column("sources", "key")
    for name in KEYS:
        if name == "sources":
            continue
        for row in rows(name):
            keys = parts(row["source"].split(" ")[0])
            assert keys, (name, row)
            assert keys <= known, (name, row)


def test_each_source_is_used_and_has_a_credit_line():
    used = {
        key
        for name in KEYS
        if name != "sources"
        for row in rows(name)
        for key in parts(row["source"].split(" ")[0])
    }

    assert used == column("sources", "key")
    assert all(row["credit"] for row in rows("sources"))


def test_readme_lists_each_file_with_its_number_of_rows():
    text = (FIXTURES / "README.md").read_text(encoding="utf-8")
    listed = {
        name: int(count.replace(",", ""))
        for name, count in re.findall(r"\| `([a-z0-9_]+)\.csv` \| ([\d,]+) \|", text)
    }

    assert listed == {name: len(rows(name)) for name in KEYS}


@pytest.mark.parametrize("name", SEED_FILES)
def test_doubtful_rows_say_why_and_sure_rows_do_not(name):
    for row in rows(name):
        assert row["confidence"] in {"ok", "unconfirmed"}
        assert bool(row["doubt"]) == (row["confidence"] == "unconfirmed"), row
