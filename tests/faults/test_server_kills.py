"""kill -9 of PostgreSQL itself: what it acknowledged is there, whole, when it is started again."""

import logging
import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.backends.postgresql.base import ServerSideCursor
from django.test import Client

from accounts.chain import seal_waiting, verify
from accounts.models import AuditEvent, ResetCode
from tests.factories import facilities, people
from tests.faults.acts import ACTS
from tests.faults.cluster import Cluster, SmallDisk, cluster, small_disk
from tests.faults.killing import measured, named_point

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
    # A cursor of a dead server cannot be closed any more.
    pytest.mark.filterwarnings("ignore:.*deleted while still open:ResourceWarning"),
]
logger = logging.getLogger(__name__)
DONE, UNAVAILABLE = 0, 7
# Seconds; ten on a machine that has nothing else to do.
LONGEST = 60
# Enough for what the tests write, and soon filled.
MEGABYTES = 400


@pytest.fixture(scope="module")
def disk() -> Iterator[SmallDisk | None]:
    with small_disk(MEGABYTES) as mounted:
        yield mounted


@pytest.fixture(scope="module")
def filled(
    disk: SmallDisk | None, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Cluster]:
    inside = disk.at if disk else None
    with cluster(inside) as server, django_db_blocker.unblock():
        server.fill()
        yield server


@pytest.fixture
def server(transactional_db: None, filled: Cluster) -> Iterator[Cluster]:
    with filled.in_use():
        yield filled


@contextmanager
def no_log() -> Iterator[None]:
    """What is said of each of hundreds of deaths keeps its frames alive until the run is over, and with
    them the dead cursors."""
    logging.disable()
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


class Doing:
    """A child that does an act, and stops where it is told to until the server is dead."""

    def __init__(self, act: Any, key: Any, stops_after: int) -> None:
        there, self.at = os.pipe()
        self.go, self._goes = os.pipe()
        connection.close()
        self.child = os.fork()
        if not self.child:
            code = 1
            os.close(self._goes)
            try:
                code = self._do(act, key, stops_after)
            finally:
                os._exit(code)
        os.close(self.at)
        os.close(self.go)
        os.read(there, 1)
        os.close(there)

    def _do(self, act: Any, key: Any, stops_after: int) -> int:
        left = stops_after

        def counted(execute: Any, *rest: Any) -> Any:
            nonlocal left
            result = execute(*rest)
            left -= 1
            if not left:
                os.write(self.at, b".")
                os.read(self.go, 1)
            return result

        try:
            connection.ensure_connection()
            if not stops_after:
                os.write(self.at, b".")
            with connection.execute_wrapper(counted):
                act.do(key)
        except (OperationalError, InterfaceError):
            return UNAVAILABLE
        return DONE

    def ended(self) -> int:
        # Closing the pipe lets it go on, whether it waits or has ended.
        os.close(self._goes)
        return os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])


@pytest.mark.parametrize("name", ACTS)
def test_an_act_outlives_the_death_of_the_server(name, server, fault_rounds, read_here):
    act, chance = ACTS[name], random.Random(20260402)
    before, after, statements, seconds = measured(act)
    # The server's own death takes a second each time, so the acts share the rounds.
    rounds = max(2, fault_rounds // len(ACTS))
    for number in range(rounds):
        key = act.prepare()
        if number % 2:
            doing = Doing(act, key, 0)
            time.sleep(chance.uniform(0, 1.2 * seconds))
        else:
            at = named_point(number, rounds, statements)
            doing = Doing(act, key, at)
        server.kill()
        code = doing.ended()
        server.start()
        assert code in {DONE, UNAVAILABLE}, (
            "it broke off without saying that the database is away"
        )
        trace = act.trace(key)
        assert trace in (before, after), "half"
        assert code != DONE or trace == after, "lost"
        if trace == before:
            act.do(key)
            assert act.trace(key) == after, "not to be done again"
    seal_waiting()
    assert verify().fault is None


def test_pages_come_back_by_themselves_and_nothing_acknowledged_is_lost(
    server, fault_rounds
):
    """Eight people at once; the web process is the same all the time."""
    administrator, person = people.administrator(), people.committee_member()
    client = Client()
    client.force_login(administrator)
    cookie = client.cookies["sessionid"].value
    told = AuditEvent.objects.filter(action="issue_reset_code")
    answers: list[int] = []
    leave = threading.Event()

    def press() -> None:
        own = Client(raise_request_exception=False)
        own.cookies["sessionid"] = cookie
        while not leave.is_set():
            answers.append(own.post(f"/account/people/{person.pk}/code/").status_code)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    kills, longest = max(2, fault_rounds // 10), 0.0
    with no_log():
        for thread in threads:
            thread.start()
        try:
            for number in range(kills):
                time.sleep(random.Random(number).uniform(0.2, 0.8))
                if number % 2:
                    server.kill_one_backend()
                else:
                    server.kill()
                    server.start()
                began, good = time.monotonic(), answers.count(200)
                while answers.count(200) == good and time.monotonic() < began + LONGEST:
                    time.sleep(0.02)
                longest = max(longest, time.monotonic() - began)
        finally:
            leave.set()
            for thread in threads:
                thread.join()
    # The last may have been served just before the death.
    server.wait()
    # For the long run: --log-cli-level=INFO
    logger.info("%s kills, %s, %.1f s at most", kills, Counter(answers), longest)
    assert set(answers) == {200, 503}
    assert longest < LONGEST
    connection.close()
    # Cut off at its commit, an act may stand although nobody could be told.
    assert told.count() >= answers.count(200), "lost"
    assert told.count() <= len(answers), "doubled"
    assert ResetCode.objects.exists()
    seal_waiting()
    assert verify().fault is None


def test_a_server_that_dies_under_a_list_of_choices_is_said_in_words(
    server, monkeypatch
):
    """The cursor of such a list is the server's own, and closing it fails with the driver's own error."""
    facility = facilities.facility()
    client = Client(raise_request_exception=False)
    client.force_login(people.official())
    close = ServerSideCursor.close
    deaths = []

    def dies(cursor: Any) -> None:
        if not deaths:
            server.kill()
            deaths.append(cursor)
        close(cursor)

    with no_log(), monkeypatch.context() as patch:
        patch.setattr(ServerSideCursor, "close", dies)
        answer = client.get(f"/facilities/{facility.pk}/edit/")
    server.start()
    assert len(deaths) == 1
    assert answer.status_code == 503
    assert "混み合っています" in answer.content.decode()
    assert client.get(f"/facilities/{facility.pk}/edit/").status_code == 200


def test_a_full_disk_is_said_in_words_and_takes_nothing_away(server, disk):
    """First its tables cannot grow, then its log cannot: PostgreSQL stops, and starts when there is room."""
    if disk is None:
        pytest.skip("this machine lets nobody mount a small disk: run it as root")
    client = Client(raise_request_exception=False)
    client.force_login(people.administrator())
    person = people.committee_member()

    def press() -> int:
        answer = client.post(f"/account/people/{person.pk}/code/")
        if answer.status_code == 503:
            assert "混み合っています" in answer.content.decode()
        return answer.status_code

    told = AuditEvent.objects.filter(action="issue_reset_code")
    issued = told.count()
    disk.fill()
    while (status := press()) == 200:
        issued += 1
        assert issued < 1000, "the disk never filled"
    assert status == 503
    assert told.count() == issued
    assert client.get("/healthz").status_code == 200
    # A new file of the log has no room, and without its log the server does not go on.
    with pytest.raises((OperationalError, InterfaceError)):
        use_up_the_log()
    connection.close()
    assert press() == 503
    disk.free()
    server.kill()
    server.start()
    assert press() == 200
    connection.close()
    assert told.count() == issued + 1
    seal_waiting()
    assert verify().fault is None


def use_up_the_log() -> None:
    word = "SELECT pg_logical_emit_message(true, 'x', 'x'), pg_switch_wal()"
    with connection.cursor() as ask:
        for _ in range(20):
            ask.execute(word)
