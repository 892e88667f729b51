"""kill -9 of web processes and of the worker while people work, with the disk of the log full.

People change a facility each, look at pages, take tables away and send lists, and note what they were
told. In the long run on PostgreSQL its server dies as well, one time in ten. An hour of it:

    FAULT_ROUNDS=50 FAULT_MINUTES=60 .ci/postgres .venv/bin/pytest tests/faults/test_web_kills.py
"""

import logging
import os
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count, takewhile

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.chain import seal_waiting, verify
from accounts.tasks import mail_notice
from portal.operations import queue
from portal.operations.worker import CarefulWorker
from tests.factories import facilities, people, uploads
from tests.faults.acts import is_sound
from tests.faults.cluster import Cluster, cluster
from tests.faults.serving import PLENTY, Serving, served
from tests.faults.working import Person

pytestmark = [pytest.mark.django_db(transaction=True)]
logger = logging.getLogger(__name__)
PEOPLE = 4
# So many rounds also kill PostgreSQL, in a server of its own.
LONG = 50
if int(os.environ.get("FAULT_ROUNDS", "0")) < LONG:
    # The sample needs one database; the long run takes both.
    pytestmark.append(pytest.mark.sqlite)


def test_nothing_is_lost_doubled_or_half_when_what_serves_is_killed(
    child_environment, fault_rounds
):
    chance = random.Random(20260403)
    with database(child_environment, fault_rounds) as (environment, server):
        uploads.region()
        where = uploads.chuo()
        everybody = [
            (people.with_a_slow_password(people.official()), facilities.facility(where))
            for _ in range(PEOPLE)
        ]
        with served(environment) as portal:
            working = [Person(portal.base, u.username, f) for u, f in everybody]
            for person in working:
                person.start()
            try:
                kills, longest = kill_by_turns(
                    portal, server, working, fault_rounds, chance
                )
            finally:
                for person in working:
                    person.leave.set()
                for person in working:
                    person.join(PLENTY)
        cut_off = sum(person.cut_off for person in working)
        # For the long run: --log-cli-level=INFO
        logger.info(
            "%s kills: %s changes and %s lists told, %s looks, %s cut off, %.1f s at most",
            kills,
            sum(len(person.told) for person in working),
            sum(len(person.sent) for person in working),
            sum(person.looked for person in working),
            cut_off,
            longest,
        )
        assert [s for person in working for s in person.strange] == []
        assert cut_off or fault_rounds < LONG, "no kill came in the middle of anything"
        for person in working:
            person.changes_stand_once()
            person.lists_stand_once()
        every_task_is_done(kills)
        seal_waiting()
        assert verify().fault is None
        assert is_sound()


@contextmanager
def database(
    environment: dict[str, str], rounds: int
) -> Iterator[tuple[dict[str, str], Cluster | None]]:
    if not environment["DATABASE_URL"].startswith("postgres") or rounds < LONG:
        yield environment, None
        return
    with cluster() as server:
        server.fill()
        with server.in_use():
            yield {**environment, "DATABASE_URL": server.address}, server


def turns(rounds: int) -> Iterator[int]:
    """So many, and more until the minutes are over that FAULT_MINUTES asks for."""
    until = time.monotonic() + 60 * float(os.environ.get("FAULT_MINUTES", "0"))
    return takewhile(lambda n: n < rounds or time.monotonic() < until, count())


def kill_by_turns(
    portal: Serving,
    server: Cluster | None,
    working: list[Person],
    rounds: int,
    chance: random.Random,
) -> tuple[int, float]:
    """Kills so often, at any moment; the kills, and the longest time until somebody was told again."""
    kills, longest = 0, 0.0
    for number in turns(rounds):
        mail_notice.enqueue(0)
        time.sleep(chance.uniform(0.1, 0.6))
        told = sum(len(person.told) for person in working)
        if server and number % 10 == 9:
            server.kill()
            server.start()
            connection.close()
        elif number % 5 == 4:
            portal.kill_and_start_the_worker(chance)
        else:
            portal.kill_a_web_process(chance)
        began = time.monotonic()
        while sum(len(person.told) for person in working) == told:
            assert time.monotonic() < began + PLENTY, "nobody gets an answer any more"
            time.sleep(0.02)
        longest = max(longest, time.monotonic() - began)
        kills = number + 1
    return kills, longest


def every_task_is_done(asked: int) -> None:
    """What a killed worker held is given back after its silence, and done by another."""
    later = timezone.now() + timedelta(minutes=3)
    queue.reap(later)
    DBTaskResult.objects.ready().update(run_after=timezone.now())
    CarefulWorker(interval=0, batch=True, max_tasks=None).run()
    assert DBTaskResult.objects.successful().count() == asked
