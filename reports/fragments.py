"""Sections that were set before, kept on disk for the next rendering of a draft."""

import hashlib
import json
import os
import uuid
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from reports.pdf import Typeset

KEPT = 256 * 1024**2  # bytes of all shelves together


def save(done: Typeset, path: Path) -> None:
    """Leave a part as two files; the second tells what the first has to be."""
    path.with_suffix(".pdf").write_bytes(done.pdf)
    about = asdict(done) | {"pdf": hashlib.sha256(done.pdf).hexdigest()}
    path.with_suffix(".json").write_text(json.dumps(about), "utf-8")


def load(path: Path) -> Typeset:
    """The part that was left there. Raises ValueError for one that is not whole."""
    about = json.loads(path.with_suffix(".json").read_text("utf-8"))
    pdf = path.with_suffix(".pdf").read_bytes()
    if hashlib.sha256(pdf).hexdigest() != about["pdf"]:
        raise ValueError(f"{path.name} is not what was left there")
    return Typeset(
        pdf,
        about["pages"],
        tuple(about["warnings"]),
        about["anchors"],
        tuple(tuple(mark) for mark in about["outline"]),
        {
            font: {int(glyph): (width, text) for glyph, (width, text) in used.items()}
            for font, used in about["glyphs"].items()
        },
    )


class Fragments:
    """A shelf of parts, found by the hash of all that they were set from: text, style, type and
    libraries. Several processes may use it at a time."""

    def __init__(self, shelf: Path, key: str) -> None:
        """A folder among others; all of them together are kept small."""
        self._shelf, self._key = shelf, key

    def _path(self, text: str) -> Path:
        name = hashlib.sha256(f"{self._key}\0{text}".encode()).hexdigest()
        return self._shelf / name

    def get(self, text: str) -> Typeset | None:
        """The part of this text, where it is there."""
        path = self._path(text)
        try:
            os.utime(path.with_suffix(".pdf"))
            return load(path)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put(self, text: str, part: Path) -> None:
        """Keep a part that was saved at `part`; where there is no room, it is not kept."""
        path = self._path(text)
        with suppress(OSError):
            self._shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
            for suffix in (".pdf", ".json"):
                whole = self._shelf / f"{uuid.uuid4().hex}.tmp"
                whole.write_bytes(part.with_suffix(suffix).read_bytes())
                whole.replace(path.with_suffix(suffix))

    def prune(self) -> None:
        """Throw away what was used longest ago, until all shelves are small enough."""
        with suppress(OSError):
            files = [path for path in self._shelf.parent.glob("*/*") if path.is_file()]
            files.sort(key=lambda path: path.stat().st_mtime)
            size = sum(path.stat().st_size for path in files)
            while size > KEPT:
                oldest = files.pop(0)
                size -= oldest.stat().st_size
                oldest.unlink(missing_ok=True)
