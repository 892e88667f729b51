"""Who may take which step from which state: one table, asked by actions, pages and tests."""

from dataclasses import dataclass
from enum import StrEnum

from accounts.models import User
from accounts.roles import Permission
from designations.kinds import OPEN, Status, StepKind


class Move(StrEnum):
    """What may be done with an act."""

    COORDINATE = "coordinate"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    DESIGNATE = "designate"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EDIT = "edit"
    RECORD = "record"
    CORRECT = "correct"
    CONFIRM = "confirm"
    END = "end"
    SUCCEED = "succeed"


LABELS = {
    Move.COORDINATE: "調整を始める",
    Move.SUBMIT: "審査に付す",
    Move.SEND_BACK: "差し戻す",
    Move.DESIGNATE: "指定する",
    Move.DECLINE: "見送る",
    Move.WITHDRAW: "取り下げる",
    Move.EDIT: "内容を直す",
    Move.RECORD: "求められる事項を記録する",
    Move.CORRECT: "事務局・備考を直す",
    Move.CONFIRM: "登録の内容を確認する",
    Move.END: "指定を終える",
    Move.SUCCEED: "変更・更新する",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """From which state to which, the permission asked, and the step that goes on record."""

    source: Status
    target: Status
    permission: Permission
    step: StepKind


_PROPOSE, _EDIT = Permission.PROPOSE_DESIGNATIONS, Permission.EDIT_DESIGNATIONS
_S, _K = Status, StepKind


def _back(source: Status) -> Status:
    return OPEN[OPEN.index(source) - 1]


TRANSITIONS: dict[tuple[Status, Move], Rule] = {
    (_S.CANDIDATE, Move.COORDINATE): Rule(
        _S.CANDIDATE, _S.COORDINATING, _PROPOSE, _K.COORDINATED
    ),
    (_S.COORDINATING, Move.SUBMIT): Rule(
        _S.COORDINATING, _S.IN_REVIEW, _PROPOSE, _K.SUBMITTED
    ),
    (_S.IN_REVIEW, Move.DESIGNATE): Rule(
        _S.IN_REVIEW, _S.DESIGNATED, _EDIT, _K.DESIGNATED
    ),
    (_S.DESIGNATED, Move.CONFIRM): Rule(
        _S.DESIGNATED, _S.DESIGNATED, _EDIT, _K.CONFIRMED
    ),
    (_S.DESIGNATED, Move.CORRECT): Rule(_S.DESIGNATED, _S.DESIGNATED, _EDIT, _K.EDITED),
    (_S.DESIGNATED, Move.RECORD): Rule(
        _S.DESIGNATED, _S.DESIGNATED, _PROPOSE, _K.EVIDENCE
    ),
    (_S.DESIGNATED, Move.END): Rule(_S.DESIGNATED, _S.DESIGNATED, _EDIT, _K.ENDED),
    (_S.DESIGNATED, Move.SUCCEED): Rule(
        _S.DESIGNATED, _S.DESIGNATED, _PROPOSE, _K.SUCCEEDED
    ),
}
for _source in (_S.COORDINATING, _S.IN_REVIEW):
    TRANSITIONS[_source, Move.SEND_BACK] = Rule(
        _source, _back(_source), _EDIT, _K.SENT_BACK
    )
for _source in OPEN:
    TRANSITIONS[_source, Move.DECLINE] = Rule(_source, _S.DECLINED, _EDIT, _K.DECLINED)
    TRANSITIONS[_source, Move.WITHDRAW] = Rule(
        _source, _S.WITHDRAWN, _PROPOSE, _K.WITHDRAWN
    )
    TRANSITIONS[_source, Move.RECORD] = Rule(_source, _source, _PROPOSE, _K.EVIDENCE)
# In review the paper lies with the prefecture: who proposed it no longer changes it.
for _source, _permission in (
    (_S.CANDIDATE, _PROPOSE),
    (_S.COORDINATING, _PROPOSE),
    (_S.IN_REVIEW, _EDIT),
):
    TRANSITIONS[_source, Move.EDIT] = Rule(_source, _source, _permission, _K.EDITED)


def rule_for(status: str, move: Move) -> Rule | None:
    """The line of the table; None where the step does not exist from this state."""
    return TRANSITIONS.get((Status(status), move))


def may(user: User, status: str, move: Move) -> bool:
    """Whether the role of a person allows a step from a state. Regions are asked apart."""
    rule = rule_for(status, move)
    return rule is not None and user.may(rule.permission)


def moves_for(user: User, status: str) -> list[Move]:
    """The steps that a person may take from a state, in the order of ``Move``."""
    return [move for move in Move if may(user, status, move)]
