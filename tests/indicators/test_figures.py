"""Figures by area on a day: small ones by hand, those of Hokkaido against an independent count."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.figures import FIGURES, as_object
from indicators.kinds import AreaKind
from tests.factories import facilities
from tests.factories.facilities import LISTED_ON


def figures(corner, kind=AreaKind.ZONE, day=LISTED_ON):
    picture = corner.picture(day)
    return {area.name: as_object(picture, area) for area in picture.areas(kind)}


def printed(*arguments):
    out = StringIO()
    call_command("figures", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_zones_add_up_their_municipalities_and_wards(corner):
    found = figures(corner)

    assert (found["札幌"]["zaishishin"], found["札幌"]["enhanced"]) == (2, 1)
    assert (found["十勝"]["zaishibyo"], found["十勝"]["backup_hospital"]) == (1, 1)
    assert found["十勝"]["zaishibyo_beds"] == 60


def test_rates_are_for_the_people_of_the_area(corner):
    found = figures(corner)["札幌"]

    assert found["supporting_per_1000_over75"] == 0.8
    assert found["supporting_per_100k"] == round(2 * 100_000 / 15_000, 3)


def test_municipalities_with_neither_are_counted_and_wards_are_not(corner):
    whole = figures(corner, AreaKind.PREFECTURE)["北海道"]

    assert (whole["municipalities"], whole["municipalities_without"]) == (4, 1)
    assert whole["share_municipalities_without"] == 25.0


def test_a_past_day_gives_the_past(corner):
    later = facilities.facility(corner.bare, first_seen_on=date(2026, 4, 1))
    facilities.filing(later, "支援診2", starts_on=date(2026, 4, 1))

    assert figures(corner)["十勝"]["zaishishin"] == 0
    assert figures(corner, day=date(2026, 4, 1))["十勝"]["zaishishin"] == 1


def test_before_the_first_list_there_is_no_count(corner):
    found = figures(corner, day=date(2025, 9, 30))["札幌"]

    assert found["zaishishin"] is None
    assert found["supporting_per_100k"] is None
    assert found["population"] == 15_000


def test_all_zones_and_municipalities_take_five_queries(corner):
    facilities.many_facilities(300, [corner.town, corner.obihiro])
    picture = corner.picture()

    with CaptureQueriesContext(connection) as queries:
        for kind in (AreaKind.ZONE, AreaKind.MUNICIPALITY, AreaKind.PREFECTURE):
            for area in picture.areas(kind):
                as_object(picture, area)
    assert len(queries) <= 5


def test_the_command_prints_objects_with_the_words_of_the_field(corner):
    (first, second) = printed("--by", "zone", "--as-of", "2025-10-01")

    assert first["name"] == "札幌"
    assert {
        "code",
        "name",
        "zaishishin",
        "zaishibyo",
        "backup_hospital",
        "enhanced",
    } <= set(first)
    assert set(FIGURES) <= set(second)


def test_the_command_refuses_an_unknown_prefecture(corner):
    with pytest.raises(CommandError, match="99"):
        printed("--prefecture", "99")


@pytest.fixture
def hokkaido(real_data, transactional_db):
    """The real list of Hokkaido, read by the same command that an office uses."""
    from pathlib import Path

    from django.conf import settings

    import facilities.reference
    import zones.reference

    folder = Path(settings.BASE_DIR) / "fixtures"
    zones.reference.load_reference(folder)
    facilities.reference.load_reference(folder)
    name = "hokkaido_2025-10_000415636.xlsx"
    call_command(
        "import_list", real_data / "facility_lists" / name, "--apply", stdout=StringIO()
    )


# 在支診 (強化), 在支病 (強化), 後方支援: an independent count of the same workbook.
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


def test_hokkaido_equals_the_independent_count(hokkaido):
    found = printed("--by", "secondary_area", "--as-of", "2025-10-01")
    (whole,) = printed("--by", "prefecture", "--as-of", "2025-10-01")

    assert {row["name"]: tuple(row[key] for key in KEYS) for row in found} == AREAS
    assert (whole["zaishishin"], whole["zaishibyo"], whole["backup_hospital"]) == (
        366,
        93,
        34,
    )
    assert (whole["municipalities_without"], whole["municipalities"]) == (96, 179)
    share = Decimal(str(whole["share_municipalities_without"]))
    assert round(share, 1) == Decimal("53.6")
