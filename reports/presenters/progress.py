"""The committee progress report, page by page: cover, contents, chapters in order, colophon."""

from collections.abc import Iterator
from dataclasses import dataclass

from formats.dates import wareki, wareki_short
from reports.fonts import Unprinted
from reports.presenters.chapters import Chapter, Numbering
from reports.presenters.designations import designations_chapter
from reports.presenters.summary import summary_chapter
from reports.presenters.work import roadmap_chapter, work_chapter
from reports.presenters.zones import (
    filings_chapter,
    lists_reach,
    values_chapter,
    zones_chapter,
)
from reports.snapshots.progress import Edition, Progress
from reports.wording import day_with_weekday, day_with_west


@dataclass(frozen=True, slots=True)
class Report:
    """All that the template shows."""

    document_title: str
    running_title: str
    stamp: str
    cover: dict
    terms: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]

    @property
    def link_words(self) -> dict[str, str]:
        """What a screen reader says for each link of the contents."""
        words = {c.id: f"{c.number} {c.title}" for c in self.chapters}
        return words | {h.id: h.title for c in self.chapters for h in c.headings}


def present(
    snapshot: Progress,
    *,
    checksum: str,
    typeface: str,
    unprinted: tuple[Unprinted, ...] = (),
) -> Report:
    """The pages of a snapshot; `checksum` is that of its canonical JSON."""
    numbering = Numbering(snapshot.sources)
    chapters = [
        summary_chapter(snapshot, numbering),
        zones_chapter(snapshot, numbering),
    ]
    charted = lists_reach(snapshot) or snapshot.forecast is not None
    if charted:
        chapters.append(filings_chapter(snapshot, numbering))
    chapters.append(designations_chapter(snapshot, numbering))
    if snapshot.work:
        chapters.append(work_chapter(snapshot.work, snapshot.prefecture, numbering))
    if snapshot.roadmap:
        chapters.append(roadmap_chapter(snapshot, numbering))
    if charted:
        chapters.append(values_chapter(snapshot, numbering))
    chapters.append(
        _sources_chapter(snapshot, numbering, checksum, typeface, unprinted)
    )
    for number, chapter in enumerate(chapters, 1):
        chapter.number = number
    day = f"{wareki(snapshot.as_of)}現在"
    edition = f"第{snapshot.edition.number}版" if snapshot.edition else ""
    title = "".join(snapshot.title.split())
    return Report(
        document_title=f"{snapshot.prefecture} {title}（{day}）{edition}",
        running_title="　".join(snapshot.title.split()),
        stamp="　".join(filter(None, (day, edition, snapshot.prefecture))),
        cover=_cover(snapshot),
        terms=tuple(_terms(snapshot, sources_number=len(chapters))),
        chapters=tuple(chapters),
    )


def _cover(snapshot: Progress) -> dict:
    meeting, edition, previous = snapshot.meeting, snapshot.edition, snapshot.previous
    facts = [("対象", snapshot.scope)]
    if previous:
        facts.append(("前回報告", f"{previous.label}（{wareki(previous.as_of)}現在）"))
    if edition:
        facts.append(("版", _edition(edition)))
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


def _edition(edition: Edition) -> str:
    return f"第{edition.number}版（{wareki(edition.day)}確定）"


def _terms(snapshot: Progress, sources_number: int) -> Iterator[tuple[str, str]]:
    day = f"断りのない限り{wareki(snapshot.as_of)}現在。"
    if snapshot.previous:
        day += f"前回は{wareki(snapshot.previous.as_of)}現在をいう。"
    yield "基準日", day
    yield (
        "在支診、在支病",
        "在宅療養支援診療所、在宅療養支援病院。施設基準の届出（受理記号 支援診１〜３、支援病１〜３）で数える。",
    )
    yield (
        "機能強化型",
        "支援診１・２、支援病１・２の届出をした機関。１は単独、２は連携による。",
    )
    yield "拠点", "在宅医療に必要な連携を担う拠点。"
    yield "積極的", "在宅医療において積極的役割を担う医療機関。"
    people = next((s for s in snapshot.sources if s.key == "population"), None)
    if people:
        yield "1万人当たり", f"75歳以上人口（{people.as_of}）1万人当たりの機関数。"
    signs = (
        "「0」は該当がないこと、「−」は減少、「―」は設定、記載又は名簿がないことを示す。"
        "1万人当たりの数は小数第2位を四捨五入した。"
        f"「＊」は原資料に確認を要する点があることを示す（{sources_number}を参照）。"
    )
    yield "数字と記号", signs


def _sources_chapter(
    snapshot: Progress,
    numbering: Numbering,
    checksum: str,
    typeface: str,
    unprinted: tuple[Unprinted, ...],
) -> Chapter:
    rows = [(s.name, s.as_of, numbering.used_in(s.key)) for s in snapshot.sources]
    edition = snapshot.edition
    title = "　".join(snapshot.title.split())
    issue = [snapshot.prefecture]
    if edition:
        issue += [wareki(edition.day), f"第{edition.number}版"]
    return Chapter(
        "出典と注意事項",
        "reports/pdf/progress/sources.html",
        {
            "caption": numbering.table("資料と基準日"),
            "sources": rows,
            "caveats": snapshot.caveats,
            "history": [
                (f"第{r.number}版", wareki(r.day), r.change)
                for r in (edition.history if edition else ())
            ],
            "unprinted": unprinted,
            "colophon": (
                ("表題", f"{title}（{wareki(snapshot.as_of)}現在）"),
                ("発行", "　".join(issue)),
                (
                    "基準データ",
                    f"{wareki_short(snapshot.as_of)}現在　様式第{snapshot.schema}号",
                ),
                ("照合値（SHA-256）", _grouped(checksum)),
                ("書体", typeface),
            ),
        },
    )


def _grouped(checksum: str) -> str:
    """In eights, so that two papers can be compared by eye."""
    return " ".join(checksum[i : i + 8] for i in range(0, len(checksum), 8))
