"""Program of the pressroom: reads folders, one a line, and sets the document of each.

usage: python -m reports.rendering_child   (in a folder: job.json; document.pdf, result.json out)
Each document has a forked process of its own that limits itself. On standard output stand its
steps, between `Job PROCESS` and `End STATUS`.
"""

import gc
import json
import os
import resource
import shutil
import sys
import tempfile
import warnings
from pathlib import Path
from typing import Any


def main() -> None:
    """Work until the input ends; what is missing here is a result of every document."""
    # A process lives for one document: collecting its cycles is a third of the time.
    gc.disable()
    warnings.simplefilter("ignore")  # no font on the system is what we ask for
    try:
        from reports import chunks, pdf  # noqa: F401 (ready for all that are forked)
    except (ImportError, OSError) as problem:
        lacking = {"problem": "unavailable", "detail": str(problem)}
    else:
        lacking = None
    try:
        _work(lacking)
    except BrokenPipeError:  # whoever wanted the documents was killed
        pass
    finally:
        shutil.rmtree(
            os.environ["HOME"], ignore_errors=True
        )  # ours, with the type in it


def _work(lacking: dict | None) -> None:
    presses: dict[str, Any] = {}
    for line in sys.stdin:
        folder = Path(line.rstrip("\n"))
        if lacking:
            _leave(lacking, folder)
            _say("End 0")
            continue
        job = json.loads((folder / "job.json").read_text("utf-8"))
        if job["key"] not in presses:
            presses = {job["key"]: _press(job)}
        _say(f"End {_set_apart(job, presses[job['key']], folder)}")


def _press(job: dict) -> Any:
    """The type and the style sheets of a document, which the next one will have too."""
    from reports import pdf

    files = {url: Path(path) for url, path in job["files"].items()}
    press = pdf.Press(job["base"], job["css"], files)
    press.warm()
    return press


def _set_apart(job: dict, press: Any, folder: Path) -> int:
    """Set the document in a process of its own; its exit status, negative for a signal."""
    pid = os.fork()
    if pid == 0:
        _child(job, press, folder)
    _say(f"Job {pid}")
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _child(job: dict, press: Any, folder: Path) -> None:
    """Never returns: what stands above it on the stack belongs to the pressroom."""
    try:
        os.setpgid(0, 0)  # its chunks end with it
        with (folder / "stderr.txt").open("wb") as complaints:
            os.dup2(complaints.fileno(), 2)
        tempfile.tempdir = str(folder)
        _limit(job["limits"])
        try:
            result = _render(job, press, folder)
        except MemoryError:
            result = {"problem": "memory"}
        _leave(result, folder)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def _limit(limits: dict[str, int]) -> None:
    for name in ("AS", "CPU", "FSIZE", "CORE"):
        number = limits[name]
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (number, number))


def _render(job: dict, press: Any, folder: Path) -> dict:
    from reports import chunks, pdf
    from reports.fragments import Fragments

    pieces = chunks.Pieces(
        job["head"],
        job["front"],
        tuple(job["sections"]),
        job["end"],
        job["link_words"],
    )
    joined = job["joined"] if job["joined"] is not None else pieces.is_long
    versions = pdf.library_versions()
    try:
        if joined:
            fragments = None
            if job["fragments"]:
                key = job["key"] + json.dumps(versions, sort_keys=True)
                fragments = Fragments(Path(job["fragments"]), key)
            done = chunks.typeset_joined(
                pieces, press, folder, fragments=fragments, say=_say
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
        "library_versions": versions | {"arrangement": "joined" if joined else "whole"},
    }


def _leave(result: dict, folder: Path) -> None:
    (folder / "result.json").write_text(json.dumps(result), "utf-8")


def _say(step: str) -> None:
    print(step, flush=True)  # noqa: T201 (the parent reads it)


if __name__ == "__main__":
    main()
