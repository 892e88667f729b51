"""Programs by fiscal year: budgets and their shares, evaluation, results, sheet, the next year."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEvent, User
from programs.actions import (
    carry_over,
    carry_over_all,
    confirm_fact,
    edit_year,
    evaluate_year,
    set_result,
    set_sheet,
)
from programs.errors import NotAllowed, RuleBroken, Stale
from programs.kinds import Achievement, Funding, ResultKind, SheetSection
from programs.models import ProgramYear
from programs.shares import by_the_rule, follows_the_rule
from programs.summary import shares_of, sheet_of, sheets_on
from tests.factories import people, places
from tests.factories import programs as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def year() -> ProgramYear:
    program = make.program(funding=Funding.FUND, fund_kind="2")
    return make.year(program, sites_actual=12, settled=8_500)


def edited(year: ProgramYear, by: User, **values: object) -> bool:
    return edit_year(
        year=year, version=year.version, values=values, reason="試験のため", by=by
    )


@pytest.mark.parametrize(
    ("budget", "national", "prefecture"),
    [(85_419, 56_946, 28_473), (94_420, 62_947, 31_473), (1, 1, 0), (3, 2, 1)],
)
def test_the_fund_is_paid_two_to_one(
    budget: int, national: int, prefecture: int
) -> None:
    shares = by_the_rule(budget)
    assert (shares.national, shares.prefecture) == (national, prefecture)
    assert shares.total == budget
    assert follows_the_rule(national, prefecture)


def test_shares_of_a_program_of_the_fund_are_computed_until_they_are_given(
    year: ProgramYear, official: User
) -> None:
    assert shares_of(year).computed
    edited(year, official, national_share=6_000, prefecture_share=3_000)
    given = shares_of(ProgramYear.objects.get())
    assert (given.national, given.prefecture, given.computed) == (6_000, 3_000, False)
    other = make.year(make.program(funding=Funding.OWN))
    assert shares_of(other) is None


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"national_share": 6_000}, "P1"),
        ({"national_share": 6_000, "prefecture_share": 2_999}, "P1"),
        ({"national_share": 4_500, "prefecture_share": 4_500}, "P2"),
        ({"budget_supplementary": -9_001}, "P3"),
        ({"budget_first": None, "budget_supplementary": 1}, "P3"),
    ],
)
def test_budgets_and_shares_that_do_not_agree_are_refused(
    year: ProgramYear, official: User, values: dict[str, object], rule: str
) -> None:
    with pytest.raises(RuleBroken, match=rule):
        edited(year, official, **values)
    assert ProgramYear.objects.get().version == 1


def test_a_supplementary_budget_moves_the_shares_with_it(
    year: ProgramYear, official: User
) -> None:
    edited(
        year,
        official,
        budget_supplementary=-3_000,
        national_share=4_000,
        prefecture_share=2_000,
    )
    assert ProgramYear.objects.get().budget == 6_000


@pytest.mark.parametrize(
    "values",
    [
        {"national_share": 1, "prefecture_share": None},
        {"national_share": 6_000, "prefecture_share": 2_999},
        {"budget_supplementary": -9_001},
        {"achievement": Achievement.ACHIEVED},
    ],
)
def test_the_database_keeps_budget_shares_and_evaluation_whole(
    year: ProgramYear, values: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgramYear.objects.update(**values)


def test_the_second_of_two_edits_is_stale(year: ProgramYear, official: User) -> None:
    edited(year, official, settled=8_000)
    with pytest.raises(Stale):
        edit_year(
            year=ProgramYear.objects.get(),
            version=1,
            values={"settled": 7_000},
            reason="",
            by=official,
        )


def test_nobody_else_edits_a_program(year: ProgramYear) -> None:
    town = places.municipality("01101")
    for who in (
        people.official("15"),
        people.clerk(places.health_centre([town])),
        people.committee_member(),
        people.administrator(),
    ):
        with pytest.raises(NotAllowed):
            edited(year, who, settled=1)


def evaluated(year: ProgramYear, by: User) -> None:
    evaluate_year(
        year=year,
        version=year.version,
        achievement=Achievement.PARTLY,
        evaluation="16か所の予定に12か所",
        next_year="対象を広げる",
        on=date(2026, 4, 20),
        by=by,
    )


def test_an_evaluation_stands_on_the_sheet(year: ProgramYear, official: User) -> None:
    evaluated(year, official)
    sheet = sheet_of(ProgramYear.objects.get())
    assert (sheet.row.achievement, sheet.evaluation) == (
        "一部達成",
        "16か所の予定に12か所",
    )
    assert (sheet.next_year, sheet.evaluated_on) == ("対象を広げる", date(2026, 4, 20))
    assert AuditEvent.objects.filter(action="evaluate_program_year").count() == 1


def test_results_keep_their_decimals_and_their_base(
    year: ProgramYear, official: User
) -> None:
    for name, actual, out_of in (("参加率", Decimal("74.5"), None), ("導入", 12, 16)):
        set_result(
            year=year,
            kind=ResultKind.OUTCOME,
            name=name,
            unit="%" if out_of is None else "医師会",
            planned=Decimal(80),
            actual=actual,
            out_of=out_of,
            by=official,
        )
    figures = sheet_of(year).figures
    assert [figure.words for figure in figures] == ["74.5%", "12／16医師会"]


def test_a_line_of_the_sheet_that_stays_keeps_its_doubt(
    year: ProgramYear, official: User
) -> None:
    year.lines.create(
        section="purpose", order=1, text="前からの行", unconfirmed=True, doubt="推定"
    )
    sections = {SheetSection.PURPOSE: ["新しい行", "前からの行"]}
    assert set_sheet(year=year, sections=sections, by=official) == 1
    lines = year.lines.order_by("order")
    assert list(lines.values_list("text", "unconfirmed")) == [
        ("新しい行", False),
        ("前からの行", True),
    ]


def test_the_next_year_starts_as_a_draft_of_this_one(
    year: ProgramYear, official: User
) -> None:
    evaluated(year, official)
    for section in (SheetSection.PURPOSE, SheetSection.RESULTS):
        year.lines.create(section=section, order=1, text=section.label)
    set_result(
        year=year, kind=ResultKind.OUTPUT, name="か所", actual=Decimal(12), by=official
    )
    following = carry_over(year=year, by=official)
    assert (following.fiscal_year, following.budget, following.sites_planned) == (
        make.YEAR + 1,
        9_000,
        12,
    )
    assert following.unconfirmed
    assert "令和7年度から引き継いだ" in following.doubt
    assert (following.settled, following.sites_actual, following.achievement) == (
        None,
        None,
        "",
    )
    assert [line.section for line in following.lines.all()] == ["purpose"]
    assert [result.actual for result in following.results.all()] == [None]
    with pytest.raises(RuleBroken, match="もう登録されています"):
        carry_over(year=year, by=official)
    confirm_fact(
        fact=following, version=following.version, reason="予算書で確認", by=official
    )
    assert not ProgramYear.objects.get(pk=following.pk).unconfirmed


def test_all_programs_that_run_on_are_carried_over_once(
    year: ProgramYear, official: User
) -> None:
    make.year(make.program(ends_on=date(2026, 3, 31)))
    make.year(make.program("15"))
    running = make.year(make.program(ends_on=date(2026, 4, 1)))
    carried = carry_over_all(
        prefecture=places.prefecture(), fiscal_year=make.YEAR, by=official
    )
    assert {made.program for made in carried} == {year.program, running.program}
    again = carry_over_all(
        prefecture=places.prefecture(), fiscal_year=make.YEAR, by=official
    )
    assert again == []


def test_the_sheets_of_a_day_are_those_of_programs_in_force(year: ProgramYear) -> None:
    make.year(make.program(ends_on=date(2025, 9, 30)))
    make.year(make.program(record_type="parent"))
    make.year(make.program("15"))
    late = make.program()
    make.year(late, fiscal_year=make.YEAR + 1)
    assert [s.row.pk for s in sheets_on("01", make.TODAY)] == [year.program_id]
    following = [s.row.pk for s in sheets_on("01", date(2026, 4, 1))]
    assert following == [year.program_id, late.pk]
