"""Every record that the fixtures bring keeps its numbers and doubts, and stays as an official left it."""

import pytest

from programs import reference
from programs.models import (
    Activity,
    CaseExample,
    Measure,
    MeasureStatus,
    ProgramYear,
)
from programs.summary import (
    program_rows,
    total_budget,
)
from tests.factories import programs as make
from tests.fixture_rows import rows

pytestmark = pytest.mark.django_db


def test_programs_of_hokkaido_agree_with_the_fixture(seeds: None) -> None:
    found = program_rows("01", 2024)
    wanted = [r for r in rows("programs") if r["prefecture_code"] == "01"]
    assert [
        (row.code, row.budget, row.sites, row.unconfirmed, row.doubt) for row in found
    ] == [
        (
            r["program_code"],
            int(r["budget_thousand_yen"]) if r["budget_thousand_yen"] else None,
            int(r["sites"]) if r["sites"] else None,
            r["confidence"] == "unconfirmed",
            r["doubt"],
        )
        for r in wanted
    ]
    assert total_budget(found) == 228_398
    assert total_budget(row for row in found if row.parent_code == "P01") == 155_440


def test_loading_again_keeps_what_an_official_changed(seeds: None) -> None:
    Measure.objects.filter(code="M3.02").update(name="名称を直した施策")
    ProgramYear.objects.filter(program__code="P02").update(budget_first=1)
    CaseExample.objects.filter(code="CE1").update(released=False)
    inserted = reference.load_reference(make.FIXTURES)
    assert set(inserted.values()) == {0}
    assert Measure.objects.get(code="M3.02").name == "名称を直した施策"
    assert ProgramYear.objects.get(program__code="P02").budget_first == 1
    assert not CaseExample.objects.get(code="CE1").released


def number(text: str) -> int | None:
    return int(text) if text else None


def test_every_activity_agrees_with_the_fixture(seeds: None) -> None:
    found = Activity.objects.order_by("code").values_list(
        "code",
        "prefecture",
        "fiscal_year",
        "sessions",
        "participants",
        "areas",
        "other_count",
        "other_unit",
        "out_of",
        "date_label",
        "unconfirmed",
        "doubt",
    )
    assert list(found) == [
        (
            r["activity_code"],
            r["prefecture_code"] or None,
            number(r["fiscal_year"]),
            number(r["sessions"]),
            number(r["participants"]),
            number(r["areas"]),
            number(r["other_count"]),
            r["other_unit"],
            number(r["out_of"]),
            r["date_label"],
            r["confidence"] == "unconfirmed",
            r["doubt"],
        )
        for r in sorted(rows("activities"), key=lambda r: r["activity_code"])
    ]
    assert len(found) == 24
    assert sum(one[-2] for one in found) == 9


def test_every_measure_and_status_agrees_with_the_fixture(seeds: None) -> None:
    found = Measure.objects.order_by("order").values_list(
        "code", "parent__code", "node_type", "name", "target_profession", "unconfirmed"
    )
    wanted = rows("measures")
    assert list(found) == [
        (
            r["measure_code"],
            r["parent_code"] or None,
            r["node_type"],
            r["name"],
            r["target_profession"],
            r["confidence"] == "unconfirmed",
        )
        for r in wanted
    ]
    assert (len(found), sum(one[-1] for one in found)) == (57, 10)
    said = MeasureStatus.objects.order_by("measure__order")
    assert list(said.values_list("measure__code", "text", "result_fiscal_year")) == [
        (r["measure_code"], r["status_text"], number(r["result_fiscal_year"]))
        for r in wanted
        if r["status_as_of"]
    ]


def test_every_program_of_the_fixture_keeps_its_amount_and_doubt(seeds: None) -> None:
    years = ProgramYear.objects.order_by("program__code")
    found = years.values_list(
        "program__code", "fiscal_year", "budget_first", "sites_actual", "unconfirmed"
    )
    assert sorted(found) == sorted(
        (
            r["program_code"],
            int(r["fiscal_year"]),
            number(r["budget_thousand_yen"]),
            number(r["sites"]),
            r["confidence"] == "unconfirmed",
        )
        for r in rows("programs")
    )
    assert len(found) == 16
