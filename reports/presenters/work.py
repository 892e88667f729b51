"""Chapters on what is done: measures and programs of the year, and the roadmap of the hubs."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from formats.dates import fiscal_year, fiscal_year_label
from reports import figures
from reports.presenters.chapters import Chapter, Numbering, comments_on
from reports.presenters.summary import in_coordination, year_of
from reports.roadmap_drawing import roadmap_chart
from reports.snapshots.progress import (
    ActivityKind,
    Measure,
    MeasureArea,
    Program,
    Progress,
    RoadmapYear,
)
from reports.wording import NONE, count, own_word, signed, span, tail


def work_chapter(snapshot: Progress, numbering: Numbering) -> Chapter | None:
    """Measures with status and budget, the budgets as a chart, and what was done."""
    work = snapshot.work
    if work is None:
        return None
    own, year = own_word(snapshot.prefecture), fiscal_year_label(work.fiscal_year)
    content: dict[str, object] = {"comments": comments_on(snapshot, "measure")}
    if work.areas:
        content |= {
            "caption": numbering.table(
                f"{own}による在宅医療の推進に向けた主な施策（{work.as_of}）",
                "measures",
                notes=work.notes,
            ),
            "areas": [_area(area) for area in work.areas],
            "total": count(sum(p.budget for p in work.programs)),
            "programs": len(work.programs),
        }
    if work.programs:
        content |= {
            "budget": figures.budget_chart(work.programs),
            "budget_caption": numbering.figure(
                f"事業別の予算額（{year}、千円）", "measures"
            ),
            "programs_caption": numbering.table(
                f"補助事業の予算と実施の状況（{year}）",
                "measures",
                notes=["増減は前年度の予算額との差。前年度の記録のないものは「―」。"],
            ),
            "program_rows": [_program(p) for p in work.programs],
            "programs_total": _programs_total(work.programs),
        }
    if work.activities:
        content |= {
            "activities_caption": numbering.table(
                "取組の実績（年度、種類別）", "activities"
            ),
            "activities": [_activity(kind) for kind in work.activities],
        }
    return Chapter(
        f"施策の取組状況（{year}）", "reports/pdf/progress/work.html", content
    )


def _program(program: Program) -> dict:
    known = program.previous is not None
    return {
        "name": f"{program.name}{'＊' if program.doubtful else ''}",
        "budget": count(program.budget),
        "previous": count(program.previous),
        "step": signed(program.budget - program.previous) if known else NONE,
        "settled": count(program.settled),
        "sites": NONE
        if program.sites is None
        else f"{program.sites:,}{program.sites_unit}",
        "achievement": program.achievement or NONE,
    }


def _programs_total(programs: Sequence[Program]) -> dict:
    """Sums; what was before is added up only where every program has it."""
    before = [p.previous for p in programs]
    budget = sum(p.budget for p in programs)
    known = None not in before
    return {
        "budget": count(budget),
        "previous": count(sum(before)) if known else NONE,
        "step": signed(budget - sum(before)) if known else NONE,
    }


def _activity(kind: ActivityKind) -> dict:
    return {
        "year": f"{fiscal_year_label(kind.fiscal_year)}（{kind.fiscal_year}）",
        "name": kind.name,
        "activities": count(kind.activities),
        "sessions": count(kind.sessions),
        "participants": count(kind.participants),
        "areas": count(kind.areas),
    }


def roadmap_chapter(snapshot: Progress, numbering: Numbering) -> Chapter | None:
    """Targets and results by year, and the state of each zone; None without a roadmap."""
    if not snapshot.roadmap:
        return None
    own = own_word(snapshot.prefecture)
    return Chapter(
        "拠点の指定の工程",
        "reports/pdf/progress/roadmap.html",
        {
            "lead": _lead(snapshot),
            "own": own,
            "caption": numbering.table(
                "年度別の目標と実績（拠点を指定した圏域の数）",
                "roadmap",
                "designations",
                notes=snapshot.roadmap_notes,
            ),
            "years": _years(snapshot),
            "chart": roadmap_chart(snapshot),
            "chart_caption": numbering.figure(
                "圏域別の工程（濃い帯は指定済み、淡い帯は調整中、白い枠は予定の年度）",
                "designations",
                "roadmap",
            ),
        },
    )


def _area(area: MeasureArea) -> dict:
    rows, last = [], ""
    for measure in area.measures:
        rows.append(_measure(measure, "" if measure.target == last else measure.target))
        last = measure.target
    return {"name": area.name, "rows": rows, "whole": len(rows) < 8}


def _measure(measure: Measure, target: str) -> dict:
    number = NONE if measure.count is None else f"{measure.count:,}{measure.count_unit}"
    return {
        "target": target,
        "name": tail(measure.name),
        "status": tail(
            (measure.status or "記載なし") + ("＊" if measure.doubtful else "")
        ),
        "number": number,
        "budget": count(measure.budget),
        "repeated": measure.repeated,
        "implementer": measure.implementer,
    }


def _years(snapshot: Progress) -> list[dict]:
    rows, so_far = [], 0
    for year in snapshot.roadmap:
        so_far += year.done or 0
        rows.append(
            _year(year, so_far, year.fiscal_year == fiscal_year(snapshot.as_of))
        )
    return rows


def _year(year: RoadmapYear, so_far: int, current: bool) -> dict:
    mark = "＊" if year.doubtful else ""
    return {
        "label": fiscal_year_label(year.fiscal_year),
        "west": year.fiscal_year,
        "current": current,
        "target": span(year.target_min, year.target_max),
        "cumulative": span(year.cumulative_min, year.cumulative_max),
        "mark": mark,
        "done": count(year.done),
        "so_far": NONE if year.done is None else count(so_far),
        "planned": count(year.planned),
    }


def _lead(snapshot: Progress) -> SafeString:
    year, so_far = year_of(snapshot), snapshot.totals.hub_zones
    coming = len(in_coordination(snapshot))
    if year is None:
        return format_html("拠点を指定した圏域は累計<b>{}圏域</b>である。", so_far)
    label, done = fiscal_year_label(year.fiscal_year), year.done or 0
    told = (
        f"{label}は{done}圏域を指定し、累計{so_far}圏域である。"
        if done
        else f"{label}の新たな指定はなく、累計{so_far}圏域である。"
    )
    if not coming or year.cumulative_min is None:
        return format_html("{}", told)
    reached = so_far + coming
    missing = year.cumulative_min - reached
    end = "下限に届く" if missing <= 0 else f"下限まであと{missing}圏域となる"
    return format_html(
        "{}調整中の{}圏域を加えると<b>{}圏域</b>となり、年度末の目標の<b>{}</b>。",
        told, coming, reached, end,
    )  # fmt: skip
