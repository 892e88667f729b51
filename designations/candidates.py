"""Who may be designated in a municipality, by the prefecture's own rule, and why.

The steps are asked in their order; the first that finds anybody answers. A step that finds nobody
is silent, and where none answers the step is ``none``.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from designations.ground import HOSPITAL_WORDS, Body, Ground, Town, ground_of
from designations.kinds import OperatorKind
from designations.models import SelectionStep
from formats.dates import wareki

NONE = "none"
DESK = "consultation_desk"
Scope = SelectionStep.Scope


@dataclass(frozen=True, slots=True)
class Candidate:
    """One body that a step chose. ``distance_km`` lies between the municipal offices."""

    key: str
    name: str
    code: str
    filing: str
    filing_from: date | None
    reason: str
    municipality: str
    municipality_name: str
    distance_km: float | None
    enhanced: bool
    beds: str
    survey: str
    designated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the rule says for one municipality. ``step`` is None where no step answers."""

    town: Town
    kind: str
    day: date
    step: SelectionStep | None
    candidates: tuple[Candidate, ...]
    missing: str = ""

    @property
    def step_code(self) -> str:
        return self.step.code if self.step else NONE

    def as_json(self) -> dict[str, object]:
        """One object of ``manage.py candidates --json``; days in ISO form."""
        rows = [asdict(candidate) for candidate in self.candidates]
        for row in rows:
            row.pop("key")
            found = row["filing_from"]
            row["filing_from"] = found.isoformat() if found else None
        return {
            "municipality": self.town.code,
            "municipality_name": self.town.name,
            "zone": self.town.zone_code or None,
            "zone_name": self.town.zone_name or None,
            "secondary_area": self.town.area,
            "kind": self.kind,
            "as_of": self.day.isoformat(),
            "step": self.step_code,
            "step_label": str(self.step) if self.step else self.missing,
            "candidates": rows,
        }


def candidates_of(
    prefecture: str,
    kind: str,
    day: date,
    *,
    municipalities: Iterable[str] | None = None,
) -> list[Answer]:
    """The rule's answer for each municipality of a prefecture, in the order of their codes.

    ``municipalities`` narrows to 5-digit codes; wards belong to their city. The number of queries
    does not depend on how many there are.
    """
    ground = ground_of(prefecture, day, kind)
    version = ground.placed.version
    steps = []
    if version is not None:
        steps = list(SelectionStep.objects.of_version(version).for_kind(kind))
    wanted = None if municipalities is None else set(municipalities)
    return [
        _answer(town, kind, steps, ground)
        for code, town in ground.towns.items()
        if wanted is None or code in wanted
    ]


def _answer(
    town: Town, kind: str, steps: list[SelectionStep], ground: Ground
) -> Answer:
    for step in steps:
        if chosen := _chosen_by(step, town, ground):
            return Answer(town, kind, ground.day, step, tuple(chosen))
    return Answer(town, kind, ground.day, None, (), _why_nobody(town, steps, ground))


def _why_nobody(town: Town, steps: list[SelectionStep], ground: Ground) -> str:
    if ground.placed.version is None:
        return "この日に適用される計画がありません。"
    if not steps:
        return "選定の手順が登録されていません。"
    if town.area is None:
        return "どの手順にも当てはまりません（二次医療圏が未登録です）。"
    return (
        f"どの手順にも当てはまりません（二次医療圏「{town.area_name}」にもいません）。"
    )


def _chosen_by(step: SelectionStep, town: Town, ground: Ground) -> list[Candidate]:
    found = [
        _candidate(step, body, town, near, ground)
        for near in _towns_in_scope(step, town, ground)
        for body in _bodies_for(step, near, ground)
    ]
    unique = {candidate.key: candidate for candidate in reversed(found)}
    order = {kind: at for at, kind in enumerate(step.filing_classes)}
    far = float("inf")

    def rank(candidate: Candidate) -> tuple[object, ...]:
        km = far if candidate.distance_km is None else candidate.distance_km
        return (
            step.enhanced_first and not candidate.enhanced,
            km,
            candidate.municipality,
            order.get(ground.class_of.get(candidate.key, ""), 0),
            candidate.code,
            candidate.name,
        )

    return sorted(unique.values(), key=rank)


def _towns_in_scope(step: SelectionStep, town: Town, ground: Ground) -> list[Town]:
    if step.scope == Scope.MUNICIPALITY:
        return [town]
    if step.scope == Scope.NEIGHBOUR:
        same_area = ground.by_area.get(town.area or "", [])
        return [other for other in same_area if other.code != town.code]
    in_zone = [t for t in ground.towns.values() if t.zone and t.zone == town.zone]
    # The municipality itself first: a body that works there is near, wherever its seat is.
    return [town, *(t for t in in_zone if t.code != town.code)]


def _bodies_for(step: SelectionStep, town: Town, ground: Ground) -> list[Body]:
    found = [
        body
        for body in ground.institutions.get(town.code, [])
        if body.facility_class in step.filing_classes
    ]
    wanted = set(step.operator_kinds)
    if not wanted:
        return found
    found += [b for b in ground.bodies if b.kind in wanted and town.code in b.towns]
    if DESK in wanted:
        keys = ground.desks.get(town.code, set())
        everyone = [
            *ground.bodies,
            *(b for rows in ground.institutions.values() for b in rows),
        ]
        found += [body for body in everyone if body.key in keys]
    known = any(b.kind == OperatorKind.MUNICIPALITY for b in found)
    if OperatorKind.MUNICIPALITY in wanted and not known:
        found.append(_itself(town))
    return found


def _itself(town: Town) -> Body:
    """A municipality that no act has named yet."""
    return Body(
        key=f"municipality:{town.code}",
        name=town.name,
        code=town.code,
        kind=OperatorKind.MUNICIPALITY,
        towns=frozenset({town.code}),
        seat=town.code,
    )


def _candidate(
    step: SelectionStep, body: Body, town: Town, near: Town, ground: Ground
) -> Candidate:
    seat = ground.towns.get(body.seat or near.code, near)
    return Candidate(
        key=body.key,
        name=body.name,
        code=body.code,
        filing=body.filing,
        filing_from=body.filing_from,
        reason=_reason(step, body, town, seat),
        municipality=seat.code,
        municipality_name=seat.name,
        distance_km=town.km_to(seat),
        enhanced=body.is_enhanced,
        beds=body.beds,
        survey=body.survey,
        designated=tuple(_acts_of(body, ground)),
    )


def _acts_of(body: Body, ground: Ground) -> list[str]:
    keys = [tuple(body.key.split(":", 1))]
    if body.kind == OperatorKind.MUNICIPALITY and body.code:
        keys.append(("municipality", body.code))
    return [words for key in keys for words in ground.acts.get(key, [])]


def _reason(step: SelectionStep, body: Body, town: Town, seat: Town) -> str:
    """Which step, why this body, and on which filing."""
    words = f"手順{step.label}　"
    if step.scope == Scope.NEIGHBOUR:
        km = town.km_to(seat)
        far = "" if km is None else f"、役場間{km:.1f}km"
        words += f"同じ二次医療圏（{town.area_name}）の{seat.name}{far}の"
    elif step.scope == Scope.ZONE:
        words += f"{town.zone_name or town.name}圏域の"
    else:
        words += f"{town.name}の"
    if not body.filing:
        return words + OperatorKind(body.kind).label
    words += HOSPITAL_WORDS[body.facility_class]
    if step.enhanced_first and body.is_enhanced:
        words += "（機能強化型を優先）"
    return f"{words}：{body.filing}（{wareki(body.filing_from)}から）"


def candidate_for(
    prefecture: str, kind: str, day: date, *, municipality: str, key: str
) -> tuple[Answer, Candidate] | None:
    """One candidate as the rule chooses it now; None when it no longer does."""
    answers = candidates_of(prefecture, kind, day, municipalities=[municipality])
    for answer in answers:
        for candidate in answer.candidates:
            if candidate.key == key:
                return answer, candidate
    return None
