"""The committee progress report: its chapters in the order that was chosen."""

from collections.abc import Callable, Iterator

from formats.dates import wareki
from reports.kinds import ReportKind, parts_of
from reports.presenters.chapters import Chapter, Numbering
from reports.presenters.designations import designations_chapter
from reports.presenters.differences import differences_chapter
from reports.presenters.document import (
    Document,
    Imprint,
    document_of,
    sources_chapter,
)
from reports.presenters.indicators import indicators_chapter
from reports.presenters.issues import issues_chapter
from reports.presenters.schedule import schedule_chapter
from reports.presenters.summary import summary_chapter
from reports.presenters.values import values_chapter
from reports.presenters.work import roadmap_chapter, work_chapter
from reports.presenters.zones import filings_chapter, zones_chapter
from reports.snapshots.progress import Progress

Make = Callable[[Progress, Numbering], Chapter | None]
CHAPTERS: dict[str, Make] = {
    "summary": summary_chapter,
    "zones": zones_chapter,
    "filings": filings_chapter,
    "designations": designations_chapter,
    "roadmap": roadmap_chapter,
    "schedule": schedule_chapter,
    "indicators": indicators_chapter,
    "work": work_chapter,
    "issues": issues_chapter,
    "changes": differences_chapter,
}


def present(snapshot: Progress, imprint: Imprint) -> Document:
    """The pages of a snapshot; a chapter without anything to say is left out."""
    numbering = Numbering(snapshot.sources)
    parts = parts_of(ReportKind.PROGRESS, snapshot.parts)
    made = [CHAPTERS[part](snapshot, numbering) for part in parts]
    chapters = [chapter for chapter in made if chapter]
    if values := values_chapter(snapshot, numbering, parts):
        chapters.append(values)
    chapters.append(sources_chapter(snapshot, numbering, imprint))
    return document_of(snapshot, chapters, tuple(_terms(snapshot, len(chapters))))


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
