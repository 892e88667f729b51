"""The form of words: its boxes in groups, with what stood in each before."""

from django.utils import timezone

from formats.dates import wareki_short
from reports.forms import WordsForm
from reports.kinds import OPEN
from reports.models import Edition, EditionText

About = EditionText.About
TITLES = {
    "whole": "報告書全体",
    About.ZONE: "圏域のコメント",
    About.MEASURE: "施策のコメント",
}


def is_open(edition: Edition) -> bool:
    return edition.status in OPEN


def groups(form: WordsForm, edition: Edition) -> list[dict[str, object]]:
    """The boxes by what they are about; measures and zones only where there are any."""
    before = _earlier(edition)
    found: dict[str, list[dict[str, object]]] = {}
    for (about, key), name in form.names.items():
        group = about if about in TITLES else "whole"
        box = {"field": form[name], "seen": form[form.mark_name(name)],
               "earlier": before.get((about, key), [])}  # fmt: skip
        found.setdefault(group, []).append(box)
    return [
        {"title": TITLES[group], "boxes": boxes, "wide": group == "whole"}
        for group, boxes in found.items()
    ]


def _earlier(edition: Edition) -> dict[tuple[str, str], list[dict[str, str]]]:
    """What stood in each place before, newest first, without what stands there now."""
    rows = EditionText.history.filter(edition_id=edition.pk).select_related(
        "written_by"
    )
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows.order_by("-history_date", "-history_id"):
        at = timezone.localtime(row.history_date)
        found.setdefault((row.about, row.key), []).append(
            {
                "text": row.text,
                "note": f"{wareki_short(at.date())} {at:%H:%M}　{row.written_by or 'システム'}",
            }
        )
    return {
        place: [one for one in rows[1:] if one["text"]] for place, rows in found.items()
    }
