"""Chapter 課題: what the compliance check finds, and what officials say about single zones."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from formats.dates import wareki
from reports.presenters.chapters import Chapter, Numbering
from reports.snapshots.progress import Issue, Progress
from reports.wording import count

UNITS = {
    "C1": "圏域",
    "C2": "圏域",
    "C3": "圏域",
    "C4": "機関",
    "C5": "機関",
    "C6": "機関",
    "C7": "機関",
    "C10": "件",
}
MOST = 30


def issues_chapter(snapshot: Progress, numbering: Numbering) -> Chapter | None:
    """None where every rule holds."""
    if not snapshot.issues:
        return None
    caption = numbering.table(
        f"適合確認で分かった課題（{wareki(snapshot.as_of)}現在）",
        "designations",
        "filings",
        notes=["「要対応」は、指定又は届出の手続きを要するもの。"],
    )
    return Chapter(
        "課題",
        "reports/pdf/progress/issues.html",
        {
            "lead": _lead(snapshot),
            "caption": caption,
            "rows": [_row(issue) for issue in snapshot.issues],
        },
    )


def _row(issue: Issue) -> dict:
    more = issue.count - MOST
    return {
        "rule": issue.rule,
        "weight": "要対応" if issue.serious else "確認",
        "serious": issue.serious,
        "count": f"{count(issue.count)}{UNITS.get(issue.code, '件')}",
        "subjects": issue.subjects[:MOST],
        "more": f"ほか{more}" if more > 0 else "",
    }


def _lead(snapshot: Progress) -> SafeString:
    serious = [issue for issue in snapshot.issues if issue.serious]
    if not serious:
        return format_html("要対応の課題はなく、確認を要する課題が残る。")
    told = "、".join(
        f"{issue.rule}が{count(issue.count)}{UNITS.get(issue.code, '件')}"
        for issue in serious[:3]
    )
    return format_html("<b>{}</b>ある。", told)
