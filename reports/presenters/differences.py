"""Chapter 前回からの変化の内訳: everything that differs, one line each."""

from itertools import groupby

from formats.dates import wareki
from reports.changes import SORTS
from reports.presenters.chapters import Chapter, Numbering
from reports.snapshots.shared import Report
from reports.wording import NONE, count


def differences_chapter(snapshot: Report, numbering: Numbering) -> Chapter | None:
    """None where there is no earlier report or nothing changed."""
    if snapshot.previous is None or not snapshot.change_items:
        return None
    caption = numbering.table(
        f"前回からの変化の内訳（{wareki(snapshot.previous.as_of)}から"
        f"{wareki(snapshot.as_of)}まで）",
        "designations",
        "filings",
        "indicators",
        "measures",
        notes=["届出は、2つの日のどちらにも名簿が届く場合に比べた。"],
    )
    groups = []
    for sort, items in groupby(snapshot.change_items, key=lambda item: item.sort):
        rows = [
            {
                "zone": item.zone or NONE,
                "name": item.name,
                "before": item.before,
                "after": item.after,
            }
            for item in items
        ]
        words = SORTS[sort]
        told = f"{words.words}　{count(len(rows))}{words.unit}"
        groups.append({"title": told, "rows": rows})
    return Chapter(
        "前回からの変化の内訳",
        "reports/pdf/differences.html",
        {"caption": caption, "groups": groups},
    )
