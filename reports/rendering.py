"""Snapshot to PDF: HTML by templates here, typesetting in a limited child of the pressroom.

The child gets a folder, the report's own files by name, and fonts of no system: what it writes
depends on the snapshot and the installed libraries alone.
"""

import hashlib
import json
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reports import fonts, html, pressroom

# Japanese for the steps that WeasyPrint names, with the part of the way that lies behind each.
STEPS = {
    1: ("原稿を読んでいます", 0.0),
    3: ("体裁を整えています", 0.05),
    5: ("ページを組んでいます", 0.2),
    6: ("PDFを書いています", 0.8),
    7: ("PDFを仕上げています", 0.9),
}
LONGEST_NAME = 30  # characters of a part's name
Progress = Callable[[str, int, float], None]

UNAVAILABLE = (
    "PDFを作る部品（Pango）がこのコンピューターにありません。管理者は次の命令で入れてください。"
    "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)
PROBLEMS = {
    "unavailable": UNAVAILABLE,
    "memory": "報告書が大きすぎて、PDFを作る途中でメモリーの上限に達しました。圏域を分けて作ってください。",
    "time": "PDFの作成が制限時間を超えたため、止めました。圏域を分けて作ってください。",
    "refused": "報告書の外にあるものを参照しているため、PDFを作りませんでした。",
    "failed": "PDFの作成が途中で止まりました。報告書が大きすぎるおそれがあります。圏域を分けて作り、それでも止まるときは管理者に知らせてください。",
}


class RenderingFailed(Exception):
    """No PDF was made; the message says in Japanese why and what to do."""

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(PROBLEMS[problem])
        self.problem, self.detail = problem, detail


class PdfUnavailable(RenderingFailed):
    """The system libraries that WeasyPrint needs are not installed."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the child may use."""

    memory: int = 2 * 1024**3  # bytes of address space
    cpu: int = 110  # seconds of processor time
    wall: float = 120  # seconds on the clock
    file: int = 256 * 1024**2  # bytes of one written file


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A finished report; `library_versions` names what its bytes rest on beside the snapshot."""

    pdf: bytes
    pages: int
    sha256: str
    library_versions: dict[str, str]
    warnings: tuple[str, ...] = ()


def render_pdf(
    snapshot: dict,
    *,
    progress: Progress | None = None,
    limits: Limits | None = None,
    joined: bool | None = None,
    fragments: Path | None = None,
) -> RenderedPdf:
    """Render the plain values of a snapshot as a tagged PDF.

    Long reports are set in chunks side by side and joined; `joined` decides it where it is given.
    With a folder of `fragments`, sections that did not change since they were last set are taken
    from there: the bytes are the same, a draft is there sooner.
    `progress` is called with words for the screen, the page reached (0 where none) and how much of
    the way is behind; what it raises stops the work and passes through: so a person cancels.
    Raises SnapshotError, PdfUnavailable or RenderingFailed.
    """
    faces = fonts.report_faces()
    pages = html.build(snapshot, faces)
    work = {"joined": joined, "fragments": str(fragments) if fragments else ""}
    return render_pages(pages, faces=faces, progress=progress, limits=limits, **work)


def render_pages(
    pages: html.Pages,
    *,
    faces: tuple[fonts.Face, ...],
    progress: Progress | None = None,
    limits: Limits | None = None,
    joined: bool | None = None,
    fragments: str = "",
) -> RenderedPdf:
    """Typeset pages with the report's style sheet in a limited child process."""
    limits = limits or Limits()
    css, base = fonts.face_css(faces) + html.style_sheet(), html.base_sheet()
    digests = _font_versions(faces)
    with tempfile.TemporaryDirectory(prefix="report-") as name:
        folder = Path(name)
        job = {
            "head": pages.head,
            "front": pages.front,
            "sections": pages.sections,
            "end": pages.end,
            "link_words": pages.link_words,
            "base": base,
            "css": css,
            "files": {face.url: str(face.path) for face in faces},
            "joined": joined,
            "fragments": fragments,
            "key": base + css + json.dumps(digests, sort_keys=True),
            "limits": {
                "AS": limits.memory,
                "CPU": limits.cpu,
                "FSIZE": limits.file,
                "CORE": 0,
            },
        }
        (folder / "job.json").write_text(json.dumps(job), "utf-8")
        result = _run(folder, progress, limits.wall)
        if "problem" in result:
            kind = (
                PdfUnavailable
                if result["problem"] == "unavailable"
                else RenderingFailed
            )
            raise kind(result["problem"], result.get("detail", ""))
        pdf = (folder / "document.pdf").read_bytes()
    versions = result["library_versions"] | digests
    return RenderedPdf(
        pdf=pdf,
        pages=result["pages"],
        sha256=hashlib.sha256(pdf).hexdigest(),
        library_versions=versions,
        warnings=tuple(result["warnings"]),
    )


def _run(folder: Path, progress: Progress | None, wall: float) -> dict:
    """Have the folder's document set, pass its steps on, and read what was left."""
    code = pressroom.work(folder, wall, _Steps(progress).hear)
    if (folder / "result.json").exists():
        return json.loads((folder / "result.json").read_text("utf-8"))
    complaints = folder / "stderr.txt"
    said = (
        complaints.read_text("utf-8", "replace")[-2000:] if complaints.exists() else ""
    )
    # SIGXCPU arrives as SIGKILL where the hard limit equals the soft one.
    if code in (-9, pressroom.TIMED_OUT):
        return {"problem": "time", "detail": said}
    return {
        "problem": "memory" if "memory" in said.lower() else "failed",
        "detail": said,
    }


class _Steps:
    """Makes words of what the child says."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._parts = 0

    def hear(self, line: str) -> None:
        if self._progress is None:
            return
        if part := re.match(r"Part (\d+) ?(.*)", line):
            of, name = int(part[1]), part[2][:LONGEST_NAME]
            counted = f"（{self._parts + 1}／{of}）"
            words = f"「{name}」を組んでいます{counted}"
            self._progress(words, 0, 0.8 * self._parts / of)
            self._parts += 1
        elif step := re.match(r"Step ([13567])\b(?:.*Page (\d+))?", line):
            words, behind = STEPS[int(step[1])]
            self._progress(words, int(step[2] or 0), behind)


def _font_versions(faces: tuple[fonts.Face, ...]) -> dict[str, str]:
    return {f"font {face.path.name}": _file_digest(face.path) for face in faces}


@lru_cache(maxsize=16)
def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
