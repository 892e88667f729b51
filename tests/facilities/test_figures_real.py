"""The counts of Hokkaido's real list of October 2025 are those that were published about it."""

from datetime import date

import pytest
from django.core.management import call_command

from facilities.figures import figures_on
from facilities.reference import load_reference as load_filing_kinds
from tests.factories.facilities import FIXTURES
from zones.models import Municipality, SecondaryArea
from zones.reference import load_reference as load_places

LIST = "facility_lists/hokkaido_2025-10_000415636.xlsx"
DAY = date(2025, 10, 1)
# 在支診 and 在支病 by secondary area, in the order of their codes (0101 … 0121).
BY_AREA = [
    (28, 11), (0, 1), (0, 1), (207, 38), (21, 2), (18, 4), (5, 0), (0, 0), (5, 0),
    (6, 3), (4, 1), (27, 8), (3, 1), (1, 0), (1, 0), (2, 0), (7, 4), (2, 2),
    (22, 12), (7, 3), (0, 2),
]  # fmt: skip


@pytest.mark.django_db
def test_figures_of_the_real_list(real_data, capsys):
    load_places(FIXTURES)
    load_filing_kinds(FIXTURES)
    call_command("import_list", str(real_data / LIST), apply=True, json=True)
    figures = figures_on(DAY, prefecture="01")

    whole = figures.of_prefecture("01")
    assert whole.facilities == 2963
    assert (whole.zaishishin, whole.zaishibyo, whole.backup_hospital) == (366, 93, 34)
    by_area = [
        figures.of(area.municipalities.values_list("pk", flat=True))
        for area in SecondaryArea.objects.filter(prefecture="01").order_by("code")
    ]
    assert [(f.zaishishin, f.zaishibyo) for f in by_area] == BY_AREA
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
