"""kill -9 in the middle of an act: nothing of it, or all of it once; and it can be done again."""

import random

import pytest

from accounts.chain import seal_waiting, verify
from tests.faults.acts import ACTS, is_sound
from tests.faults.killing import (
    killed_after,
    killed_after_statement,
    measured,
    named_point,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]


@pytest.mark.parametrize("name", ACTS)
def test_a_killed_act_is_whole_or_nothing(name, fault_rounds, read_here):
    act, chance = ACTS[name], random.Random(20260401)
    before, after, statements, seconds = measured(act)
    assert before != after
    found = {"before": 0, "after": 0}
    rounds = max(3, fault_rounds // len(ACTS))
    for number in range(rounds):
        key = act.prepare()
        assert act.trace(key) == before

        def do(key=key):
            act.do(key)

        # One round at a named point, the next at any moment.
        if number % 2:
            ended = killed_after(do, chance.uniform(0, 1.2 * seconds))
        else:
            at = named_point(number, rounds, statements)
            ended = killed_after_statement(do, at)
        trace = act.trace(key)
        assert trace in (before, after), "half"
        assert not ended or trace == after, "lost"
        found["after" if trace == after else "before"] += 1
        if trace == before:
            act.do(key)
            assert act.trace(key) == after, "not to be done again"
    assert found["before"], "no kill came before the commit, so nothing was proved"
    seal_waiting()
    assert verify().fault is None
    assert is_sound()
