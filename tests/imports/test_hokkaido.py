"""Hokkaido's real list of October 2025, imported once by the command that an office uses: counts,
figures and candidates are those that an independent count of the same workbook found."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

import designations.reference
import facilities.reference
import zones.reference
from facilities.actions import close_facility
from facilities.figures import figures_on
from facilities.models import Facility, Filing
from imports import preparing
from imports.listing import Listing
from imports.models import Upload
from imports.reading import read_upload
from tests.factories import people
from tests.factories.facilities import FIXTURES
from tests.factories.uploads import registry_digest
from zones.models import Municipality, SecondaryArea

LISTS, LIST = "facility_lists", "hokkaido_2025-10_000415636.xlsx"
DAY = date(2025, 10, 1)
CLASSES = ("zaishishin", "zaishibyo", "backup_hospital")
# 在支診 (強化), 在支病 (強化), 後方支援 by secondary area, in the order of their codes.
AREAS = {
    "南渡島": (28, 8, 11, 4, 1),
    "南檜山": (0, 0, 1, 0, 1),
    "北渡島檜山": (0, 0, 1, 0, 0),
    "札幌": (207, 112, 38, 17, 17),
    "後志": (21, 11, 2, 0, 2),
    "南空知": (18, 8, 4, 1, 0),
    "中空知": (5, 0, 0, 0, 2),
    "北空知": (0, 0, 0, 0, 1),
    "西胆振": (5, 1, 0, 0, 2),
    "東胆振": (6, 1, 3, 1, 1),
    "日高": (4, 0, 1, 1, 1),
    "上川中部": (27, 13, 8, 1, 3),
    "上川北部": (3, 1, 1, 0, 0),
    "富良野": (1, 0, 0, 0, 0),
    "留萌": (1, 0, 0, 0, 0),
    "宗谷": (2, 0, 0, 0, 0),
    "北網": (7, 3, 4, 3, 0),
    "遠紋": (2, 0, 2, 0, 0),
    "十勝": (22, 7, 12, 6, 2),
    "釧路": (7, 0, 3, 1, 1),
    "根室": (0, 0, 2, 0, 0),
}
KEYS = (
    "zaishishin",
    "enhanced_zaishishin",
    "zaishibyo",
    "enhanced_zaishibyo",
    "backup_hospital",
)


def told_by(command: str, *arguments: object) -> Any:
    out = StringIO()
    call_command(command, *map(str, arguments), "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture(scope="module")
def imported(
    real_data: Path, django_db_setup: None, django_db_blocker: Any
) -> Iterator[dict[str, Any]]:
    """What the command said, over all reference data; each test's own writes are taken back.

    Who imports the same bytes again gets what was read of them the first time.
    """
    seen: dict[bytes, str] = {}

    def read_once(data: bytes, *arguments: Any, **more: Any) -> Listing:
        if data not in seen:
            seen[data] = json.dumps(read_upload(data, *arguments, **more).to_wire())
        return Listing.from_wire(json.loads(seen[data]))

    patched = pytest.MonkeyPatch.context()
    with django_db_blocker.unblock(), transaction.atomic(), patched as patch:
        patch.setattr(preparing, "read_upload", read_once)
        for room in (zones, facilities, designations):
            room.reference.load_reference(FIXTURES)
        yield told_by("import_list", real_data / LISTS / LIST, "--apply")
        transaction.set_rollback(True)


@pytest.fixture
def hokkaido(imported: dict[str, Any], db: None) -> dict[str, Any]:
    return imported


def test_the_list_is_exactly_as_counted(hokkaido, real_data):
    lists = json.loads((real_data / LISTS / "expected.json").read_text())
    expected = next(one for one in lists if one["file"] == LIST)
    assert (hokkaido["outcome"], hokkaido["as_of"]) == ("applied", expected["as_of"])
    for name in ("rows", "facilities"):
        assert hokkaido[name] == expected[name]
    assert hokkaido["classes"] == {name: expected[name] for name in CLASSES}
    assert (hokkaido["unresolved"], hokkaido["errors"]) == (0, [])
    assert Facility.objects.count() == 2963
    assert not Facility.objects.filter(municipality=None).exists()
    decided = Filing.objects.deciding_on(Upload.objects.get().as_of)
    assert decided.filter(kind__facility_class="zaishishin").count() == 366
    assert decided.filter(kind__facility_class="zaishibyo").count() == 93


def test_the_same_list_again_writes_nothing(hokkaido, real_data):
    before = registry_digest()
    again = told_by("import_list", real_data / LISTS / LIST, "--apply")
    assert (again["outcome"], again["counts"]["unchanged"]) == ("applied", 2963)
    assert registry_digest() == before


def test_figures_equal_the_published_ones(hokkaido):
    figures = figures_on(DAY, prefecture="01")

    whole = figures.of_prefecture("01")
    assert whole.facilities == 2963
    assert (whole.zaishishin, whole.zaishibyo, whole.backup_hospital) == (366, 93, 34)
    by_area = {
        area.name: figures.of(area.municipalities.values_list("pk", flat=True))
        for area in SecondaryArea.objects.filter(prefecture="01")
    }
    assert {name: (f.zaishishin, f.zaishibyo) for name, f in by_area.items()} == {
        name: counts[0:4:2] for name, counts in AREAS.items()
    }
    towns = Municipality.objects.filter(prefecture="01").placed_by_plans()
    without = [
        town
        for town in towns.order_by("code")
        if not any(
            getattr(figures.of([town.pk, *town.wards.values_list("pk", flat=True)]), n)
            for n in ("zaishishin", "zaishibyo")
        )
    ]
    assert (len(without), towns.count()) == (96, 179)


def test_the_command_of_figures_equals_the_independent_count(hokkaido):
    found = told_by("figures", "--by", "secondary_area", "--as-of", DAY)
    (whole,) = told_by("figures", "--by", "prefecture", "--as-of", DAY)

    assert {row["name"]: tuple(row[key] for key in KEYS) for row in found} == AREAS
    assert tuple(whole[name] for name in CLASSES) == (366, 93, 34)
    assert (whole["municipalities_without"], whole["municipalities"]) == (96, 179)
    share = Decimal(str(whole["share_municipalities_without"]))
    assert round(share, 1) == Decimal("53.6")


def test_each_of_the_179_municipalities_gets_an_answer_of_the_rule(hokkaido):
    asked = ("--kind", "active", "--all-municipalities", "--as-of", DAY)
    found = told_by("candidates", *asked)
    # 96 have neither 在支診 nor 在支病; in the five of 北空知 nobody answers.
    assert Counter(one["step"] for one in found) == {
        "SA1": 37,
        "SA2": 46,
        "SA3": 91,
        "none": 5,
    }
    assert {o["secondary_area"] for o in found if o["step"] == "none"} == {"0108"}
    assert all(one["candidates"] for one in found if one["step"] != "none")


def test_a_past_day_gives_the_past(hokkaido):
    """What closes later was there before; before the first list nothing is known."""
    for hospital in Facility.objects.filter(municipality__secondary_area__name="根室"):
        close_facility(
            facility=hospital,
            version=hospital.version,
            on=date(2025, 12, 31),
            reason="試験",
            by=people.official(),
        )

    def found(day):
        rows = told_by("figures", "--by", "secondary_area", "--as-of", day)
        return {row["name"]: tuple(row[key] for key in KEYS) for row in rows}

    assert found(DAY) == found(date(2025, 12, 31)) == AREAS
    assert found(date(2026, 1, 1)) == {**AREAS, "根室": (0, 0, 0, 0, 0)}
    assert set(found(date(2025, 9, 30)).values()) == {(None,) * len(KEYS)}
