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
        from reports import pdf
    except (ImportError, OSError) as problem:
        return {"problem": "unavailable", "detail": str(problem)}
    files = {url: Path(path) for url, path in job["files"].items()}
    try:
        done = pdf.typeset(
            job["html"],
            job["css"],
            files=files,
            link_words=job["link_words"],
            say=lambda step: print(step, flush=True),  # noqa: T201
        )
    except pdf.ResourceRefused as problem:
        return {"problem": "refused", "detail": str(problem)}
    (folder / "document.pdf").write_bytes(done.pdf)
    return {
        "pages": done.pages,
        "warnings": list(done.warnings),
        "library_versions": pdf.library_versions(),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
