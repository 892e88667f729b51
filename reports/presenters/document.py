"""A document as the template shows it: cover, what its words mean, chapters in order, colophon."""

from dataclasses import dataclass

from formats.dates import wareki, wareki_short
from reports.fonts import Unprinted
from reports.presenters.chapters import Chapter, Numbering
from reports.snapshots.shared import Edition, Report
from reports.wording import day_with_weekday, day_with_west

Terms = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the last page says of the paper itself; `checksum` is that of the canonical JSON."""

    checksum: str
    typeface: str
    unprinted: tuple[Unprinted, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """All that the template shows. Without a cover there are no contents either."""

    title: str
    running_title: str
    stamp: str
    author: str
    cover: dict | None
    terms: Terms
    chapters: tuple[Chapter, ...]
    dense: bool = False

    @property
    def link_words(self) -> dict[str, str]:
        """What a screen reader says for each link of the contents."""
        words = {c.id: f"{c.number} {c.title}".strip() for c in self.chapters}
        return words | {h.id: h.title for c in self.chapters for h in c.headings}


def document_of(
    snapshot: Report,
    chapters: list[Chapter],
    terms: Terms = (),
    *,
    covered: bool = True,
    numbered: bool = True,
    dense: bool = False,
) -> Document:
    """The document of a snapshot; chapters get their numbers here."""
    for number, chapter in enumerate(chapters, 1):
        chapter.place = number
        chapter.number = str(number) if numbered and chapter.listed else ""
    title = "".join(snapshot.title.split())
    return Document(
        title=f"{snapshot.prefecture} {title}（{_day(snapshot)}）{_edition(snapshot)}",
        running_title="　".join(snapshot.title.split()),
        stamp="　".join(
            filter(None, (_day(snapshot), _edition(snapshot), snapshot.prefecture))
        ),
        author=snapshot.prefecture,
        cover=cover_of(snapshot) if covered else None,
        terms=terms,
        chapters=tuple(chapters),
        dense=dense,
    )


def _day(snapshot: Report) -> str:
    return f"{wareki(snapshot.as_of)}現在"


def _edition(snapshot: Report) -> str:
    return f"第{snapshot.edition.number}版" if snapshot.edition else ""


def cover_of(snapshot: Report) -> dict:
    """The words of the cover."""
    meeting, edition, previous = snapshot.meeting, snapshot.edition, snapshot.previous
    facts = [("対象", snapshot.scope)] if snapshot.scope else []
    if previous:
        label = previous.label
        told = f"{label}（{wareki(previous.as_of)}現在）"
        facts.append(("前回報告", told if label != wareki(previous.as_of) else label))
    if edition:
        facts.append(("版", _edition_words(edition)))
        if edition.workbook:
            facts.append(("同じ表のExcel", edition.workbook))
    return {
        "meeting": meeting.name if meeting else "",
        "meeting_day": day_with_weekday(meeting.day) if meeting and meeting.day else "",
        "paper": meeting.paper if meeting else "",
        "plan": snapshot.plan,
        "title": snapshot.title.split(),
        "as_of": f"{day_with_west(snapshot.as_of)}現在",
        "facts": facts,
        "prefecture": snapshot.prefecture,
        "notice": snapshot.notice,
    }


def _edition_words(edition: Edition) -> str:
    return f"第{edition.number}版（{wareki(edition.day)}確定）"


def sources_chapter(
    snapshot: Report, numbering: Numbering, imprint: Imprint
) -> Chapter:
    """Sources with the places that use them, caveats, history, and the colophon."""
    rows = [
        (s.name, s.as_of or "―", numbering.used_in(s.key)) for s in snapshot.sources
    ]
    edition = snapshot.edition
    return Chapter(
        "出典と注意事項",
        "reports/pdf/sources.html",
        {
            "caption": numbering.table("資料と基準日"),
            "sources": rows,
            "caveats": snapshot.caveats,
            "history": [
                (f"第{r.number}版", wareki(r.day), r.change)
                for r in (edition.history if edition else ())
            ],
            "unprinted": imprint.unprinted,
            "colophon": colophon_of(snapshot, imprint),
        },
    )


def colophon_of(snapshot: Report, imprint: Imprint) -> Terms:
    """What identifies the paper."""
    edition = snapshot.edition
    title = "　".join(snapshot.title.split())
    issue = [snapshot.prefecture]
    if edition:
        issue += [wareki(edition.day), f"第{edition.number}版"]
    day = wareki_short(snapshot.as_of)
    return (
        ("表題", f"{title}（{_day(snapshot)}）"),
        ("発行", "　".join(issue)),
        ("基準データ", f"{day}現在　様式第{snapshot.schema}号"),
        ("照合値（SHA-256）", grouped(imprint.checksum)),
        ("書体", imprint.typeface),
    )


def grouped(checksum: str) -> str:
    """In eights, so that two papers can be compared by eye."""
    return " ".join(checksum[i : i + 8] for i in range(0, len(checksum), 8))


def last_lines(snapshot: Report, imprint: Imprint) -> dict:
    """The colophon of a sheet that stands by itself: its last lines."""
    return {"terms": colophon_of(snapshot, imprint)[1:], "unprinted": imprint.unprinted}
