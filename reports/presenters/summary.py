"""Chapter 要点: the leading sentence, the five figures, changes since the last meeting, questions."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from formats.dates import fiscal_year, fiscal_year_label, wareki
from reports.presenters.chapters import Chapter, Heading, Numbering
from reports.presenters.zones import findings
from reports.snapshots.progress import (
    Progress,
    RoadmapYear,
    SummaryFigure,
    Zone,
)
from reports.snapshots.shared import Change
from reports.wording import change_words, clauses, count, join_names, signed, span

# Label in two lines, unit, and whether the value is out of all zones.
FIGURES = {
    "hub_zones": (("連携の拠点を", "指定した圏域"), "圏域"),
    "active": (("積極的役割を担う", "医療機関"), "機関"),
    "zaishishin": (("在宅療養支援", "診療所"), "機関"),
    "zaishibyo": (("在宅療養支援", "病院"), "機関"),
    "zones_without_clinic": (("在支診のない", "圏域"), "圏域"),
}


def summary_chapter(snapshot: Progress, numbering: Numbering) -> Chapter:
    """The page a committee member reads first."""
    headings, changes = [], None
    if snapshot.previous:
        headings.append(Heading("changes", "前回からの変化"))
        changes = numbering.table(
            f"前回からの変化（{wareki(snapshot.previous.as_of)}から"
            f"{wareki(snapshot.as_of)}まで）",
            "designations",
            "filings",
        )
    points = [] if changes else list(findings(snapshot))
    if points:
        headings.append(Heading("points", "本書から読み取れること"))
    if snapshot.questions:
        headings.append(Heading("questions", "委員会で確認いただきたい事項"))
    return Chapter(
        "要点",
        "reports/pdf/progress/summary.html",
        {
            "lead": lead(snapshot),
            "foreword": [
                line for line in snapshot.foreword.splitlines() if line.strip()
            ],
            "figures": [_figure(f, len(snapshot.zones)) for f in snapshot.summary],
            "caption": changes,
            "changes": [_change(c) for c in snapshot.changes],
            "points": points,
            "questions": snapshot.questions,
        },
        tuple(headings),
    )


def lead(snapshot: Progress) -> SafeString:
    """How many zones have a hub, how far the year's target is, and what is missing beside it."""
    zones, done = len(snapshot.zones), snapshot.totals.hub_zones
    if not done:
        first = format_html(
            "連携の拠点を指定した圏域は、<b>{}圏域のうちまだない</b>。", zones
        )
    elif done == zones:
        first = format_html("連携の拠点は<b>{}圏域のすべて</b>で指定した。", zones)
    else:
        first = format_html(
            "連携の拠点の指定は<b>{}圏域のうち{}圏域</b>となった。", zones, done
        )
    sentences = [first, _target(snapshot), _without_active(snapshot)]
    return format_html_join("", "{}", ((s,) for s in sentences))


def year_of(snapshot: Progress) -> RoadmapYear | None:
    """The roadmap's line for the fiscal year of the as-of day."""
    year = fiscal_year(snapshot.as_of)
    return next((y for y in snapshot.roadmap if y.fiscal_year == year), None)


def in_coordination(snapshot: Progress) -> list[Zone]:
    """Zones without a hub in force where one is being prepared."""
    return [
        zone
        for zone in snapshot.zones
        if any(h.state == "coordinating" for h in zone.hubs)
        and not any(h.state == "in_force" for h in zone.hubs)
    ]


def _target(snapshot: Progress) -> str | SafeString:
    year = year_of(snapshot)
    coming = in_coordination(snapshot)
    preparing = (
        f"{join_names([z.name for z in coming], 3)}が調整中である。" if coming else ""
    )
    if year is None or year.cumulative_min is None:
        return preparing
    target = (
        f"{fiscal_year_label(year.fiscal_year)}末の目標"
        f"（累計{span(year.cumulative_min, year.cumulative_max)}圏域）"
    )
    missing = year.cumulative_min - snapshot.totals.hub_zones
    if missing <= 0:
        return f"{target}の下限に達している。{preparing}"
    end = f"で、{preparing}" if preparing else "である。"
    return format_html("{}の下限まで<b>あと{}圏域</b>{}", target, missing, end)


def _without_active(snapshot: Progress) -> str:
    alone = [
        zone.name
        for zone in snapshot.zones
        if any(h.state == "in_force" for h in zone.hubs) and not zone.active
    ]
    if not alone:
        return ""
    return (
        f"{join_names(alone, 3)}には、拠点と併せて指定すべき"
        "積極的役割を担う医療機関がまだない。"
    )


def _figure(figure: SummaryFigure, zones: int) -> dict:
    label, unit = FIGURES[figure.key]
    before, step = change_words(figure.value, figure.previous)
    out_of = f"／{zones:,}{unit}" if figure.key == "hub_zones" else unit
    known = figure.value is not None
    return {
        "label": label,
        "value": count(figure.value) if known else "名簿なし",
        "unit": out_of if known else "",
        "known": known,
        "before": before,
        "step": step,
        "notes": [clauses(note) for note in figure.notes],
    }


def _change(change: Change) -> dict:
    number = signed(change.count) if change.signed else count(change.count)
    return {
        "subject": change.subject,
        "number": number,
        "unit": change.unit,
        "detail": clauses(change.detail),
        "effect": change.effect,
    }
