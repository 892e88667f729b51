"""Indicator values in long form: found in the plan in force, held to its rules, taken back as a whole."""

from datetime import date
from decimal import Decimal

import pytest

from imports.actions import apply_upload, undo_upload
from imports.models import PlannedChange
from imports.presenters.changes import change_lines
from indicators.models import IndicatorValue
from tests.factories import indicators, people, places
from tests.forms import codes, ground, messages, prepared
from tests.workbooks import workbook

HEADER = ["市町村コード", "年度", "指標", "値", "分子", "分母", "備考"]
Outcome = PlannedChange.Outcome


@pytest.fixture(autouse=True)
def _ground(db, read_here):
    ground()


@pytest.fixture
def indicator():
    version = places.plan({"札幌": [places.municipality("01101")]})
    return indicators.indicator(
        version, "XX01", name="訪問診療を受けた患者数", smallest_area="municipality"
    )


def sent(*rows, by=None):
    data = workbook({"値": [HEADER, *([*row, *[""] * (7 - len(row))] for row in rows)]})
    return prepared(data, "値.xlsx", by=by, as_of=date(2025, 11, 1))


def stored():
    rows = IndicatorValue.objects.order_by("year", "pk")
    return list(rows.values_list("area_code", "year", "value", "small_count"))


def test_values_are_entered_by_code_or_name(indicator):
    upload = sent(
        ["011011", 2024, "ＸＸ０１", 120], ["01101", 2023, indicator.name, "1,105.5"]
    )
    assert (upload.format, upload.counts[Outcome.NEW]) == ("indicator_values", 2)
    apply_upload(upload=upload, by=None)
    assert stored() == [
        ("01101", 2023, Decimal("1105.5"), False),
        ("01101", 2024, Decimal(120), False),
    ]
    assert IndicatorValue.objects.first().history.count() == 1


def test_the_same_values_change_nothing(indicator):
    row = ["01101", 2024, "XX01", 120, 12, 100]
    apply_upload(upload=sent(row), by=None)
    assert sent(row).counts[Outcome.UNCHANGED] == 1


def test_a_hidden_value_is_a_small_count_and_not_nothing(indicator):
    apply_upload(upload=sent(["01101", 2024, "XX01", "非公表"]), by=None)
    assert stored() == [("01101", 2024, None, True)]
    change = PlannedChange.objects.get()
    lines = change_lines(change, places={}, kinds={})
    said = {line.label: line.after for line in lines}
    assert (said["年度"], said["少数（非公表）"]) == ("令和6年度", "該当")
    assert "令和6年度" in change.name


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["01101", 2024, "訪問診療を受けた患者", 1], "indicator_unknown"),
        (["01101", 2024, "XX01", "たくさん"], "not_number"),
        (["01101", 2024, "XX01", -1], "value_refused"),
        (["01101", 2024, "XX01", 1, "", 0], "value_refused"),
        (["01101", "", "XX01", 1], "cell_missing"),
        (["01999", 2024, "XX01", 1], "place_unknown"),
    ],
)
def test_wrong_rows_are_errors(indicator, row, code):
    upload = sent(row)
    assert set(codes(upload)) == {code}
    assert "2行目" in messages(upload, code)[0]


def test_an_unknown_indicator_offers_the_nearest(indicator):
    upload = sent(["01101", 2024, "訪問診療を受けた患者", 1])
    assert (
        f"「{indicator.name}」ではありませんか"
        in messages(upload, "indicator_unknown")[0]
    )


def test_an_indicator_for_larger_areas_takes_no_municipal_value(indicator):
    type(indicator).objects.update(smallest_area="secondary_area")
    assert codes(sent(["01101", 2024, "XX01", 1])) == ["value_refused"]


def test_a_computed_indicator_takes_no_value(indicator):
    type(indicator).objects.update(formula="count_class")
    assert codes(sent(["01101", 2024, "XX01", 1])) == ["indicator_computed"]


def test_clerks_may_not_send_it(indicator):
    clerk = people.clerk(places.health_centre([places.municipality("01101")]))
    assert codes(sent(["01101", 2024, "XX01", 1], by=clerk)) == ["place_not_theirs"]


def test_an_undo_puts_values_back(indicator):
    apply_upload(upload=sent(["01101", 2024, "XX01", 120]), by=None)
    before = stored()
    rows = ["01101", 2024, "XX01", 130], ["01101", 2023, "XX01", 110]
    upload = apply_upload(upload=sent(*rows), by=None)
    assert stored() != before
    assert undo_upload(upload=upload, by=None) == []
    assert stored() == before
