"""Chapter 図の値: the tables behind the charts."""

from collections.abc import Sequence

from formats.dates import fiscal_year_label, fiscal_year_short, wareki
from reports.presenters.chapters import Chapter, Numbering
from reports.presenters.zones import charted, lists_reach
from reports.snapshots.progress import Progress
from reports.wording import count, rate, rate_text


def values_chapter(
    snapshot: Progress, numbering: Numbering, parts: Sequence[str]
) -> Chapter | None:
    """The tables of the charts that the report shows; None where it shows none."""
    content: dict[str, object] = {}
    if "filings" in parts and charted(snapshot):
        content |= _of_filings(snapshot, numbering)
    if "work" in parts and snapshot.work and snapshot.work.programs:
        year = fiscal_year_label(snapshot.work.fiscal_year)
        content |= {
            "budget_caption": numbering.values(f"事業別の予算額（{year}）", "measures"),
            "budget": [
                (f"{p.name}{'＊' if p.doubtful else ''}", count(p.budget))
                for p in snapshot.work.programs
            ],
            "budget_total": count(sum(p.budget for p in snapshot.work.programs)),
        }
    return (
        Chapter("図の値", "reports/pdf/progress/values.html", content)
        if content
        else None
    )


def _of_filings(snapshot: Progress, numbering: Numbering) -> dict[str, object]:
    content = {}
    if lists_reach(snapshot):
        content = {
            "clinics_caption": numbering.values(
                f"在支診の数（{wareki(snapshot.as_of)}現在）", "filings", "population"
            ),
            "clinics": [_clinics_row(z.name, z) for z in snapshot.zones],
            "clinics_total": _clinics_row(snapshot.whole, snapshot.totals),
        }
    if forecast := snapshot.forecast:
        rows = [(row.name, row.values) for row in forecast.rows]
        content |= {
            "demand_caption": numbering.values(
                f"訪問診療の需要の見通し（{forecast.unit}）",
                "forecast",
                notes=["括弧内は最初の年度を100とした値。"],
            ),
            "demand_years": [(fiscal_year_short(y), y) for y in forecast.years],
            "demand": [_demand_row(name, values) for name, values in rows],
            "demand_total": _demand_row(snapshot.whole, forecast.total),
        }
    return content


def _clinics_row(name: str, zone) -> dict:
    return {
        "name": name,
        "population": count(zone.population75),
        "zaishishin": count(zone.zaishishin),
        "enhanced": count(zone.enhanced),
        "rate": rate_text(rate(zone.zaishishin, zone.population75)),
    }


def _demand_row(name: str, values: Sequence[int]) -> dict:
    base = values[0]
    cells = [
        {"value": count(v), "index": f"{v / base * 100:.0f}" if base else "―"}
        for v in values
    ]
    return {"name": name, "cells": cells}
