"""What a form says unchanged is set apart in bulk; the plan is the one that a closer look makes."""

from datetime import date

import pytest

from imports import template_rows
from imports.models import PlannedChange, Upload
from imports.unchanged import SetApart
from tests.factories import facilities, people, places
from tests.factories.facilities import filing
from tests.forms import form, form_row, ground, prepared
from tests.workbooks import number

TODAY = date(2025, 10, 1)
WARD = "札幌市中央区"


@pytest.fixture(autouse=True)
def _ground(db, read_here):
    ground()


def code(serial):
    return f"011{number(serial)}"


def known(serial, place="01101", **more):
    values = {
        "code": code(serial),
        "name": f"第{serial}みち医院",
        "postal_code": "060-0001",
        "address": f"{WARD}北３条西６丁目{serial}",
        "phone": f"011-{serial}",
        "kind": "clinic",
        **more,
    }
    return facilities.facility(places.municipality(place), **values)


def row(serial, **changes):
    """What stands, as the form writes it; without a filing."""
    values = {
        "医療機関番号": code(serial),
        "医療機関名称": f"第{serial}みち医院",
        "住所": f"{WARD}北３条西６丁目{serial}",
        "電話番号": f"011-{serial}",
        "受理記号": "",
        "算定開始年月日": "",
        **changes,
    }
    return form_row(**values)


def every_kind():
    """Facilities and rows of which each differs in one thing, or in none."""
    places.municipality("01102", "札幌市北区")
    known(80001)
    filing(known(80002), "支援診3", starts_on=date(2024, 10, 1), number="第5号")
    filing(known(80003), "支援診3", starts_on=date(2024, 10, 1))
    filing(known(80004), "支援診3", starts_on=date(2024, 10, 1))
    both = known(80005)
    filing(both, "支援診3", starts_on=date(2024, 10, 1))
    filing(both, "在医総管1", starts_on=date(2024, 10, 1))
    for serial in range(80006, 80012):
        known(serial)
    known(80012, beds=19, beds_state="known", beds_by_type={"一般": 19})
    known(80013, kind="medical")
    known(80014, closed_on=date(2025, 4, 1))
    known(80015, place="01102")
    known(80016, municipality=None)
    known(80017, kana="ミチ")
    known(80018, code="0110800189")  # a wrong check digit
    known(80019, beds_state="unknown")
    start = {"算定開始年月日": "令和 6年10月 1日"}
    return [
        row(80001),
        row(80002, 受理記号="支援診３", **start),
        row(80003),
        row(80004, 受理記号="支援診３", 算定開始年月日="令和 7年1月 1日"),
        row(80005, 受理記号="支援診３", **start),
        row(80005, 受理記号="在医総管１", **start),
        row(80006, 電話番号="012-0"),
        row(80007, 医療機関名称="別の名"),
        row(80008, 病床数="19"),
        row(80009, 受理記号="機能強化"),
        row(80010),
        row(80010),
        row(80011),
        row(80011, 医療機関番号=number(80011)),
        row(80012, 病床数="19"),
        row(80013),
        row(80014),
        row(80015),
        row(80016),
        row(80017, カナ="ミチ", 市町村コード="01101", 種別="診療所", 区分="医科"),
        row(80018, 医療機関番号="0110800189"),
        row(80019, 病床数="不明"),
        row(80020),
    ]


FIELDS = (
    "outcome", "facility", "code_system", "code", "name", "sector", "municipality",
    "base_version", "fields", "filings", "class_before", "class_after", "sheet", "row",
)  # fmt: skip
RESULTS = (
    "status", "as_of", "facilities", "counts", "classes", "unresolved", "covered", "effects",
)  # fmt: skip


def what_is_stored(upload: Upload):
    changes = upload.changes.order_by("row", "pk").values(*FIELDS)
    problems = upload.problems.order_by("row", "code", "column")
    return (
        list(changes),
        list(problems.values("code", "row", "column", "message")),
        {name: getattr(upload, name) for name in RESULTS},
    )


def without_setting_apart(monkeypatch):
    monkeypatch.setattr(
        template_rows,
        "set_unchanged_apart",
        lambda records, *_: SetApart(rest=list(records)),
    )


@pytest.mark.parametrize("by", ["system", "clerk"])
def test_the_plan_is_the_one_of_a_closer_look(by, monkeypatch):
    sent = form(*every_kind())
    user = None
    if by == "clerk":
        centre = places.health_centre([places.municipality("01101")])
        user = people.clerk(centre)
    quick = what_is_stored(prepared(sent, as_of=TODAY, by=user))
    without_setting_apart(monkeypatch)
    slow = what_is_stored(prepared(sent, as_of=TODAY, by=user))
    assert quick == slow
    assert {one["outcome"] for one in slow[0]} >= {"unchanged", "changed", "invalid"}


def test_rows_that_say_what_stands_get_no_closer_look(monkeypatch):
    """The reason for it all: 20,000 rows of which few changed are not looked at one by one."""
    looked = []
    apart = template_rows.set_unchanged_apart

    def watched(*how):
        found = apart(*how)
        looked.extend(one.row for one in found.rest)
        return found

    monkeypatch.setattr(template_rows, "set_unchanged_apart", watched)
    upload = prepared(form(*every_kind()), as_of=TODAY)
    unchanged = PlannedChange.Outcome.UNCHANGED
    same = upload.changes.filter(outcome=unchanged)
    alone = set(same.values_list("row", flat=True)) - set(looked)
    assert alone >= {2, 3, 4, 6, 21, 22}
