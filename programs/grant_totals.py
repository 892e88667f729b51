"""Sums of grants: against the program's budget, by zone and by kind of applicant."""

from collections.abc import Iterable
from dataclasses import dataclass

from programs.kinds import GrantStatus
from programs.models import Grant, ProgramYear

COUNTING = {GrantStatus.DECIDED, GrantStatus.REPORTED, GrantStatus.FINAL}


@dataclass(frozen=True, slots=True)
class GrantTotals:
    """Sums in thousand yen. ``decided`` and ``final`` leave out what was refused or revoked."""

    name: str
    grants: int
    requested: int
    decided: int
    spent: int
    final: int


@dataclass(frozen=True, slots=True)
class BudgetCheck:
    """Whether the grants of a program agree with its budget and its settled amount."""

    budget: int | None
    settled: int | None
    decided: int
    final: int
    open_grants: int

    @property
    def left(self) -> int | None:
        return None if self.budget is None else self.budget - self.decided

    @property
    def complaint(self) -> str:
        """What does not agree, in words; empty when all does."""
        if self.budget is not None and self.decided > self.budget:
            return f"決定額の合計が予算額を{self.decided - self.budget:,}千円超えています。"
        if (
            self.settled is not None
            and not self.open_grants
            and self.final != self.settled
        ):
            return (
                f"確定額の合計{self.final:,}千円と、"
                f"決算額{self.settled:,}千円が合っていません。"
            )
        return ""


def totals_of(name: str, grants: Iterable[Grant]) -> GrantTotals:
    rows = list(grants)
    counting = [g for g in rows if g.status in COUNTING]
    return GrantTotals(
        name=name,
        grants=len(rows),
        requested=sum(g.requested for g in rows),
        decided=sum(g.decided or 0 for g in counting),
        spent=sum(g.spent or 0 for g in counting),
        final=sum(g.final or 0 for g in counting),
    )


def by_zone(grants: Iterable[Grant]) -> list[GrantTotals]:
    """Sums by zone in the order of their codes; those without a zone come last."""
    groups: dict[tuple[str, str], list[Grant]] = {}
    for grant in grants:
        key = (
            (grant.zone.code, grant.zone.name)
            if grant.zone
            else ("～", "圏域を定めない")
        )
        groups.setdefault(key, []).append(grant)
    return [totals_of(name, rows) for (_, name), rows in sorted(groups.items())]


def by_operator_kind(grants: Iterable[Grant]) -> list[GrantTotals]:
    """Sums by kind of applicant."""
    groups: dict[str, list[Grant]] = {}
    for grant in grants:
        name = grant.applicant.get_kind_display()
        if grant.applicant.facility:
            name = grant.applicant.facility.get_kind_display()
        groups.setdefault(name, []).append(grant)
    return [totals_of(name, rows) for name, rows in sorted(groups.items())]


def check(year: ProgramYear, grants: Iterable[Grant]) -> BudgetCheck:
    """The grants of a year, all of them, against its budget."""
    total = totals_of("", rows := list(grants))
    waiting = {GrantStatus.APPLIED, GrantStatus.DECIDED, GrantStatus.REPORTED}
    return BudgetCheck(
        budget=year.budget,
        settled=year.settled,
        decided=total.decided,
        final=total.final,
        open_grants=sum(g.status in waiting for g in rows),
    )
