"""The joined way of typesetting: sections set side by side in forked processes.

Contents and footers come last, when all page numbers are known, and everything is joined. Every
section is set by itself, so the same snapshot gives the same bytes on any machine, whatever was
kept of it from the last time.
"""

import gc
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from reports.fragments import Fragments, load, save
from reports.joining import GOTO, Mark, Part, join
from reports.pdf import Laid, Press, ResourceRefused, Typeset

JOINED_FROM = 80_000  # characters of HTML: shorter reports are set in one piece
AT_ONCE = max(2, min(os.cpu_count() or 2, 8))
NUMBER = 4  # bytes of a number that is dealt

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
    """A process ended without a result: memory or time ran out."""


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

    def name(self, number: int) -> str:
        """What the contents call a section."""
        anchor = re.search(r' id="([^"]+)"', self.sections[number])
        return self.link_words.get(anchor[1], "") if anchor else ""


def typeset_joined(
    pieces: Pieces,
    press: Press,
    folder: Path,
    *,
    fragments: Fragments | None = None,
    say: Callable[[str], None] = lambda step: None,
) -> Typeset:
    """Set a document section by section; parts are handed over in `folder`.

    What `fragments` has is not set again.
    Raises ResourceRefused or ChunkFailed.
    """
    texts = [pieces.of(section) for section in pieces.sections]
    parts: dict[int, Typeset] = {}
    if fragments:
        found = ((i, fragments.get(text)) for i, text in enumerate(texts))
        parts = {i: part for i, part in found if part}
    missing = [i for i in range(len(texts)) if i not in parts]

    def work(number: int) -> None:
        say(f"Part {len(missing)} {pieces.name(number)}")
        part = press.lay_out(texts[number], more_css=WITHOUT_NUMBERS)
        save(part.write_part(pieces.link_words), folder / f"part-{number}")

    # The long ones first: then all processes end at about the same time.
    _deal(work, sorted(missing, key=lambda i: -len(texts[i])), folder)
    for i in missing:
        parts[i] = load(folder / f"part-{i}")
        if fragments:
            fragments.put(texts[i], folder / f"part-{i}")
    if fragments and missing:
        fragments.prune()
    say("Step 6 - Creating PDF")
    return _finish(pieces, press, [parts[i] for i in range(len(texts))], folder)


# --- Processes ------------------------------------------------------------------------------
def _deal(work: Callable[[int], None], numbers: Sequence[int], folder: Path) -> None:
    """Do the work of each number in a few processes that take one after the other."""
    taken, dealt = os.pipe()
    os.write(dealt, b"".join(number.to_bytes(NUMBER) for number in numbers))
    os.close(dealt)

    def take() -> None:
        while number := os.read(taken, NUMBER):
            work(int.from_bytes(number))
            gc.collect()  # of this piece alone: what was there before the fork is frozen

    gc.freeze()
    count = min(AT_ONCE, len(numbers))
    running = [_fork(take, folder / f"refused-{i}") for i in range(count)]
    os.close(taken)
    for pid in running:
        _wait(pid)
    for refused in folder.glob("refused-*"):
        raise ResourceRefused(refused.read_text("utf-8"))


def _fork(work: Callable[[], None], refused: Path) -> int:
    """Start work in a process of its own; its number."""
    if pid := os.fork():
        return pid
    code = 1
    try:
        try:
            work()
        except ResourceRefused as refusal:
            refused.write_text(str(refusal), "utf-8")
        code = 0
    finally:  # what stands above this on the stack belongs to the parent
        os._exit(code)


def _wait(pid: int) -> None:
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]):
        raise ChunkFailed


# --- Contents, footers, and all together ----------------------------------------------------
def _finish(
    pieces: Pieces, press: Press, parts: list[Typeset], folder: Path
) -> Typeset:
    starts = list(accumulate((part.pages for part in parts), initial=0))
    anchors = {
        name: start + page
        for start, part in zip(starts, parts, strict=False)
        for name, page in part.anchors.items()
    }
    # The footers are set at the side, as if cover and contents had two pages, as most have.
    aside = _fork(lambda: _set_footers(pieces, press, parts, 2, folder), folder / "no")
    front, fronted = _front(pieces, press, anchors, 2), 2
    _wait(aside)
    while (pages := len(front.document.pages)) != fronted:
        front, fronted = _front(pieces, press, anchors, pages), pages
        _set_footers(pieces, press, parts, fronted, folder)
    feet = load(folder / "feet")
    whole = front.write_for([part.glyphs for part in (*parts, feet)], {})
    outline = [Mark(*mark) for mark in whole.outline]
    for start, part in zip(starts, parts, strict=False):
        outline += [
            Mark(level, label, fronted + start + page, x, y)
            for level, label, page, x, y in part.outline
        ]
    *bodies, feet_part = [Part(part.pdf, part.glyphs.keys()) for part in (*parts, feet)]
    pdf = join(whole.pdf, bodies, feet_part, outline, pieces.link_words)
    warnings = tuple(w for one in (whole, *parts, feet) for w in one.warnings)
    return Typeset(pdf, fronted + starts[-1], warnings)


def _front(
    pieces: Pieces, press: Press, anchors: Mapping[str, int], fronted: int
) -> Laid:
    """Cover and contents with the page numbers written in."""
    text = re.sub(
        r'data-to="#([^"]+)"',
        lambda m: f'data-page="{anchors[m[1]] + fronted + 1}"',
        pieces.front,
    )
    text = re.sub(r'href="#([^"]+)"', rf'href="{GOTO}\1"', text)
    return press.lay_out(pieces.of(text), more_css=WITH_NUMBERS)


def _set_footers(
    pieces: Pieces, press: Press, parts: Sequence[Typeset], fronted: int, folder: Path
) -> None:
    """Leave a document with nothing but the number of each page, on pages like theirs."""
    kinds = ["cover", *[""] * (fronted - 1)]
    for section, part in zip(pieces.sections, parts, strict=True):
        named = PAGES.match(section)
        kinds += [named[1] if named else ""] * part.pages
    text = pieces.of(
        *(
            f'<section class="foot {kind}" data-number="{number} / {len(kinds)}"></section>'
            for number, kind in enumerate(kinds, 1)
        )
    )
    save(press.lay_out(text, more_css=FOOTERS).write_part({}), folder / "feet")
