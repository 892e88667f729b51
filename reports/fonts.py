"""The report's type: the files the install brings, a prefecture's own, and what none of them has.

`REPORT_FONT_DIR` may name a folder of .otf and .ttf files. Where it holds a pair ending in
-Regular and -Bold, the pair sets the report; every other file there only fills gaps.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
from django.conf import settings

FAMILY = "Report Sans"
GETA = "〓"  # what printers set for a character they do not have


@dataclass(frozen=True, slots=True)
class Face:
    """One font file under the name that style sheets use."""

    family: str
    weight: int
    path: Path

    @property
    def url(self) -> str:
        """The only name by which the renderer can fetch the file."""
        return f"report:{self.path.name}"


@dataclass(frozen=True, slots=True)
class Unprinted:
    """A character no font has, and the texts it stands in (with 〓 in its place)."""

    character: str
    texts: tuple[str, ...]

    @property
    def code(self) -> str:
        """U+E000, as character tables write it."""
        return f"U+{ord(self.character):04X}"


def faces(own_folder: str | Path = "") -> tuple[Face, ...]:
    """The faces of a report, the ones that set the text first."""
    bundled = [Path(str(module.FONT_PATH)) for module in _BUNDLED]
    own = sorted(
        p for p in (Path(own_folder).iterdir() if own_folder else ())
        if p.suffix.lower() in (".otf", ".ttf")
    )  # fmt: skip
    pair = [next((p for p in own if p.stem.endswith(end)), None) for end in _PAIR]
    if all(pair):
        main, rest = pair, [*bundled, *(p for p in own if p not in pair)]
    else:
        main, rest = bundled, own
    return (
        *(
            Face(FAMILY, weight, path)
            for weight, path in zip((400, 700), main, strict=True)
        ),
        *(Face(f"Report Reserve {i}", 400, path) for i, path in enumerate(rest, 1)),
    )


def report_faces() -> tuple[Face, ...]:
    """The faces of this installation's reports."""
    return faces(getattr(settings, "REPORT_FONT_DIR", ""))


_BUNDLED = (noto_cjk_sans_jp_regular, noto_cjk_sans_jp_bold)
_PAIR = ("-Regular", "-Bold")


def typeface(files: tuple[Face, ...]) -> str:
    """The name of the type for the colophon."""
    if files[0].path == Path(str(noto_cjk_sans_jp_regular.FONT_PATH)):
        return "Noto Sans CJK JP（SIL Open Font License 1.1）"
    return files[0].path.stem.removesuffix("-Regular")


def face_css(files: Iterable[Face]) -> str:
    """The @font-face rules of a style sheet."""
    return "".join(
        f'@font-face{{font-family:"{face.family}";font-weight:{face.weight};'
        f'src:url("{face.url}")}}\n'
        for face in files
    )


def mark_unprinted(
    plain: dict, files: tuple[Face, ...]
) -> tuple[dict, tuple[Unprinted, ...]]:
    """The snapshot's plain values with 〓 for what cannot be printed, and the list of it.

    Private-use characters (外字) are never printed: another machine's font would show
    something else for them.
    """
    lacking = {c for c in _characters(plain) if _lacks(c, files)}
    if not lacking:
        return plain, ()
    table = {ord(c): GETA for c in lacking}
    found: dict[str, dict[str, None]] = {c: {} for c in sorted(lacking)}
    marked = _translate(plain, table, found)
    listed = (Unprinted(c, tuple(texts)) for c, texts in found.items())
    return marked, tuple(listed)


def _lacks(character: str, files: tuple[Face, ...]) -> bool:
    category = unicodedata.category(character)
    if category == "Co":
        return True
    if category in ("Cc", "Cf") or _is_selector(character):
        return False
    try:
        character.encode("cp932")  # every bundled face has all of these
    except UnicodeEncodeError:
        return not any(ord(character) in _coverage(face.path) for face in files)
    return False


def _is_selector(character: str) -> bool:
    return 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF


@lru_cache(maxsize=16)
def _coverage(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font["cmap"].getBestCmap())


def _characters(value: object) -> set[str]:
    if isinstance(value, str):
        return set(value)
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return set()
    return set().union(*map(_characters, value))


def _translate(value, table: dict[int, str], found: dict[str, dict[str, None]]):
    if isinstance(value, dict):
        return {key: _translate(v, table, found) for key, v in value.items()}
    if isinstance(value, list):
        return [_translate(v, table, found) for v in value]
    if not isinstance(value, str):
        return value
    marked = value.translate(table)
    if marked != value and not value.lstrip().startswith("<"):  # a drawing is no text
        for character in set(value) & set(found):
            found[character][marked] = None
    return marked
