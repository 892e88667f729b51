"""Rules of designation, as pure functions over values. Each returns messages; none means all is well.

The ids stand in the messages, the tests and the manual.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from designations.kinds import CheckState, Kind
from facilities.kinds import FacilityKind
from formats.dates import wareki

MEDICAL = frozenset({FacilityKind.HOSPITAL, FacilityKind.CLINIC, FacilityKind.MEDICAL})


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both inclusive; no last day means open."""

    first: date
    last: date | None = None

    def __str__(self) -> str:
        return (
            f"{wareki(self.first)}から{wareki(self.last) + 'まで' if self.last else ''}"
        )

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: "Period") -> bool:
        """Whether the two share at least one day."""
        return (self.last is None or other.first <= self.last) and (
            other.last is None or self.first <= other.last
        )


@dataclass(frozen=True, slots=True)
class Rival:
    """Another act in one zone, as far as a rule needs it."""

    case_number: str
    name: str
    zone: str
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """One requirement of a designation, as far as a rule needs it."""

    code: str
    label: str
    mandatory: bool
    state: str
    waived: bool

    @property
    def is_settled(self) -> bool:
        return self.waived or self.state in (CheckState.MET, CheckState.NOT_APPLICABLE)


def d1_period_in_order(first: date | None, last: date | None) -> list[str]:
    """D1. A designation ends on or after the day it starts."""
    if first is None or last is None or first <= last:
        return []
    return [f"D1：効力の終わりは{wareki(first)}以後の日を入力してください。"]


def d2_no_overlap(period: Period, same_operator: Iterable[Rival]) -> list[str]:
    """D2. Two acts of one operator and kind never stand in one zone on the same day."""
    return [
        f"D2：{rival.zone}では同じ実施主体の指定（{rival.case_number} {rival.name}、{rival.period}）と"
        "期間が重なります。期間を変えるか、その指定の変更として登録してください。"
        for rival in same_operator
        if rival.period.meets(period)
    ]


def d3_hubs_as_the_plan_says(
    period: Period, other_hubs: Iterable[Rival], *, one_per_zone: bool
) -> list[str]:
    """D3. Where the plan allows one hub a zone, a zone has at most one on any day."""
    if not one_per_zone:
        return []
    return [
        f"D3：{rival.zone}にはすでに拠点（{rival.case_number} {rival.name}、{rival.period}）があります。"
        "この計画では1圏域に1か所です。"
        for rival in other_hubs
        if rival.period.meets(period)
    ]


def d4_active_is_medical(
    kind: str, facility_kind: str | None, *, plan_allows: bool, reason: str = ""
) -> list[str]:
    """D4. An active institution is a hospital or clinic, unless the plan allows others.

    One that exists already is entered with a ``reason``. ``facility_kind`` is None for an operator
    that is no institution of the registry.
    """
    if kind != Kind.ACTIVE or facility_kind in MEDICAL or plan_allows or reason.strip():
        return []
    message = (
        "D4：積極的役割を担う医療機関は、病院か診療所から選んでください。"
        "すでに指定されているものは「既決の指定の登録」で理由を書いて登録してください。"
    )
    return [message]


def d5_another_approves(approver: int, *others: int | None) -> list[str]:
    """D5. Who proposed an act, or laid it before the prefecture, does not approve it."""
    if approver not in others:
        return []
    return [
        "D5：起案した人や審査に付した人は承認できません。ほかの担当者が承認してください。"
    ]


def d6_requirements_settled(items: Sequence[CheckedItem]) -> list[str]:
    """D6. Before designation every mandatory requirement is met, waived or does not apply."""
    left = [item for item in items if item.mandatory and not item.is_settled]
    return [
        f"D6：{item.code}「{item.label}」の根拠を登録するか、適用除外の理由を書いてください。"
        for item in left
    ]


def d7_document_named(document_number: str, decided_on: date | None) -> list[str]:
    """D7. A designation has its decision day and the number of its document."""
    messages = []
    if decided_on is None:
        messages.append("D7：決定日を入力してください。")
    if not document_number.strip():
        messages.append("D7：文書番号を入力してください。")
    return messages


def d8_zones_of_the_plan(
    chosen: Sequence[tuple[str, int]],
    members: dict[int, set[str]],
    parts: dict[int, set[str]],
) -> list[str]:
    """D8. An act names at least one zone of the plan in force, and parts lie in their zone.

    ``chosen`` holds (name, id) of zones; ``members`` the municipality codes of each zone of the
    version; ``parts`` the codes named as a part of a zone.
    """
    if not chosen:
        return ["D8：圏域を1つ以上選んでください。"]
    messages = []
    for name, pk in chosen:
        if pk not in members:
            messages.append(
                f"D8：{name}は効力の始まりの日の計画にない圏域です。外してください。"
            )
        elif parts.get(pk, set()) - members[pk]:
            messages.append(
                f"D8：{name}の一部として選んだ市町村に、圏域の外のものがあります。選び直してください。"
            )
    return messages


def d9_ending_in_period(period: Period, last_day: date) -> list[str]:
    """D9. An ending closes the period: its last day lies inside it."""
    if period.holds(last_day):
        return []
    return [f"D9：最後の日は、効力のある期間（{period}）の中の日を入力してください。"]


def d10_successor_follows(predecessor: Period, first: date) -> list[str]:
    """D10. A successor begins after the first day of the act it follows."""
    if first > predecessor.first:
        return []
    day = predecessor.first + timedelta(days=1)
    return [
        f"D10：変更後の効力の始まりは、変更前の始まりより後（{wareki(day)}以後）にしてください。"
    ]


def d11_check_answered(
    state: str,
    *,
    evidence: str,
    planned_until: date | None,
    on: date,
    conditional: bool,
) -> list[str]:
    """D11. What is met has evidence, what is planned has a day to come, and only an item with a
    condition may not apply."""
    if state == CheckState.MET and not evidence.strip():
        return ["D11：充足とするには、根拠を入力してください。"]
    if state == CheckState.PLANNED and (planned_until is None or planned_until < on):
        return ["D11：予定とするには、これから先の期限を入力してください。"]
    if state == CheckState.NOT_APPLICABLE and not conditional:
        message = (
            "D11：この事項は対象外にできません。満たせない事情があるときは、"
            "適用除外の理由を書いてください。"
        )
        return [message]
    return []


def d12_no_second_case(rivals: Iterable[Rival]) -> list[str]:
    """D12. While a case is on its way, no second one of the same operator, kind and zone begins."""
    return [
        f"D12：{rival.zone}では同じ実施主体の案件（{rival.case_number} {rival.name}）が進んでいます。"
        "その案件を開いて続けてください。"
        for rival in rivals
    ]


RULES = (
    d1_period_in_order,
    d2_no_overlap,
    d3_hubs_as_the_plan_says,
    d4_active_is_medical,
    d5_another_approves,
    d6_requirements_settled,
    d7_document_named,
    d8_zones_of_the_plan,
    d9_ending_in_period,
    d10_successor_follows,
    d11_check_answered,
    d12_no_second_case,
)
