"""Program of the rendering child: limits itself, sets the document of its folder, leaves the PDF.

usage: python -m reports.rendering_child FOLDER   (job.json in; document.pdf and result.json out)
Steps go to standard output, one a line.
"""

import gc
import json
import resource
import sys
import warnings
from pathlib import Path


def main(folder: Path) -> None:
    """Do the job of the folder; a failure is a result too, named so that the parent can say it."""
    job = json.loads((folder / "job.json").read_text("utf-8"))
    _limit(job["limits"])
    # The process lives for one document: collecting its cycles is a third of the time.
    gc.disable()
    warnings.simplefilter("ignore")  # no font on the system is what we ask for
    try:
        result = _render(job, folder)
    except MemoryError:
        result = {"problem": "memory"}
    (folder / "result.json").write_text(json.dumps(result), "utf-8")


def _limit(limits: dict[str, int]) -> None:
    for name in ("AS", "CPU", "FSIZE", "CORE"):
        number = limits[name]
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (number, number))


def _render(job: dict, folder: Path) -> dict:
    try:
        from reports import chunks, pdf
    except (ImportError, OSError) as problem:
        return {"problem": "unavailable", "detail": str(problem)}
    files = {url: Path(path) for url, path in job["files"].items()}
    pieces = chunks.Pieces(
        job["head"],
        job["front"],
        tuple(job["sections"]),
        job["end"],
        job["link_words"],
    )
    joined = job["joined"] if job["joined"] is not None else pieces.is_long
    try:
        press = pdf.Press(job["css"], files)
        if joined:
            done = chunks.typeset_joined(
                pieces,
                press,
                folder,
                fragments=Path(job["fragments"]) if job["fragments"] else None,
                key=job["key"] + json.dumps(pdf.library_versions(), sort_keys=True),
                say=_say,
            )
        else:
            whole = pieces.of(pieces.front, *pieces.sections)
            done = press.set(whole, pieces.link_words, say=_say)
    except pdf.ResourceRefused as problem:
        return {"problem": "refused", "detail": str(problem)}
    except chunks.ChunkFailed:
        return {"problem": "memory"}
    (folder / "document.pdf").write_bytes(done.pdf)
    return {
        "pages": done.pages,
        "warnings": list(done.warnings),
        "library_versions": pdf.library_versions() | {"arrangement": _way(job, joined)},
    }


def _way(job: dict, joined: bool) -> str:
    """How the document was set: the bytes depend on it."""
    if not joined:
        return "whole"
    return "fragments" if job["fragments"] else "chunks"


def _say(step: str) -> None:
    print(step, flush=True)  # noqa: T201 (the parent reads it)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
