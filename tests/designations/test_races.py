"""Eight at once, on either database: one hub, no lost update, no second act, no second case."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import User
from designations.actions import (
    act_of,
    advance,
    designate,
    edit_designation,
    enter_designation,
    propose_candidate,
    run_compliance,
)
from designations.errors import RuleBroken, StaleDesignation, WrongState
from designations.kinds import Kind, Status
from designations.models import ComplianceTask, Designation, DesignationZone
from designations.workflow import Move
from tests.factories import designations as make
from tests.factories import people
from zones.models import HomeCareZone

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
THREADS = 8
DAY, TODAY = make.BEGINS, make.TODAY


def at_once(tasks: list[Callable[[], object]]) -> list[object]:
    """Start all together, each with a connection of its own; give results or refusals."""
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], object]) -> object:
        try:
            barrier.wait()
            return task()
        except (RuleBroken, StaleDesignation) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def acts(results: list[object]) -> list[Designation]:
    return [one for one in results if isinstance(one, Designation)]


@pytest.fixture
def zone() -> HomeCareZone:
    return make.zone()


def clear() -> None:
    Designation.objects.update(predecessor=None)
    Designation.objects.all().delete()


def test_one_hub_comes_out_of_eight_approvals(
    zone: HomeCareZone, fault_rounds: int
) -> None:
    proposer = people.official()
    approvers = [people.official() for _ in range(THREADS)]
    for _ in range(fault_rounds):
        cases = [make.in_review(zone, by=proposer) for _ in range(THREADS)]

        def approve(case: Designation, by: User) -> Designation:
            return designate(
                designation=case,
                decided_on=DAY,
                effective_from=DAY,
                document_number="地医第1号",
                on=TODAY,
                by=by,
            )

        pairs = zip(cases, approvers, strict=True)
        results = at_once([lambda c=c, b=b: approve(c, b) for c, b in pairs])
        assert len(acts(results)) == 1
        refusals = [str(r) for r in results if isinstance(r, RuleBroken)]
        assert len(refusals) == THREADS - 1
        assert all("D3" in words for words in refusals)
        assert Designation.objects.effective_on(DAY).count() == 1
        clear()


def test_one_act_comes_out_of_eight_entries_of_the_same(
    zone: HomeCareZone, fault_rounds: int
) -> None:
    zone.plan.hubs_per_zone = "many"
    zone.plan.save()
    operator, by = make.association(), people.official()
    for _ in range(fault_rounds):
        act = make.act(HomeCareZone.objects.get(pk=zone.pk), operator)

        def enter(act: object = act) -> Designation:
            return enter_designation(act=act, on=TODAY, reason="既決", by=by)

        results = at_once([enter] * THREADS)
        assert len(acts(results)) == 1
        assert DesignationZone.objects.counting().count() == 1
        clear()


def test_one_case_comes_out_of_eight_clicks(
    zone: HomeCareZone, fault_rounds: int
) -> None:
    operator, by = make.institution(), people.official()
    for _ in range(fault_rounds):
        act = make.act(zone, operator, Kind.ACTIVE)

        def click(act: object = act) -> Designation:
            return propose_candidate(act=act, on=TODAY, by=by)

        results = at_once([click] * THREADS)
        assert len(acts(results)) == 1
        assert Designation.objects.count() == 1
        clear()


def test_no_edit_is_lost_among_eight(zone: HomeCareZone, fault_rounds: int) -> None:
    by = people.official()
    for _ in range(fault_rounds):
        case = make.candidate(zone, by=by)
        read, act = case.version, act_of(case)

        def edit(
            at: int,
            case: Designation = case,
            read: int = read,
            act: object = act,
        ) -> Designation:
            return edit_designation(
                designation=case,
                version=read,
                act=replace(act, note=f"{at}"),
                on=TODAY,
                by=by,
            )

        results = at_once([lambda at=at: edit(at) for at in range(THREADS)])
        (won,) = acts(results)
        stale = [r for r in results if isinstance(r, StaleDesignation)]
        assert len(stale) == THREADS - 1
        case.refresh_from_db()
        assert (case.note, case.version) == (won.note, read + 1)
        assert case.history.count() == 2
        clear()


def test_one_of_eight_decisions_on_a_case_counts(
    zone: HomeCareZone, fault_rounds: int
) -> None:
    by = people.official()
    moves = [Move.DECLINE, Move.WITHDRAW, Move.COORDINATE] * 3
    for _ in range(fault_rounds):
        case = make.candidate(zone, by=by)

        def decide(move: Move, case: Designation = case) -> Designation:
            return advance(designation=case, move=move, on=TODAY, reason="同時", by=by)

        results = at_once([lambda m=m: decide(m) for m in moves[:THREADS]])
        assert len(acts(results)) == 1
        lost = [r for r in results if isinstance(r, WrongState | StaleDesignation)]
        assert len(lost) == THREADS - 1
        case.refresh_from_db()
        assert case.status != Status.CANDIDATE
        assert case.steps.count() == 2
        clear()


def test_case_numbers_of_eight_cases_are_all_different(
    zone: HomeCareZone, fault_rounds: int
) -> None:
    by = people.official()
    for _ in range(fault_rounds):
        wanted = [make.act(zone, make.association()) for _ in range(THREADS)]

        def propose(act: object) -> Designation:
            return propose_candidate(act=act, on=TODAY, by=by)

        made = acts(at_once([lambda a=a: propose(a) for a in wanted]))
        assert len({case.case_number for case in made}) == THREADS
        clear()


def test_eight_checks_open_each_task_once(
    zone: HomeCareZone, fault_rounds: int
) -> None:
    for _ in range(fault_rounds):
        runs = at_once(
            [lambda: run_compliance(prefecture="01", day=TODAY, by=None)] * THREADS
        )
        assert sum(run.opened for run in runs) == 2
        assert ComplianceTask.objects.waiting().count() == 2
        ComplianceTask.objects.all().delete()
