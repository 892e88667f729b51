"""What the pages say about designations: words, shapes and links, prepared for templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import User
from designations.kinds import OPEN, EndKind, Kind, Status
from designations.models import Designation, Step
from designations.workflow import LABELS, Move, moves_for
from facilities.kinds import CareFunction
from formats.dates import wareki, wareki_short

Part = dict[str, object]

STATUS_BADGES: dict[str, Part] = {
    Status.CANDIDATE: {"text": "候補", "tone": "plan"},
    Status.COORDINATING: {"text": "調整中", "tone": "plan", "shape": "half"},
    Status.IN_REVIEW: {"text": "審査中", "tone": "wait"},
    Status.DESIGNATED: {"text": "指定中", "tone": "ok"},
    Status.DECLINED: {"text": "見送り", "tone": "off"},
    Status.WITHDRAWN: {"text": "取り下げ", "tone": "off"},
}
KIND_SHAPES = {Kind.HUB: "hub", Kind.ACTIVE: "act"}
# The button that moves a case on; the others are second.
FORWARD = (Move.COORDINATE, Move.SUBMIT, Move.DESIGNATE, Move.CONFIRM)


def state_badge(designation: Designation, day: date) -> Part:
    """The state on a day: of the course while open, then of the period."""
    badge = STATUS_BADGES[designation.status]
    if designation.status != Status.DESIGNATED:
        return badge
    if designation.end_kind == EndKind.ANNULLED:
        return {"text": "効力発生前に取消", "tone": "off"}
    if designation.effective_from > day:
        return {"text": "指定済み（効力前）", "tone": "wait"}
    if designation.effective_until and designation.effective_until < day:
        return {"text": "終了", "tone": "off"}
    return badge


def kind_badge(designation: Designation) -> Part:
    kind = Kind(designation.kind)
    return {"text": kind.short, "tone": "ok", "shape": KIND_SHAPES[kind]}


def period_words(designation: Designation) -> str:
    """R7.10.1から R9.3.31まで; empty while no first day is known."""
    if designation.effective_from is None:
        return ""
    first = wareki_short(designation.effective_from) + "から"
    last = designation.effective_until
    return first + (f" {wareki_short(last)}まで" if last else "")


def zone_words(designation: Designation) -> str:
    """Names of the zones; those of which only a part is covered say so."""
    names = []
    for part in designation.parts.all():
        partly = "（一部）" if part.municipalities.all() else ""
        names.append(f"{part.zone.name}{partly}")
    return "、".join(names)


def function_words(designation: Designation) -> str:
    return "、".join(CareFunction(f).label for f in designation.functions)


@dataclass(frozen=True, slots=True)
class Row:
    """One act in a list."""

    designation: Designation
    kind: Part
    state: Part
    zones: str
    period: str
    functions: str


def rows_of(designations: list[Designation], day: date) -> list[Row]:
    return [
        Row(
            d,
            kind_badge(d),
            state_badge(d, day),
            zone_words(d),
            period_words(d),
            function_words(d),
        )
        for d in designations
    ]


# --- One act --------------------------------------------------------------------------------
def course_steps(designation: Designation, steps: list[Step]) -> list[Part]:
    """The four stations of the course, those passed with day and person."""
    if designation.entered_directly:
        return []
    reached = {step.to_status: step for step in reversed(steps) if step.to_status}
    stations = [*OPEN, Status.DESIGNATED]
    stopped = designation.status in (Status.DECLINED, Status.WITHDRAWN)
    place = stations.index(designation.status) if not stopped else len(stations)
    shown = []
    for at, station in enumerate(stations):
        step = reached.get(station)
        state = "done" if step and at < place else ""
        if at == place:
            state = "done" if station == Status.DESIGNATED else "current"
        if stopped and step is None and state == "":
            shown.append(_stopped(designation, reached))
            break
        item: Part = {"label": Status(station).label, "state": state}
        if step and at <= place:
            item |= {"note": f"{wareki(step.on)}　{step.by}", "second": step.reason}
        elif station == Status.DESIGNATED and designation.effective_from:
            item["note"] = f"予定 {wareki(designation.effective_from)}から"
        shown.append(item)
    return shown


def _stopped(designation: Designation, reached: dict[str, Step]) -> Part:
    step = reached[designation.status]
    return {
        "label": designation.get_status_display(),
        "state": "stopped",
        "note": f"{wareki(step.on)}　{step.by}",
        "second": step.reason,
    }


def timeline(designation: Designation, steps: list[Step], day: date) -> list[Part]:
    """What happened, newest first, under what is still to come."""
    items: list[Part] = []
    if (
        designation.status == Status.DESIGNATED
        and designation.end_kind != EndKind.ANNULLED
    ):
        coming = [
            (designation.effective_until, "最後の日"),
            (designation.effective_from, "効力の発生"),
        ]
        items += [
            {"when": f"{wareki(on)}（予定）", "text": text, "state": "next"}
            for on, text in coming
            if on and on > day
        ]
    for at, step in enumerate(steps):
        state = "now" if at == 0 else "end" if at == len(steps) - 1 else ""
        items.append(
            {
                "day": step.on,
                "text": step.get_kind_display(),
                "by": str(step.by or "システム"),
                "note": f"「{step.reason}」" if step.reason else "",
                "state": state,
            }
        )
    return items


def facts(designation: Designation) -> list[Part]:
    """The particulars beside a case."""
    d = designation
    items: list[Part] = [
        {"label": "種類", "value": d.get_kind_display()},
        {"label": "実施主体", "value": str(d.operator), **_operator_link(d)},
        {"label": "公表する名称", "value": d.published_name or str(d.operator)},
        {"label": "効力", "value": period_words(d) or None},
        {"label": "決定日", "value": wareki(d.decided_on) if d.decided_on else None},
        {"label": "文書番号", "value": d.document_number or None},
        {"label": "根拠", "value": d.legal_basis or None},
        {"label": "担う機能", "value": function_words(d) or None},
        {"label": "事務局", "value": d.secretariat or None, "note": d.contact},
    ]
    if d.unconfirmed:
        items.append(_flag("確認", "日付などが未確認", "warn"))
    if d.entered_directly:
        done = d.approved_by is not None
        word = f"{d.approved_by}が確認" if done else "ほかの担当者の確認待ち"
        items.append(_flag("既決の登録", word, "ok" if done else "warn"))
    if d.non_medical_reason:
        items.append(
            {"label": "病院・診療所以外とする理由", "value": d.non_medical_reason}
        )
    if d.selection_step:
        items.append(
            {
                "label": "選定の手順",
                "value": d.selection_step,
                "note": d.selection_reason,
            }
        )
    if d.predecessor:
        items.append(
            {
                "label": "変更前の指定",
                "value": d.predecessor.case_number,
                "url": d.predecessor.get_absolute_url(),
            }
        )
    items += [
        {"label": "変更後の指定", "value": s.case_number, "url": s.get_absolute_url()}
        for s in d.successors.all()
    ]
    if d.end_kind:
        items += [
            {
                "label": "終了",
                "value": d.get_end_kind_display(),
                "note": f"{wareki(d.end_decided_on)}決定　{d.end_document_number}",
            },
            {"label": "終了の理由", "value": d.end_reason or None},
        ]
    if d.note:
        items.append({"label": "備考", "value": d.note})
    return items


def _flag(label: str, text: str, tone: str) -> Part:
    return {"label": label, "badge": {"text": text, "tone": tone}}


def _operator_link(designation: Designation) -> Part:
    facility = designation.operator.facility
    return {"url": facility.get_absolute_url()} if facility else {}


def buttons(
    designation: Designation, user: User, *, missing: Sequence[str] = ()
) -> list[Part]:
    """The steps that this person may take now, the one that leads on first.

    ``missing`` holds what still stands in the way of designating.
    """
    moves = [
        move
        for move in moves_for(user, designation.status)
        if not _pointless(designation, move)
    ]
    moves.sort(key=lambda move: move not in FORWARD)
    own = user.pk in (designation.proposed_by_id, designation.submitted_by_id)
    shown = []
    for move in moves:
        item: Part = {
            "label": LABELS[move],
            "href": move_url(designation, move),
            "kind": "" if move in FORWARD else "second",
            "id": f"move-{move.value}",
        }
        if own and move in (Move.DESIGNATE, Move.CONFIRM):
            item["why_not"] = "起案した人や審査に付した人は承認できません。"
        elif missing and move == Move.DESIGNATE:
            item["why_not"] = "求められる事項がそろうと押せます。"
        shown.append(item)
    return shown


def _pointless(designation: Designation, move: Move) -> bool:
    if move == Move.RECORD:
        return True
    if move == Move.CONFIRM:
        return (
            not designation.entered_directly or designation.approved_by_id is not None
        )
    return bool(designation.end_kind) and move in (Move.END, Move.SUCCEED)


def move_url(designation: Designation, move: Move) -> str:
    names = {Move.EDIT: "designations:edit", Move.SUCCEED: "designations:succeed"}
    if move in names:
        return reverse(names[move], args=[designation.pk])
    return reverse("designations:move", args=[designation.pk, move.value])
