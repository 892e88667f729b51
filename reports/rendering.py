"""Snapshot to PDF: HTML by templates here, typesetting in a child process with limits of its own.

The child gets a folder, the report's own files by name, and fonts of no system: what it writes
depends on the snapshot and the installed libraries alone.
"""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reports import fonts, html

# Japanese for the steps that WeasyPrint names, with how far along each begins.
STEPS = {
    1: "原稿を読んでいます",
    3: "体裁を整えています",
    5: "ページを組んでいます",
    6: "PDFを書いています",
    7: "PDFを仕上げています",
}
Progress = Callable[[str, int], None]

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
# A font cache, a locale or a proxy of the parent must not reach the child.
KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "SYSTEMROOT")
NO_SYSTEM_FONTS = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig/>'
)


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
    from there: for drafts, whose bytes are those of another arrangement.
    `progress` is called with words for the screen and the page reached (0 where none); what it
    raises stops the work and passes through, which is how a person cancels.
    Raises SnapshotError, PdfUnavailable or RenderingFailed.
    """
    faces = fonts.report_faces()
    pages = html.build(snapshot, faces)
    work = {"joined": joined, "fragments": str(fragments) if fragments else ""}
    return render_pages(pages, faces=faces, progress=progress, limits=limits, **work)


def render_html(
    document: str, *, faces: tuple[fonts.Face, ...], limits: Limits | None = None
) -> RenderedPdf:
    """Typeset a whole HTML document of any kind."""
    pages = html.Pages("", document, "", (), {}, end="")
    return render_pages(pages, faces=faces, limits=limits)


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
    css = fonts.face_css(faces) + html.style_sheet()
    digests = _font_versions(faces)
    with tempfile.TemporaryDirectory(prefix="report-") as name:
        folder = Path(name)
        job = {
            "head": pages.head,
            "front": pages.front,
            "sections": pages.sections,
            "end": pages.end,
            "link_words": pages.link_words,
            "css": css,
            "files": {face.url: str(face.path) for face in faces},
            "joined": joined,
            "fragments": fragments,
            "key": css + json.dumps(digests, sort_keys=True),
            "limits": {
                "AS": limits.memory,
                "CPU": limits.cpu,
                "FSIZE": limits.file,
                "CORE": 0,
            },
        }
        (folder / "job.json").write_text(json.dumps(job), "utf-8")
        (folder / "fonts.conf").write_text(NO_SYSTEM_FONTS, "utf-8")
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
    """Start the child, pass its steps on, and read what it left."""
    with (folder / "stderr.txt").open("wb") as complaints:
        child = subprocess.Popen(  # noqa: S603 (our own module, no shell)
            [sys.executable, "-m", "reports.rendering_child", str(folder)],
            cwd=Path(__file__).resolve().parent.parent,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
            encoding="utf-8",
            start_new_session=True,  # its chunks end with it
        )
    late = threading.Event()
    timer = threading.Timer(wall, lambda: (late.set(), _kill(child)))
    timer.start()
    try:
        for line in child.stdout:
            _report(line, progress)
        code = child.wait()
    finally:
        timer.cancel()
        if child.poll() is None:
            _kill(child)
            child.wait()
        child.stdout.close()
    if (folder / "result.json").exists():
        return json.loads((folder / "result.json").read_text("utf-8"))
    said = (folder / "stderr.txt").read_text("utf-8", "replace")[-2000:]
    # SIGXCPU arrives as SIGKILL where the hard limit equals the soft one.
    if late.is_set() or code in (-9, -24):
        return {"problem": "time", "detail": said}
    return {
        "problem": "memory" if "memory" in said.lower() else "failed",
        "detail": said,
    }


def _kill(child: subprocess.Popen) -> None:
    """End the child with all the processes it forked."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return kept | {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
    }


def _report(line: str, progress: Progress | None) -> None:
    step = re.match(r"Step (\d+)(?:.*Page (\d+))?", line)
    if progress and step and int(step[1]) in STEPS:
        progress(STEPS[int(step[1])], int(step[2] or 0))


def _font_versions(faces: tuple[fonts.Face, ...]) -> dict[str, str]:
    return {f"font {face.path.name}": _file_digest(face.path) for face in faces}


@lru_cache(maxsize=16)
def _file_digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
