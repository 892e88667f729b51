"""Three lists as bureaus published them give exactly what an independent count found in them."""

import csv
import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from formats.codes import PREFECTURES, check_digit_ok
from formats.text import private_use
from imports.addresses import AddressResolver
from imports.listing import ENHANCEMENTS
from imports.reading import read_upload
from tests.workbooks import ROOT, fixture_kinds

DATA = Path(ROOT).parent / "shared" / "data"
LISTS = DATA / "facility_lists"
FILES = (
    "hokkaido_2025-10_000415636.xlsx",
    "fukui_2025-10_kinki.xlsx",
    "toyama_2025-10_tokaihokuriku.xlsx",
)
SECTOR_NAMES = {
    "medical": "医科",
    "dental": "歯科",
    "pharmacy": "薬局",
    "nursing": "訪看",
}

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(
        not LISTS.is_dir(), reason=f"the public lists are not at {LISTS}"
    ),
]


@pytest.fixture(scope="module", params=FILES)
def case(request):
    path = LISTS / request.param
    expected = next(
        one
        for one in json.loads((LISTS / "expected.json").read_text())
        if one["file"] == path.name
    )
    return expected, read_upload(path.read_bytes(), path.name, kinds=fixture_kinds())


def symbols(facility):
    return {one.symbol for one in facility.filings} | set(facility.other_symbols)


def best(facility):
    kinds = {one.symbol: one for one in fixture_kinds()}
    found = [one.symbol for one in facility.filings if kinds[one.symbol].enhancement]
    return min(
        found, key=lambda one: ENHANCEMENTS.index(kinds[one].enhancement), default=""
    )


def digest(lines):
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def key(facility):
    return f"{facility.prefecture}-{SECTOR_NAMES[facility.sector]}-{facility.number}"


def test_rows_and_facilities(case):
    expected, found = case
    assert (found.as_of.isoformat(), found.made_on.isoformat()) == (
        expected["as_of"],
        expected["made_on"],
    )
    assert found.row_kinds == expected["row_kinds"]
    assert (found.rows, found.filings) == (expected["rows"], expected["filings"])
    assert len(found.facilities) == expected["facilities"]
    assert found.errors == []


def test_facilities_by_what_they_are(case):
    expected, found = case
    kinds = expected["facility_kinds"]
    assert Counter(one.prefecture for one in found.facilities) == kinds["by_prefecture"]
    assert (
        Counter(SECTOR_NAMES[one.sector] for one in found.facilities)
        == kinds["by_sector"]
    )
    assert sum(not symbols(one) for one in found.facilities) == kinds["without_filing"]
    right = sum(
        check_digit_ok(one.prefecture, one.sector, one.number)
        for one in found.facilities
    )
    assert right == kinds["check_digit"]["ok"]


def test_classes(case):
    expected, found = case
    assert found.class_counts() == {
        name: expected[name] for name in ("zaishishin", "zaishibyo", "backup_hospital")
    }
    classes = expected["classes"]
    latest = Counter(one.class_symbol for one in found.facilities if one.class_symbol)
    assert latest == classes["latest"]
    assert Counter(filter(None, map(best, found.facilities))) == classes["best"]
    differs = [one for one in found.facilities if one.class_symbol != best(one)]
    assert len(differs) == classes["best_is_not_latest"]
    codes = Counter(one.code for one in found.problems)
    assert codes["two_classes"] == classes["two_classes"]
    assert codes["same_class_twice"] == classes["same_class_twice"]
    filings = Counter(f.symbol for one in found.facilities for f in one.filings)
    assert {one: filings[one] for one in classes["filings"]} == classes["filings"]


def test_facilities_by_kind_of_filing(case):
    expected, found = case
    counts = Counter(symbol for one in found.facilities for symbol in symbols(one))
    assert {one: counts[one] for one in expected["facilities_by_kind"]} == expected[
        "facilities_by_kind"
    ]
    assert len(counts) == expected["symbols"]


def test_beds(case):
    expected, found = case
    beds = expected["beds"]
    states = Counter(one.beds.state for one in found.facilities)
    assert [states[one] for one in ("known", "partly", "unknown", "none")] == [
        beds[one] for one in ("known", "partly_known", "unknown", "none")
    ]
    by_type: Counter[str] = Counter()
    for facility in found.facilities:
        by_type.update(dict(facility.beds.by_type))
    assert by_type == beds["by_type"]
    assert by_type.total() == beds["total"]


def test_names(case):
    expected, found = case
    names = expected["names"]
    private = Counter(
        f"U+{ord(c):04X}" for one in found.facilities for c in private_use(one.name)
    )
    assert private == names["private_use_codes"]
    assert (
        sum(one.name != one.name.strip() for one in found.facilities)
        == names["with_edge_space"]
    )
    flagged = [one for one in found.problems if one.code == "private_use"]
    assert (
        len(flagged) == names["with_private_use"] + names["addresses_with_private_use"]
    )


def test_digests(case):
    expected, found = case
    digests = expected["digests"]
    assert digest(map(key, found.facilities)) == digests["facilities"]
    classed = (f"{key(one)}-{best(one)}" for one in found.facilities if best(one))
    assert digest(classed) == digests["best_classes"]


def fixture_places():
    with (ROOT / "fixtures" / "municipalities.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if not row["valid_until"]:
                name = PREFECTURES[int(row["prefecture"]) - 1]
                yield (
                    row["code"],
                    name,
                    row["county"],
                    row["name"],
                    row["secondary_area"],
                )


def test_every_address_finds_its_municipality(case):
    _, found = case
    resolving = AddressResolver(one[:4] for one in fixture_places())
    places = [
        resolving.resolve(one.address, PREFECTURES[int(one.prefecture) - 1])
        for one in found.facilities
    ]
    assert None not in places
    assert {one[:2] for one in places} == {one.prefecture for one in found.facilities}


def test_every_address_finds_its_municipality_in_a_table_without_counties(case):
    _, found = case
    with (DATA / "municipalities" / "localgovjp-utf8.csv").open(
        encoding="utf-8-sig"
    ) as lines:
        rows = [
            (one["lgcode"][:5], one["pref"], "", one["city"])
            for one in csv.DictReader(lines)
        ]
    resolving = AddressResolver(rows)
    assert all(
        resolving.resolve(one.address, PREFECTURES[int(one.prefecture) - 1])
        for one in found.facilities
    )


def test_counts_by_municipality_and_area(case):
    expected, found = case
    if not expected["municipalities"]:
        assert expected["addresses"]["not_covered"] == len(found.facilities)
        return
    resolving = AddressResolver(one[:4] for one in fixture_places())
    area_of = {code: area for code, _, _, _, area in fixture_places()}
    municipalities = {code: [0, 0, 0, 0] for code in expected["municipalities"]}
    areas = {code: [0, 0, 0, 0] for code in expected["areas"]}
    lines = []
    for one in found.facilities:
        code = resolving.resolve(one.address, PREFECTURES[int(one.prefecture) - 1])
        lines.append(f"{key(one)}-{code}")
        adds = [
            1,
            *(
                name in one.classes
                for name in ("zaishishin", "zaishibyo", "backup_hospital")
            ),
        ]
        for counts in (municipalities[code], areas[area_of[code]]):
            counts[:] = [old + new for old, new in zip(counts, adds, strict=True)]
    assert municipalities == expected["municipalities"]
    assert areas == expected["areas"]
    assert digest(lines) == expected["digests"]["municipalities"]


def test_no_facility_of_the_sample_is_real(case, whole_sample):
    _, found = case
    for part in ("name", "code", "phone"):
        real = {getattr(one, part) for one in found.facilities} - {""}
        assert not real & {getattr(one, part) for one in whole_sample[1].facilities}
