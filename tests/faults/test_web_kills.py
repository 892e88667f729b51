"""kill -9 of web processes and of the worker while people work, with the disk of the log full.

People change a facility each and note what they were told. In the long run on PostgreSQL its server
dies as well, one time in ten.
"""

import http.client
import logging
import os
import random
import threading
import time
import urllib.error
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.chain import seal_waiting, verify
from accounts.models import AuditEvent
from accounts.tasks import mail_notice
from facilities.models import Facility
from portal.operations import queue
from portal.operations.worker import CarefulWorker
from tests.browsing import Browser
from tests.factories import facilities, people, places
from tests.factories.people import PASSWORD
from tests.faults.acts import is_sound
from tests.faults.cluster import Cluster, cluster
from tests.faults.serving import PLENTY, Serving, served

pytestmark = [pytest.mark.django_db(transaction=True)]
logger = logging.getLogger(__name__)
PEOPLE = 4
# So many rounds also kill PostgreSQL, in a server of its own.
LONG = 50
if int(os.environ.get("FAULT_ROUNDS", "0")) < LONG:
    # The sample needs one database; the long run takes both.
    pytestmark.append(pytest.mark.sqlite)
# Busy, or changed by what was sent a moment ago and never answered.
SAID_IN_WORDS = {409, 503}


class Person(threading.Thread):
    """Somebody who changes the note of one facility again and again."""

    def __init__(self, base: str, name: str, facility: Facility) -> None:
        super().__init__()
        self.browser, self.name_, self.facility = Browser(base), name, facility
        self.browser.sign_in(name, PASSWORD)
        self.leave = threading.Event()
        self.told: list[str] = []
        self.cut_off = 0
        self.strange: list[object] = []

    def run(self) -> None:
        number = 0
        while not self.leave.is_set():
            number += 1
            note = f"{self.name_} {number}"
            try:
                self.browser.fill_in(
                    f"/facilities/{self.facility.pk}/edit/",
                    {"note": note, "reason": "停止の試験"},
                )
                self.told.append(note)
            except urllib.error.HTTPError as answer:
                if answer.code not in SAID_IN_WORDS:
                    self.strange.append(answer.code)
            except (OSError, http.client.HTTPException):
                self.cut_off += 1
                time.sleep(0.05)
            except Exception as fault:
                self.strange.append(fault)


def test_nothing_is_lost_doubled_or_half_when_what_serves_is_killed(
    child_environment, fault_rounds
):
    chance = random.Random(20260403)
    with database(child_environment, fault_rounds) as (environment, server):
        where = places.municipality("01101", "札幌市中央区")
        everybody = [
            (people.with_a_slow_password(people.official()), facilities.facility(where))
            for _ in range(PEOPLE)
        ]
        with served(environment) as portal:
            working = [Person(portal.base, u.username, f) for u, f in everybody]
            for person in working:
                person.start()
            try:
                longest = kill_by_turns(portal, server, working, fault_rounds, chance)
            finally:
                for person in working:
                    person.leave.set()
                for person in working:
                    person.join(PLENTY)
        told = sum(len(person.told) for person in working)
        cut_off = sum(person.cut_off for person in working)
        # For the long run: --log-cli-level=INFO
        logger.info("%s told, %s cut off, %.1f s at most", told, cut_off, longest)
        assert [s for person in working for s in person.strange] == []
        assert cut_off or fault_rounds < LONG, "no kill came in the middle of anything"
        for person in working:
            stands_once(person)
        every_task_is_done(fault_rounds)
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


def kill_by_turns(
    portal: Serving,
    server: Cluster | None,
    working: list[Person],
    rounds: int,
    chance: random.Random,
) -> float:
    """Kills so often, at any moment; the longest time until somebody was told again."""
    longest = 0.0
    for number in range(rounds):
        mail_notice.enqueue(0)
        time.sleep(chance.uniform(0.1, 0.6))
        told = sum(len(person.told) for person in working)
        if server and number % 10 == 9:
            server.kill()
            server.start()
            connection.close()
        elif number % 5 == 4:
            portal.kill_and_start_the_worker()
        else:
            portal.kill_a_web_process(chance)
        began = time.monotonic()
        while sum(len(person.told) for person in working) == told:
            assert time.monotonic() < began + PLENTY, "nobody gets an answer any more"
            time.sleep(0.02)
        longest = max(longest, time.monotonic() - began)
    return longest


def stands_once(person: Person) -> None:
    """What was told is there; each change once, with its version and its event."""
    facility = Facility.objects.get(pk=person.facility.pk)
    notes = list(
        facility.history.exclude(note="")
        .order_by("version")
        .values_list("note", flat=True)
    )
    told = set(person.told)
    assert told <= set(notes), "lost"
    assert max(Counter(notes).values(), default=1) == 1, "doubled"
    assert facility.version == 1 + len(notes), "half"
    events = AuditEvent.objects.filter(
        target_kind=facility._meta.label_lower,
        target_id=str(facility.pk),
        address="127.0.0.1",
    )
    assert events.count() == len(notes), "half"


def every_task_is_done(asked: int) -> None:
    """What a killed worker held is given back after its silence, and done by another."""
    later = timezone.now() + timedelta(minutes=3)
    queue.reap(later)
    DBTaskResult.objects.ready().update(run_after=timezone.now())
    CarefulWorker(interval=0, batch=True, max_tasks=None).run()
    assert DBTaskResult.objects.successful().count() == asked
