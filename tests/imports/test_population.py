"""Municipal population: counts and projections by age, written and taken back as a whole."""

from datetime import date

import pytest

from imports.actions import apply_upload, undo_upload
from imports.errors import StalePreview
from imports.models import PlannedChange
from imports.presenters.changes import change_lines
from imports.titles import nouns_of
from tests.factories import people, places
from tests.forms import codes, ground, messages, prepared
from tests.workbooks import workbook
from zones.models import Population

HEADER = ["市区町村コード", "年", "区分", "総人口", "65歳以上", "75歳以上", "85歳以上"]
ROW = ["011011", 2025, "住民基本台帳", 1000, 300, 150, 50]
Outcome = PlannedChange.Outcome


@pytest.fixture(autouse=True)
def _ground(db, read_here):
    ground()
    places.municipality("15103", "新潟市中央区")


def sent(*rows, by=None):
    data = workbook({"人口": [HEADER, *rows]})
    return prepared(data, "人口.xlsx", by=by, as_of=date(2025, 11, 1))


def stored():
    rows = Population.objects.order_by("municipality", "year", "kind")
    return list(rows.values_list("municipality", "year", "kind", "total", "over75"))


def test_population_is_entered():
    upload = sent(ROW, ["01101", 2050, "将来推計", 800, 400, 300, ""])
    assert (upload.format, upload.counts[Outcome.NEW]) == ("population", 2)
    assert stored() == []
    apply_upload(upload=upload, by=None)
    assert stored() == [
        ("01101", 2025, "resident", 1000, 150),
        ("01101", 2050, "projection", 800, 300),
    ]


def test_the_same_counts_change_nothing_and_another_is_shown():
    apply_upload(upload=sent(ROW), by=None)
    assert sent(ROW).counts[Outcome.UNCHANGED] == 1
    change = sent([*ROW[:5], 151, 50]).changes.get()
    assert change.fields["over75"] == [150, 151]
    assert "total" not in change.fields


def test_the_page_says_kind_year_and_counts_in_words():
    upload = sent([ROW[0], "令和7年", *ROW[2:]])
    lines = change_lines(upload.changes.get(), places={}, kinds={})
    said = {line.label: line.after for line in lines}
    assert said["人口の区分"] == "住民基本台帳"
    assert (said["年"], said["総数（人）"]) == ("2025年", "1,000")
    assert nouns_of(upload) == ("市区町村", "件")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["999999", *ROW[1:]], "municipality_code_invalid"),
        (["01999", *ROW[1:]], "place_unknown"),
        ([ROW[0], "いつか", *ROW[2:]], "not_integer"),
        ([*ROW[:2], "だれか", *ROW[3:]], "not_a_choice"),
        ([*ROW[:3], 100, 300, 150, 50], "ages_disorder"),
        ([*ROW[:3], "", "", "", ""], "row_empty"),
    ],
)
def test_wrong_rows_are_errors(row, code):
    upload = sent(row)
    assert codes(upload) == [code]
    assert "2行目" in messages(upload, code)[0]


def test_a_municipality_twice_is_an_error_that_names_both_rows():
    assert "2行目と3行目" in messages(sent(ROW, ROW), "row_twice")[0]


def test_only_officials_of_the_prefecture_may_send_it():
    niigata = ["15103", *ROW[1:]]
    assert codes(sent(ROW, niigata, by=people.official())) == ["place_not_theirs"]
    clerk = people.clerk(places.health_centre([places.municipality("01101")]))
    assert codes(sent(ROW, by=clerk)) == ["place_not_theirs"]


def test_an_edit_since_the_preview_refuses_the_application():
    apply_upload(upload=sent(ROW), by=None)
    upload = sent([*ROW[:3], 1001, *ROW[4:]])
    Population.objects.update(total=7)
    with pytest.raises(StalePreview):
        apply_upload(upload=upload, by=None)


def test_an_undo_puts_counts_back():
    apply_upload(upload=sent(ROW), by=None)
    before = stored()
    changed = [*ROW[:3], 1001, *ROW[4:]]
    upload = apply_upload(upload=sent(changed, ["01101", 2024, *ROW[2:]]), by=None)
    assert undo_upload(upload=upload, by=None) == []
    assert stored() == before


def test_an_undo_leaves_what_was_edited_since():
    upload = apply_upload(upload=sent(ROW), by=None)
    Population.objects.update(total=7)
    assert len(undo_upload(upload=upload, by=None)) == 1
    assert stored()[0][3] == 7
