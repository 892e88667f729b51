"""Writing the years of programs: budget, evaluation, results, sheet, and carrying over."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from accounts.roles import Permission
from formats.dates import fiscal_year_label
from programs import rules
from programs.actions.writing import (
    audit,
    change,
    create,
    refuse,
    require,
    require_editable,
)
from programs.kinds import Achievement, Funding, ResultKind, SheetSection
from programs.models import Program, ProgramResult, ProgramYear, SheetLine
from zones.models import Prefecture

BUDGET = (
    "budget_first",
    "budget_supplementary",
    "national_share",
    "prefecture_share",
    "other_share",
)


CARRIED = ("sites_unit", "budget_first", "sites_planned")
CARRIED_LINES = (
    SheetSection.BACKGROUND,
    SheetSection.PURPOSE,
    SheetSection.OUTLINE,
    SheetSection.FEATURES,
    SheetSection.COOPERATION,
)


@transaction.atomic
def edit_year(
    *,
    year: ProgramYear,
    version: int,
    values: dict[str, object],
    reason: str,
    by: User,
) -> bool:
    """Change budget, shares, sites and status of a year. Rules P1 to P4 are asked."""
    require(by, Permission.EDIT_PROGRAMS)
    require_editable(year.program, by)
    # Grants are decided under the same lock, so the budget cannot fall below them meanwhile.
    ProgramYear.objects.select_for_update().get(pk=year.pk)
    told = {f: values.get(f, getattr(year, f)) for f in BUDGET}
    first, supplementary = told["budget_first"], told["budget_supplementary"] or 0
    budget = None if first is None else first + supplementary
    decided = year.grants.counting().aggregate(sum=Sum("decided"))["sum"] or 0
    shares = told["national_share"], told["prefecture_share"]
    refuse(
        rules.gathered(
            rules.p3_budget_is_not_below_zero(first=first, supplementary=supplementary),
            rules.p1_shares_add_up(
                budget=budget,
                national=shares[0],
                prefecture=shares[1],
                other=told["other_share"] or 0,
            ),
            rules.p2_fund_is_two_to_one(
                is_fund=year.program.funding == Funding.FUND,
                national=shares[0],
                prefecture=shares[1],
            ),
            rules.p4_budget_covers_the_grants(budget=budget, decided=decided),
        )
    )
    changed = change(year, values, version=version, reason=reason, by=by)
    if changed:
        audit("edit_program_year", year, reason=reason, by=by)
    return changed


@transaction.atomic
def evaluate_year(
    *,
    year: ProgramYear,
    version: int,
    achievement: Achievement,
    evaluation: str,
    next_year: str,
    on: date,
    by: User,
) -> bool:
    """Record the yearly evaluation: whether it was achieved, why, and what comes next."""
    require(by, Permission.EDIT_PROGRAMS)
    require_editable(year.program, by)
    values = {
        "achievement": achievement,
        "evaluation": evaluation,
        "next_year": next_year,
        "evaluated_on": on,
    }
    changed = change(year, values, version=version, by=by)
    if changed:
        audit("evaluate_program_year", year, by=by)
    return changed


@transaction.atomic
def set_result(
    *,
    year: ProgramYear,
    kind: ResultKind,
    name: str,
    unit: str = "",
    planned: Decimal | None = None,
    actual: Decimal | None = None,
    out_of: int | None = None,
    by: User,
) -> ProgramResult:
    """Set an output or outcome indicator of a year; one of the same name is rewritten."""
    require(by, Permission.EDIT_PROGRAMS)
    require_editable(year.program, by)
    values = {"unit": unit, "planned": planned, "actual": actual, "out_of": out_of}
    result, made = ProgramResult.objects.get_or_create(
        year=year,
        kind=kind,
        name=name,
        defaults={**values, "order": year.results.count()},
    )
    if not made:
        for field, value in values.items():
            setattr(result, field, value)
        result.save(update_fields=list(values))
    audit("set_program_result", year, detail={"name": name}, by=by)
    return result


@transaction.atomic
def remove_result(*, result: ProgramResult, by: User) -> None:
    """Take an indicator off a year."""
    require(by, Permission.EDIT_PROGRAMS)
    require_editable(result.year.program, by)
    audit("remove_program_result", result.year, detail={"name": result.name}, by=by)
    result.delete()


@transaction.atomic
def set_sheet(
    *, year: ProgramYear, sections: Mapping[SheetSection, Sequence[str]], by: User
) -> int:
    """Rewrite the lines of a sheet; gives how many are new.

    A line that stays as it was keeps its source and its doubt.
    """
    require(by, Permission.EDIT_PROGRAMS)
    require_editable(year.program, by)
    before = {(line.section, line.text): line for line in year.lines.all()}
    added = 0
    for section, texts in sections.items():
        for order, text in enumerate(texts, start=1):
            line = before.pop((section, text), None)
            if line is None:
                create(
                    SheetLine(year=year, section=section, order=order, text=text), by=by
                )
                added += 1
            elif line.order != order:
                line.order = order
                line.save(update_fields=["order"])
    gone = [line for line in before.values() if line.section in sections]
    for line in gone:
        line._history_user = by
        line.delete()
    if added or gone:
        audit("set_sheet", year, by=by)
    return added + len(gone)


@transaction.atomic
def carry_over(*, year: ProgramYear, by: User) -> ProgramYear:
    """Make the next fiscal year of a program from this one.

    The first budget, the plan and the standing parts of the sheet go along as a draft to be
    confirmed; results, shares and the evaluation begin anew.
    """
    require(by, Permission.EDIT_PROGRAMS)
    require_editable(year.program, by)
    following = year.fiscal_year + 1
    if year.program.years.filter(fiscal_year=following).exists():
        refuse([f"{fiscal_year_label(following)}はもう登録されています。"])
    if year.program.ends_on and year.program.ends_on < date(following, 4, 1):
        refuse(["この事業は終了しているため、次の年度に引き継げません。"])
    copy = ProgramYear(
        program=year.program,
        fiscal_year=following,
        unconfirmed=True,
        doubt=f"{fiscal_year_label(year.fiscal_year)}から引き継いだ額と計画で、まだ確かめていない",
        **{name: getattr(year, name) for name in CARRIED},
    )
    if copy.sites_planned is None:
        copy.sites_planned = year.sites_actual
    create(copy, reason="前年度から引き継ぎ", by=by)
    for line in year.lines.filter(section__in=CARRIED_LINES):
        create(
            SheetLine(
                year=copy,
                section=line.section,
                order=line.order,
                text=line.text,
                source=line.source,
                unconfirmed=line.unconfirmed,
                doubt=line.doubt,
            ),
            by=by,
        )
    for result in year.results.all():
        ProgramResult.objects.create(
            year=copy,
            kind=result.kind,
            order=result.order,
            name=result.name,
            unit=result.unit,
            out_of=result.out_of,
        )
    audit("carry_over_program", copy, by=by)
    return copy


@transaction.atomic
def carry_over_all(
    *, prefecture: Prefecture, fiscal_year: int, by: User
) -> list[ProgramYear]:
    """Carry every program of a prefecture that runs on to the next fiscal year, once."""
    require(by, Permission.EDIT_PROGRAMS)
    following = date(fiscal_year + 1, 4, 1)
    years = ProgramYear.objects.editable_by(by).filter(
        program__prefecture=prefecture, fiscal_year=fiscal_year
    )
    done = Program.objects.filter(years__fiscal_year=fiscal_year + 1)
    years = years.exclude(program__ends_on__lt=following).exclude(
        program__in=done.values("pk")
    )
    return [
        carry_over(year=year, by=by)
        for year in years.select_related("program").order_by("program__code")
    ]
