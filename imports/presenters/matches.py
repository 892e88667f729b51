"""Pairs that a person must decide about: the parts of both side by side, with a score."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from formats.text import show_private_use
from imports.matching import SAME, SIMILAR
from imports.models import MatchDecision, PlannedChange
from zones.region import Place

Verdict = MatchDecision.Verdict
PARTS = {"name": "名称", "address": "所在地", "phone": "電話番号"}
BADGES = {
    SAME: {"text": "同じ", "tone": "ok"},
    SIMILAR: {"text": "似ている", "tone": "wait"},
}
DIFFERS = {"text": "違う", "tone": "warn"}


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a pair: what the list says, what the registry has, how they compare."""

    label: str
    listed: str
    known: str
    badge: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """A candidate of one change. ``choices`` are values and words of its buttons."""

    code: str
    name: str
    url: str
    score: int
    rows: list[PartRow]
    choices: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Question:
    """One facility of the list that nobody knows, with those that it may be."""

    change: PlannedChange
    field: str
    name: str
    place: str
    pairs: list[Pair]


def question(change: PlannedChange, places: Mapping[str, Place]) -> Question:
    place = places.get(change.municipality_id or "")
    listed = {part: (change.fields.get(part) or [None, ""])[1] for part in PARTS}
    where = place.name if place else "市区町村不明"
    return Question(
        change=change,
        field=f"match-{change.pk}",
        name=_shown(change.name),
        place=f"{where}　{change.row:,}行目" if change.row else where,
        pairs=[_pair(change, one, listed) for one in change.candidates],
    )


def _pair(
    change: PlannedChange, candidate: dict[str, Any], listed: dict[str, str]
) -> Pair:
    pk = candidate["facility"]
    rows = [PartRow("番号", change.code, candidate["code"], DIFFERS)]
    rows += [
        PartRow(
            label,
            _shown(listed[part]),
            _shown(candidate[part]),
            BADGES.get(candidate["parts"][part], DIFFERS),
        )
        for part, label in PARTS.items()
    ]
    return Pair(
        code=candidate["code"],
        name=_shown(candidate["name"]),
        url=reverse("facilities:detail", args=[pk]),
        score=candidate["score"],
        rows=rows,
        choices=[
            (
                f"{Verdict.RENUMBERED}:{pk}",
                "同じ機関。番号が変わった",
                "新しい番号に直し、前の番号でも探せるようにします",
            ),
            (
                f"{Verdict.SAME}:{pk}",
                "同じ機関。番号はそのまま",
                "名簿の番号を、この機関の別の番号として覚えます",
            ),
        ],
    )


def _shown(text: str) -> str:
    return show_private_use(" ".join(str(text or "").split()))
