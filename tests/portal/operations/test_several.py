"""Two web servers and two workers on one database, and pages read from a copy of it."""

import json
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult

from accounts.models import AuditEvent
from accounts.tasks import mail_notice
from portal.models import WorkerBeat
from tests.browsing import Browser
from tests.factories import facilities, people, places
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
PLENTY = 60.0
TASKS = 40
EDITS = 4


def wait_until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PLENTY
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@contextmanager
def two_of_each(environment: dict[str, str]) -> Iterator[list[str]]:
    """Addresses of two web servers; two workers run beside them. All end in good order."""
    ports = []
    for _ in range(2):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            ports.append(probe.getsockname()[1])
    web = ["-m", "gunicorn", "config.wsgi", "--threads=4", "--no-control-socket"]
    commands = [
        [*web, "--log-level=error", f"--bind=127.0.0.1:{port}"] for port in ports
    ]
    commands += [["manage.py", "worker", "--interval=0.01"]] * 2
    running = [
        subprocess.Popen(
            [sys.executable, *command], cwd=settings.BASE_DIR, env=environment
        )
        for command in commands
    ]
    try:
        yield [f"http://127.0.0.1:{port}" for port in ports]
    finally:
        for one in running:
            one.send_signal(signal.SIGTERM)
        codes = [one.wait(PLENTY) for one in running]
    assert codes == [0, 0, 0, 0]


def test_two_web_servers_and_two_workers_share_one_database(child_environment):
    where = places.municipality("01101", "札幌市中央区")
    one = facilities.facility(where)
    names = [people.with_a_slow_password(people.official()).username for _ in range(2)]
    with two_of_each(child_environment) as bases:
        for base in bases:
            Browser(base).wait_for("/readyz", seconds=PLENTY)
        wait_until(lambda: WorkerBeat.objects.count() == 2, "two workers live")

        # Each task is done once, by one of the two.
        for _ in range(TASKS):
            mail_notice.enqueue(0)
        everybody_edits(bases, names, f"/facilities/{one.pk}/edit/")
        done = DBTaskResult.objects.successful()
        wait_until(lambda: done.count() == TASKS, "all tasks are done")
        by = list(done.values_list("worker_ids", flat=True))
        assert {len(ids) for ids in by} == {1}
        assert len({ids[0] for ids in by}) == 2

        # A session is worth the same on both, and so is its end.
        person = Browser(bases[0])
        person.sign_in(names[0], PASSWORD)
        person.base = bases[1]
        assert "サインアウト" in person.get("/facilities/")
        person.send("/account/logout/", {})
        person.base = bases[0]
        assert 'name="login"' in person.get("/facilities/")
    one.refresh_from_db()
    assert one.version == 1 + 2 * EDITS
    assert one.history.count() == 1 + 2 * EDITS
    assert AuditEvent.objects.filter(action="sign_in", outcome="done").count() == 3
    assert not WorkerBeat.objects.exists()


def everybody_edits(bases: list[str], names: list[str], path: str) -> None:
    """Each on another server changes the same facility until all of the own changes are in."""
    faults: list[Exception] = []

    def edit(base: str, name: str) -> None:
        try:
            browser = Browser(base)
            browser.sign_in(name, PASSWORD)
            done = 0
            while done < EDITS:
                try:
                    values = {"note": f"{name} {done}", "reason": "同時の変更"}
                    browser.fill_in(path, values)
                    done += 1
                except urllib.error.HTTPError as refused:
                    if refused.code != 409:
                        raise
        except Exception as fault:
            faults.append(fault)

    threads = [
        threading.Thread(target=edit, args=pair)
        for pair in zip(bases, names, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PLENTY)
    assert faults == []


READ_FROM_THE_COPY = """
import json, django; django.setup()
from django.conf import settings
from django.db import connections
from django.test import Client
from accounts.models import User

settings.ALLOWED_HOSTS = ["testserver"]
counted = {"default": [], "replica": []}
for name, seen in counted.items():
    connections[name].execute_wrappers.append(
        lambda go, sql, values, many, context, seen=seen: (seen.append(sql), go(sql, values, many, context))[1]
    )
client = Client()
client.force_login(User.objects.get())
told = []
for method, address in [("get", "/zones/"), ("get", "/facilities/"), ("post", "/stay/"), ("get", "/zones/")]:
    for seen in counted.values():
        seen.clear()
    status = getattr(client, method)(address).status_code
    told.append([status, len(counted["replica"]), [q for q in counted["replica"] if "accounts_" in q.split("WHERE")[0]]])
print(json.dumps(told))
"""


def test_dashboards_are_read_from_the_copy_but_not_after_an_own_change(
    child_environment,
):
    places.plan({"十勝": [places.municipality("01601", "帯広市")]})
    people.official()
    # A copy takes no writes.
    read_only = "&options=-c%20default_transaction_read_only%3Don"
    environment = {
        **child_environment,
        "REPLICA_URL": child_environment["DATABASE_URL"] + read_only,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    said = subprocess.run(
        [sys.executable, "-c", READ_FROM_THE_COPY],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    zones, registry, written, again = json.loads(said.stdout.splitlines()[-1])
    assert zones[0] == registry[0] == again[0] == 200
    assert zones[1] > 0
    assert zones[2] == []
    assert registry[1] == written[1] == again[1] == 0
