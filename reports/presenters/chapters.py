"""Chapters, and the captions that number tables and figures through a document."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from reports.snapshots.shared import Report, Source

KINDS = ("表", "図", "付表")


@dataclass(frozen=True, slots=True)
class Heading:
    """A second-level heading that the contents list."""

    id: str
    title: str


@dataclass(slots=True)
class Chapter:
    """A chapter: its template shows `content`; place and number are given when all are there."""

    title: str
    template: str
    content: dict[str, Any]
    headings: tuple[Heading, ...] = ()
    page: Literal["", "wide", "sheet"] = (
        ""  # landscape, or a sheet with its own heading
    )
    listed: bool = True  # has a number and stands in the contents
    place: int = 0
    number: str = ""

    @property
    def many(self) -> bool:
        """More headings than the contents list one below the other."""
        return len(self.headings) > 8

    @property
    def id(self) -> str:
        """The anchor that contents and outline lead to."""
        return f"s{self.place}"


@dataclass(frozen=True, slots=True)
class Caption:
    """表1 with its title, and what stands under it: 注, then 出典."""

    label: str
    title: str
    note: str
    source: str


def comments_on(snapshot: Report, about: str) -> list[tuple[str, list[str]]]:
    """What officials say about zones or measures: the name, and paragraphs."""
    return [
        (comment.name, [line for line in comment.text.splitlines() if line.strip()])
        for comment in snapshot.comments
        if comment.about == about and comment.text.strip()
    ]


@dataclass(slots=True)
class Numbering:
    """Gives out labels in the order of the pages and remembers which source each one rests on."""

    sources: tuple[Source, ...]
    _last: Caption | None = None
    _last_words: str = ""
    _count: dict[str, int] = field(default_factory=dict)
    _used: dict[str, list[tuple[str, int]]] = field(default_factory=dict)

    def table(self, title: str, *keys: str, notes: Iterable[str] = ()) -> Caption:
        """The next 表."""
        return self._next("表", title, keys, notes)

    def figure(self, title: str, *keys: str, notes: Iterable[str] = ()) -> Caption:
        """The next 図."""
        return self._next("図", title, keys, notes)

    def values(self, title: str, *keys: str, notes: Iterable[str] = ()) -> Caption:
        """The next 付表: the values behind a figure."""
        return self._next("付表", title, keys, notes)

    def restart(self) -> None:
        """Begin again with 表1 and 図1, as each sheet of a collection does."""
        self._last, self._last_words = None, ""
        self._count.clear()

    def used_in(self, key: str) -> str:
        """表1〜3、図1: where figures of the source stand; ― for none."""
        labels = self._used.get(key, [])
        runs = (
            _runs(kind, sorted({n for k, n in labels if k == kind})) for kind in KINDS
        )
        return "、".join(run for kind in runs for run in kind) or "―"

    def _next(
        self, kind: str, title: str, keys: Iterable[str], notes: Iterable[str]
    ) -> Caption:
        number = self._count[kind] = self._count.get(kind, 0) + 1
        rest_on = [
            source for key in keys for source in self.sources if source.key == key
        ]
        for key in dict.fromkeys(source.key for source in rest_on):
            self._used.setdefault(key, []).append((kind, number))
        words = source_words(rest_on)
        same = self._last is not None and words and words == self._last_words
        if not same:
            self._last, self._last_words = None, words
        caption = Caption(
            label=f"{kind}{number}",
            title=title,
            note="".join(notes),
            source=f"{self._last.label}に同じ。" if same and self._last else words,
        )
        self._last = self._last or caption
        return caption


def source_words(sources: list[Source]) -> str:
    """AのB（R7.10.1現在）及びC（R7.1.1現在）を加工して作成。D（R7.10.1現在）による。"""
    processed = [_source(s) for s in sources if s.processed]
    plain = [_source(s) for s in sources if not s.processed]
    words = f"{_and(processed)}を加工して作成。" if processed else ""
    return words + (f"{_and(plain)}による。" if plain else "")


def _source(source: Source) -> str:
    return (
        f"{source.name}（{source.short_as_of}）" if source.short_as_of else source.name
    )


def _and(names: list[str]) -> str:
    return f"{'、'.join(names[:-1])}及び{names[-1]}" if len(names) > 1 else names[0]


def _runs(kind: str, numbers: list[int]) -> Iterable[str]:
    """1 2 3 5 → 表1〜3, 表5; two neighbours stay apart."""
    run: list[int] = []
    for number in [*numbers, None]:
        if run and number != run[-1] + 1:
            if len(run) > 2:
                yield f"{kind}{run[0]}〜{run[-1]}"
            else:
                yield from (f"{kind}{n}" for n in run)
            run = []
        if number is not None:
            run.append(number)
