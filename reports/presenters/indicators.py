"""Chapter 指標の進み具合: values with baseline, target, trend and grade."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from formats.dates import wareki
from reports.presenters.chapters import Chapter, Numbering
from reports.snapshots.progress import Indicator, Progress
from reports.wording import NONE

GRADES = {
    "A": "目標に達した",
    "B": "計画どおり",
    "C": "遅れている",
    "D": "改善していない",
}


def indicators_chapter(snapshot: Progress, numbering: Numbering) -> Chapter | None:
    """None where no indicator has a value or a target."""
    if not snapshot.indicators:
        return None
    caption = numbering.table(
        f"指標の値と目標（{snapshot.whole}、{wareki(snapshot.as_of)}まで）",
        "indicators",
        notes=snapshot.indicator_notes,
    )
    groups = [
        {"title": level, "rows": [_row(one) for one in rows]}
        for level, rows in groupby(
            sorted(snapshot.indicators, key=lambda i: _levels(snapshot).index(i.level)),
            key=lambda i: i.level,
        )
    ]
    return Chapter(
        "指標の進み具合",
        "reports/pdf/progress/indicators.html",
        {
            "lead": _lead(snapshot),
            "caption": caption,
            "groups": groups,
            **_columns(snapshot),
        },
    )


def _columns(snapshot: Progress) -> dict[str, object]:
    """Columns that no indicator fills are left out: their room is the names'."""
    shown = {
        "baseline": any(one.baseline for one in snapshot.indicators),
        "trend": any(one.trend for one in snapshot.indicators),
        "target": any(one.target or one.grade for one in snapshot.indicators),
    }
    columns = 2 + shown["baseline"] + shown["trend"] + 4 * shown["target"]
    return {"shown": shown, "columns": columns}


def _levels(snapshot: Progress) -> list[str]:
    return list(dict.fromkeys(one.level for one in snapshot.indicators))


def _row(one: Indicator) -> dict:
    return {
        "name": one.name,
        "unit": one.unit,
        "baseline": one.baseline or NONE,
        "baseline_when": one.baseline_when,
        "trend": _trend(one),
        "value": one.value or NONE,
        "when": one.when,
        "target": one.target or NONE,
        "target_when": one.target_when,
        "ratio": one.ratio or NONE,
        "forecast": one.forecast or NONE,
        "grade": one.grade or NONE,
        "grade_words": GRADES.get(one.grade, ""),
        "low": one.grade in ("C", "D"),
    }


def _trend(one: Indicator) -> SafeString | str:
    """Earlier values, the oldest first."""
    if not one.trend:
        return NONE
    parts = ((f"{point.value}（{point.when}）",) for point in one.trend)
    return format_html_join("、", '<span class="nb">{}</span>', parts)


def _lead(snapshot: Progress) -> SafeString:
    graded = [one for one in snapshot.indicators if one.grade]
    if not graded:
        return format_html(
            "目標値のある指標はまだなく、<b>{}指標の現在の値</b>を示す。",
            len(snapshot.indicators),
        )
    return format_html_join("", "{}", ((s,) for s in _sentences(graded)))


def _sentences(graded: list[Indicator]) -> Iterator[SafeString]:
    counts = Counter(one.grade for one in graded)
    good = counts["A"] + counts["B"]
    yield format_html(
        "目標のある{}指標のうち、<b>{}指標が目標に達したか計画どおり</b>である。",
        len(graded),
        good,
    )
    late = [one.name for one in graded if one.grade in ("C", "D")]
    if late:
        more = f"ほか{len(late) - 3}" if len(late) > 3 else ""
        names = "、".join(f"「{name}」" for name in late[:3])
        yield format_html("{}{}は遅れている。", names, more)
