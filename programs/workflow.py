"""Who may take which step of a grant from which state: one table, asked by actions, pages and tests."""

from dataclasses import dataclass

from accounts.models import User
from accounts.roles import Permission
from programs.kinds import GrantMove, GrantStatus


@dataclass(frozen=True, slots=True)
class Rule:
    """The state that a step leads to, and the permission that it asks."""

    target: GrantStatus
    permission: Permission


_S, _M = GrantStatus, GrantMove
_RECORD, _EDIT = Permission.RECORD_ACTIVITIES, Permission.EDIT_PROGRAMS

# Applications and reports come in through the health centre; head office decides.
TRANSITIONS: dict[tuple[GrantStatus, GrantMove], Rule] = {
    (_S.APPLIED, _M.DECIDE): Rule(_S.DECIDED, _EDIT),
    (_S.APPLIED, _M.REJECT): Rule(_S.REJECTED, _EDIT),
    (_S.APPLIED, _M.WITHDRAW): Rule(_S.WITHDRAWN, _RECORD),
    (_S.DECIDED, _M.CHANGE): Rule(_S.DECIDED, _EDIT),
    (_S.DECIDED, _M.REVOKE): Rule(_S.REVOKED, _EDIT),
    (_S.DECIDED, _M.REPORT): Rule(_S.REPORTED, _RECORD),
    (_S.REPORTED, _M.SEND_BACK): Rule(_S.DECIDED, _EDIT),
    (_S.REPORTED, _M.FINALISE): Rule(_S.FINAL, _EDIT),
}


def rule_for(status: str, move: GrantMove) -> Rule | None:
    """The line of the table; None where the step does not exist from this state."""
    return TRANSITIONS.get((GrantStatus(status), move))


def may(user: User, status: str, move: GrantMove) -> bool:
    """Whether the role of a person allows a step from a state. Regions are asked apart."""
    rule = rule_for(status, move)
    return rule is not None and user.may(rule.permission)


def moves_for(user: User, status: str) -> list[GrantMove]:
    """The steps that a person may take from a state, in the order of ``GrantMove``."""
    return [move for move in GrantMove if may(user, status, move)]
