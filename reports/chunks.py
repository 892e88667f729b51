"""The joined way of typesetting: chunks of sections set side by side in forked processes.

Contents and footers come last, when all page numbers are known, and everything is joined. What a
chunk holds depends on the sections alone, so the same snapshot gives the same bytes on any machine.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate, groupby
from math import ceil
from pathlib import Path

from reports.joining import GOTO, Mark, join
from reports.pdf import Press, ResourceRefused, Typeset

# In characters of HTML: shorter reports are set in one piece.
JOINED_FROM = 220_000
CHUNK = 280_000
FEWEST = 4
AT_ONCE = max(2, min(os.cpu_count() or 2, 8))
KEPT = 256 * 1024**2  # bytes of fragments that are kept

WITHOUT_NUMBERS = "@page { @bottom-right { content: none } }"
WITH_NUMBERS = ".toc li::after { content: attr(data-page) }" + WITHOUT_NUMBERS
FOOTERS = """
@page { @top-left { content: none; border: 0 } @top-right { content: none; border: 0 }
  @left-top { content: none } @bottom-left { content: none }
  @bottom-right { content: string(number) } }
@page cover { @bottom-right { content: none } }
.foot { string-set: number attr(data-number) }
.foot.cover { page: cover; height: auto }
"""
PAGES = re.compile(r'^<section class="[^"]*\b(wide|sheet)\b')


class ChunkFailed(Exception):
    """A chunk's process ended without a result: memory or time ran out."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """A document cut at its sections; see `reports.html.Pages`."""

    head: str
    front: str
    sections: tuple[str, ...]
    end: str
    link_words: dict[str, str]

    @property
    def is_long(self) -> bool:
        """Whether joining is worth its cost."""
        return bool(self.front) and sum(map(len, self.sections)) >= JOINED_FROM

    def of(self, *sections: str) -> str:
        return "".join((self.head, *sections, self.end))


def typeset_joined(
    pieces: Pieces,
    press: Press,
    folder: Path,
    *,
    fragments: Path | None = None,
    key: str = "",
    say: Callable[[str], None] = lambda step: None,
) -> Typeset:
    """Set a document in chunks; parts are handed over in `folder`.

    With a folder of `fragments` every section is a chunk of its own and is set only where no
    fragment of the same text and `key` (style, fonts, libraries) is there.
    Raises ResourceRefused or ChunkFailed.
    """
    sections = pieces.sections
    groups = [[s] for s in sections] if fragments else list(cut(sections))
    texts = [pieces.of(*group) for group in groups]
    kept = _Fragments(fragments, key) if fragments else None
    parts: dict[int, Typeset] = {}
    if kept:
        parts = {i: part for i, text in enumerate(texts) if (part := kept.get(text))}
    missing = [i for i in range(len(texts)) if i not in parts]
    pages = sum(part.pages for part in parts.values())
    for number in _fork([texts[i] for i in missing], press, pieces, folder):
        place = missing[number]
        parts[place] = _load(folder / f"part-{number}")
        if kept:
            kept.put(texts[place], parts[place])
        pages += parts[place].pages
        say(f"Step 5 - Creating layout - Page {pages}")
    say("Step 6 - Creating PDF")
    return _finish(pieces, press, groups, [parts[i] for i in range(len(texts))])


def cut(sections: Sequence[str]) -> Iterator[list[str]]:
    """Runs of sections of about the same length of text."""
    total = sum(map(len, sections))
    wanted = total / max(FEWEST, ceil(total / CHUNK))
    ends = accumulate(map(len, sections))
    middles = (
        end - len(section) / 2 for end, section in zip(ends, sections, strict=True)
    )
    placed = zip((middle // wanted for middle in middles), sections, strict=True)
    for _, group in groupby(placed, key=lambda pair: pair[0]):
        yield [section for _, section in group]


# --- Chunks ---------------------------------------------------------------------------------
def _fork(
    texts: Sequence[str], press: Press, pieces: Pieces, folder: Path
) -> Iterator[int]:
    """Set each text in a process of its own, some at once; the number of each that is done.

    A fresh process gives all its memory back by ending.
    """
    running: dict[int, int] = {}
    waiting = list(range(len(texts)))
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            number = waiting.pop(0)
            pid = os.fork()
            if pid == 0:
                _child(texts[number], press, pieces, folder / f"part-{number}")
            running[pid] = number
        pid, status = os.wait()
        number = running.pop(pid)
        if os.waitstatus_to_exitcode(status):
            raise ChunkFailed
        yield number


def _child(text: str, press: Press, pieces: Pieces, path: Path) -> None:
    """Never returns: what stands above it on the stack belongs to the parent."""
    code = 1
    try:
        try:
            done = press.set(text, pieces.link_words, more_css=WITHOUT_NUMBERS)
            _save(done, path)
        except ResourceRefused as refusal:
            path.with_suffix(".refused").write_text(str(refusal), "utf-8")
        code = 0
    finally:
        os._exit(code)


def _save(done: Typeset, path: Path) -> None:
    about = asdict(done) | {"pdf": ""}
    path.with_suffix(".pdf").write_bytes(done.pdf)
    path.with_suffix(".json").write_text(json.dumps(about), "utf-8")


def _load(path: Path) -> Typeset:
    if (refused := path.with_suffix(".refused")).exists():
        raise ResourceRefused(refused.read_text("utf-8"))
    about = json.loads(path.with_suffix(".json").read_text("utf-8"))
    return Typeset(
        path.with_suffix(".pdf").read_bytes(),
        about["pages"],
        tuple(about["warnings"]),
        about["anchors"],
        tuple(tuple(mark) for mark in about["outline"]),
    )


class _Fragments:
    """Parts that were set before, by the hash of all that they were set from."""

    def __init__(self, folder: Path, key: str) -> None:
        self._folder, self._key = folder, key
        folder.mkdir(parents=True, exist_ok=True)

    def _path(self, text: str) -> Path:
        name = hashlib.sha256(f"{self._key}\0{text}".encode()).hexdigest()
        return self._folder / name

    def get(self, text: str) -> Typeset | None:
        path = self._path(text)
        if not path.with_suffix(".json").exists():
            return None
        os.utime(path.with_suffix(".pdf"))
        return _load(path)

    def put(self, text: str, part: Typeset) -> None:
        _save(part, self._path(text))
        files = sorted(self._folder.glob("*.pdf"), key=lambda p: p.stat().st_mtime)
        size = sum(path.stat().st_size for path in files)
        while size > KEPT:  # those that were used longest ago
            oldest = files.pop(0)
            size -= oldest.stat().st_size
            oldest.with_suffix(".json").unlink(missing_ok=True)
            oldest.unlink()


# --- Contents, footers, and all together ----------------------------------------------------
def _finish(
    pieces: Pieces, press: Press, groups: list[list[str]], parts: list[Typeset]
) -> Typeset:
    starts = list(accumulate((part.pages for part in parts), initial=0))
    anchors = {
        name: start + page
        for start, part in zip(starts, parts, strict=False)
        for name, page in part.anchors.items()
    }
    front = _front(pieces, press, anchors, fronted=2)
    if front.pages != 2:
        front = _front(pieces, press, anchors, front.pages)
    total = front.pages + starts[-1]
    kinds = ["cover", *[""] * (front.pages - 1)]
    for group, part in zip(groups, parts, strict=True):
        kinds += _kinds(group, part)
    footers = press.set(_footers(pieces, kinds, total), {}, more_css=FOOTERS)
    outline = [Mark(*mark) for mark in front.outline]
    for start, part in zip(starts, parts, strict=False):
        outline += [
            Mark(level, label, front.pages + start + page, x, y)
            for level, label, page, x, y in part.outline
        ]
    pdf = join(
        front.pdf, [p.pdf for p in parts], footers.pdf, outline, pieces.link_words
    )
    warnings = tuple(w for one in (front, *parts, footers) for w in one.warnings)
    return Typeset(pdf, total, warnings)


def _front(
    pieces: Pieces, press: Press, anchors: dict[str, int], fronted: int
) -> Typeset:
    """Cover and contents with the page numbers written in."""
    text = re.sub(
        r'data-to="#([^"]+)"',
        lambda m: f'data-page="{anchors[m[1]] + fronted + 1}"',
        pieces.front,
    )
    text = re.sub(r'href="#([^"]+)"', rf'href="{GOTO}\1"', text)
    return press.set(pieces.of(text), {}, more_css=WITH_NUMBERS)


def _kinds(group: Sequence[str], part: Typeset) -> list[str]:
    """The named page of each page of a part: every section begins at its first anchor."""
    begins = []
    for section in group:
        named = PAGES.match(section)
        first = re.search(r' id="([^"]+)"', section)
        begins.append((part.anchors[first[1]], named[1] if named else ""))
    kinds = []
    for page in range(part.pages):
        kinds.append([kind for begin, kind in begins if begin <= page][-1])
    return kinds


def _footers(pieces: Pieces, kinds: Sequence[str], total: int) -> str:
    """A document with nothing but the number of each page, on pages like theirs."""
    return pieces.of(
        *(
            f'<section class="foot {kind}" data-number="{number} / {total}"></section>'
            for number, kind in enumerate(kinds, 1)
        )
    )
