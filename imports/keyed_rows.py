"""Tables whose rows are known by a key, not by a facility: planned, kept, written and taken back.

A plan keeps the key among the fields of a change, as [key, key], or [None, key] for a new row.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from facilities.touched import EDITED, Kept
from imports.comparing import Comparison
from imports.errors import StalePreview
from imports.formats import Planning
from imports.listing import Record
from imports.messages import Problem
from imports.models import Upload
from imports.partial import Cells, covered_by
from imports.planning import CHANGED, INVALID, NEW, UNCHANGED, Planned
from imports.whole_lists import refuse_what_is_not_theirs

CHUNK = 2000
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Keyed:
    """A row of a file: its key, what it is called, and the plain values that it says."""

    key: Key
    code: str
    name: str
    municipality: str | None
    prefecture: str
    values: Mapping[str, Any]
    record: Record


@dataclass(frozen=True, slots=True)
class Change:
    """A row before and after, as plain values; ``old`` is None for a row that is new."""

    key: Key
    old: Mapping[str, Any] | None
    new: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Store:
    """Where rows of one kind are kept. ``names`` are those of the parts of the key.

    ``standing`` gives the plain values of the keys that exist; ``write`` sets values, and takes
    rows away whose new values are None.
    """

    names: tuple[str, ...]
    standing: Callable[[Iterable[Key]], Mapping[Key, Mapping[str, Any]]]
    write: Callable[[Mapping[Key, Mapping[str, Any] | None], str, User | None], None]


def plan_keyed(
    rows: Iterable[Keyed],
    store: Store,
    planning: Planning,
    problems: list[Problem],
    cells: Cells,
) -> Comparison:
    """Each row against the one of the same key; others are not touched."""
    rows = list(rows)
    standing = store.standing([one.key for one in rows])
    found = Comparison(as_of=planning.today, facilities=len(rows))
    first: dict[Key, Record] = {}
    for one in rows:
        wrong = one.record.wrong
        if one.key in first:
            words = {"first": first[one.key].row, "second": one.record.row}
            problems.append(
                cells.problem("row_twice", one.record, store.names[0], **words)
            )
            wrong = True
        first.setdefault(one.key, one.record)
        found.plan.changes.append(_planned(one, store, standing.get(one.key), wrong))
    found.problems = sorted(problems, key=lambda p: (p.sheet, p.row))
    found.covered = covered_by(planning, {one.prefecture for one in rows})
    return found


def _planned(
    one: Keyed, store: Store, before: Mapping[str, Any] | None, wrong: bool
) -> Planned:
    fields: dict[str, list[Any]] = {
        name: [before[name] if before else None, value]
        for name, value in one.values.items()
        if before is None or before[name] != value
    }
    if fields and not wrong:
        parts = zip(store.names, one.key, strict=True)
        fields |= {name: [part if before else None, part] for name, part in parts}
    outcome = (CHANGED if before else NEW) if fields else UNCHANGED
    return Planned(
        INVALID if wrong else outcome,
        code=one.code,
        name=one.name,
        sector="",
        municipality=one.municipality,
        fields={} if wrong else fields,
        sheet=one.record.sheet,
        row=one.record.row,
        code_system="other",
    )


def stored(upload: Upload, store: Store) -> Iterator[tuple[str, Change]]:
    """The stored preview as changes, each with its name."""
    for row in upload.changes.writing().order_by("pk").iterator(chunk_size=CHUNK):
        fields = dict(row.fields)
        parts = [fields.pop(name) for name in store.names]
        is_new = parts[0][0] is None
        old = None if is_new else {name: pair[0] for name, pair in fields.items()}
        new = {name: pair[1] for name, pair in fields.items()}
        yield row.name, Change(tuple(pair[1] for pair in parts), old, new)


def apply_keyed(upload: Upload, store: Store, by: User | None) -> None:
    """Write the stored rows. Raises ``StalePreview`` and ``OutsideRegion``."""
    _refuse(upload, by)
    rows = list(stored(upload, store))
    standing = store.standing([change.key for _, change in rows])
    stale = [n for n, c in rows if not _stands(standing.get(c.key), c.old)]
    if stale:
        raise StalePreview("、".join(stale[:10]))
    store.write({c.key: c.new for _, c in rows}, f"取込 {upload.pk}", by)


def undo_keyed(upload: Upload, store: Store, by: User | None) -> list[Kept]:
    """Put rows back as they were, new ones away; those that were edited since stay."""
    _refuse(upload, by)
    kept = edited_since(upload, store)
    names = {one.name for one in kept}
    rows = [change for name, change in stored(upload, store) if name not in names]
    store.write({c.key: c.old for c in rows}, f"取込の取消 {upload.pk}", by)
    return kept


def edited_since(upload: Upload, store: Store) -> list[Kept]:
    """The rows that an undo would leave, with the reason."""
    rows = list(stored(upload, store))
    standing = store.standing([change.key for _, change in rows])
    return [
        Kept(None, name, EDITED)
        for name, change in rows
        if not _stands(standing.get(change.key), change.new)
    ]


def _stands(now: Mapping[str, Any] | None, values: Mapping[str, Any] | None) -> bool:
    if now is None or values is None:
        return now is None and values is None
    return all(now[name] == value for name, value in values.items())


def _refuse(upload: Upload, by: User | None) -> None:
    for prefecture, covered in sorted(upload.covered.items()):
        refuse_what_is_not_theirs(prefecture, covered["municipalities"], by)
