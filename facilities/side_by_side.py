"""Two facilities beside each other, in the words of the screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from accounts.records.history import UNSHOWN, Words
from facilities.models import Facility, Reorganisation
from formats.dates import wareki_short


@dataclass(frozen=True, slots=True)
class Row:
    field: str
    one: str
    two: str
    badge: Mapping[str, str]


def side_by_side(one: Facility, two: Facility) -> list[Row]:
    """Every field that either has, and whether they agree."""
    shown, rows = Words(), []
    for field in Facility._meta.concrete_fields:
        # The municipality says the prefecture too.
        if field.name in UNSHOWN | {"prefecture", "last_seen_on"}:
            continue
        words = [shown.of(field, getattr(of, field.attname)) for of in (one, two)]
        if any(words):
            rows.append(Row(str(field.verbose_name), *words, _badge(*words)))
    return rows


def _badge(one: str, two: str) -> dict[str, str]:
    if one == two:
        return {"text": "同じ", "tone": "ok"}
    return {"text": "片方だけ" if not (one and two) else "違う", "tone": "warn"}


@dataclass(frozen=True, slots=True)
class Done:
    """A merge or a split for the history of a facility."""

    key: int
    text: str
    note: str
    may_undo: bool


def done_rows(facility: Facility, *, may_edit: bool) -> Sequence[Done]:
    found = facility.reorganisations.select_related("done_by", "undone_by")
    return [_done(one, may_edit) for one in found.order_by("-pk")]


def _done(one: Reorganisation, may_edit: bool) -> Done:
    verb = "を統合" if one.kind == Reorganisation.Kind.MERGED else "を分離"
    note = f"{_day(one.done_at)}　{one.done_by or 'システム'}　{one.reason}"
    if one.undone_at:
        note += f"　取消 {_day(one.undone_at)} {one.undone_by or 'システム'}"
    return Done(
        one.pk,
        f"{one.other_name}（{one.other_code}）{verb}",
        note,
        may_edit and one.undone_at is None,
    )


def _day(moment: datetime) -> str:
    return wareki_short(timezone.localtime(moment).date())
