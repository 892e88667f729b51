"""Programs in words: the list, one program, its years and its sheet; and the same for a workbook."""

from collections.abc import Iterable, Sequence
from datetime import date

from formats.dates import fiscal_year_label, fiscal_year_short, wareki
from formats.tables import Column, Table
from programs.models import Program, ProgramYear
from programs.shares import Shares
from programs.summary import ProgramRow, Sheet, shares_of, total_budget


def list_figures(rows: Sequence[ProgramRow]) -> list[dict[str, object]]:
    counting = [row for row in rows if row.counts]
    shared = [row.shares for row in counting if row.shares]
    return [
        {"label": "事業", "value": len(counting), "unit": "事業"},
        {
            "label": "予算額（千円）",
            "value": total_budget(rows),
            "note": "事業ごとに1回",
        },
        {
            "label": "うち国費（千円）",
            "value": sum(s.national for s in shared) if shared else None,
            "note": f"財源の分かる{len(shared)}事業",
        },
        {
            "label": "評価済み",
            "value": sum(bool(row.achievement) for row in counting),
            "unit": "事業",
        },
        {
            "label": "未確認",
            "value": sum(row.unconfirmed for row in rows),
            "unit": "事業",
            "url": "?doubtful=on",
        },
    ]


def shares_words(shares: Shares | None) -> str | None:
    if shares is None:
        return None
    other = f"、その他{shares.other:,}千円" if shares.other else ""
    ground = "（国3分の2・都道府県3分の1で計算）" if shares.computed else ""
    return (
        f"国{shares.national:,}千円、都道府県{shares.prefecture:,}千円{other}{ground}"
    )


def program_facts(program: Program) -> list[dict[str, object]]:
    """What holds for all years of a program."""
    start = wareki(program.starts_on) if program.starts_on else ""
    end = wareki(program.ends_on) if program.ends_on else ""
    facts = [
        {"label": "コード", "value": program.code},
        {"label": "区分", "value": program.get_record_type_display()},
        {"label": "地域", "value": program.region},
        {
            "label": "総称",
            "value": str(program.parent) if program.parent else None,
            "url": program.parent.get_absolute_url() if program.parent else "",
        },
        {"label": "財源", "value": program.get_funding_display()},
        {
            "label": "基金の区分",
            "value": program.get_fund_kind_display() or None,
        },
        {"label": "標準事業例", "value": program.standard_project or None},
        {"label": "実施主体", "value": "、".join(program.implementing_bodies) or None},
        {"label": "対象職種", "value": "、".join(program.target_professions) or None},
        {"label": "期間", "value": f"{start}〜{end}" if start or end else None},
        {"label": "出典", "value": program.source or None},
    ]
    return [fact for fact in facts if fact["value"]]


def year_facts(year: ProgramYear) -> list[dict[str, object]]:
    """Budget, shares, sites and evaluation of a year."""
    facts = [
        {"label": "当初予算額", "value": _thousand(year.budget_first)},
        {
            "label": "補正額",
            "value": _thousand(year.budget_supplementary or None),
        },
        {"label": "決算額", "value": _thousand(year.settled)},
        {"label": "負担", "value": shares_words(shares_of(year))},
        {"label": "計画数", "value": _sites(year.sites_planned, year.sites_unit)},
        {
            "label": "実施数",
            "value": _sites(year.sites_actual, year.sites_unit),
            "note": year.as_of_label,
        },
        {"label": "取組状況", "value": year.status_text or None},
    ]
    return [fact for fact in facts if fact["value"] is not None]


def _thousand(amount: int | None) -> str | None:
    return None if amount is None else f"{amount:,}千円"


def _sites(number: int | None, unit: str) -> str | None:
    return None if number is None else f"{number:,}{unit}"


def year_rows(
    years: Iterable[ProgramYear], shown: ProgramYear
) -> list[dict[str, object]]:
    """The years of a program side by side."""
    return [
        {
            "label": fiscal_year_label(year.fiscal_year),
            "url": f"?year={year.fiscal_year}",
            "current": year == shown,
            "budget": year.budget,
            "settled": year.settled,
            "planned": year.sites_planned,
            "actual": year.sites_actual,
            "unit": year.sites_unit,
            "achievement": year.get_achievement_display(),
            "unconfirmed": year.unconfirmed,
        }
        for year in years
    ]


def sheet_table(sheet: Sheet, day: date) -> Table:
    """The sheet of a program as rows of heading and line."""
    row = sheet.row
    lines: list[tuple[object, ...]] = [
        ("事業名", row.name, ""),
        ("地域", row.region, row.doubt if row.unconfirmed else ""),
        ("年度", fiscal_year_label(row.fiscal_year), ""),
        ("予算額（千円）", row.budget, ""),
        ("負担", shares_words(row.shares), ""),
    ]
    lines += [
        (f.label, f.words, f.doubt if f.unconfirmed else "") for f in sheet.figures
    ]
    lines += [
        (title, text.text, text.doubt if text.unconfirmed else "")
        for title, texts in sheet.sections
        for text in texts
    ]
    if sheet.evaluation:
        lines.append(
            (f"{fiscal_year_short(row.fiscal_year)}の評価", sheet.evaluation, "")
        )
        lines.append(("次年度に向けて", sheet.next_year, ""))
    return Table(
        title=row.short_name,
        columns=[
            Column("項目"),
            Column("内容", width=60),
            Column("未確認の理由", width=40),
        ],
        rows=lines,
        source=row.source,
        as_of=day,
    )
