"""Work that breaks off: tried again later, given up in the end, given back when its worker died."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import AuditEvent
from portal.models import WorkerBeat
from portal.operations import queue
from portal.operations.worker import CarefulWorker
from reports.tasks import typeset
from tests.factories import people

pytestmark = pytest.mark.django_db(transaction=True)
NO_EDITION = "00000000-0000-0000-0000-000000000000"


def poison() -> DBTaskResult:
    """Work that fails each time: its edition does not exist."""
    return DBTaskResult.objects.get(pk=typeset.enqueue(NO_EDITION).id)


def work() -> None:
    CarefulWorker(interval=0, batch=True, max_tasks=None).run()


def let_time_pass() -> None:
    """As if the pause before the next try were over."""
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def test_poison_is_tried_three_times_with_longer_pauses_and_then_given_up():
    task = poison()
    pauses = []
    for _ in range(2):
        work()
        task.refresh_from_db()
        assert task.status == "READY"
        pauses.append((task.run_after - timezone.now()).total_seconds())
        work()
        assert len(task.worker_ids) == len(pauses), "it was not to be taken up yet"
        let_time_pass()
    work()
    task.refresh_from_db()
    assert (task.status, len(task.worker_ids)) == ("FAILED", 3)
    assert pauses == [pytest.approx(60, abs=10), pytest.approx(240, abs=10)]
    let_time_pass()
    work()
    task.refresh_from_db()
    assert len(task.worker_ids) == 3
    events = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(events) == ["reap_task", "reap_task", "give_up_task"]


def test_poison_does_not_hold_up_the_queue():
    poison()
    other = poison()
    work()
    other.refresh_from_db()
    assert len(other.worker_ids) == 1


def running(worker: str, *, tries: int = 1, minutes: int = 10) -> DBTaskResult:
    task = poison()
    task.status, task.worker_ids = "RUNNING", [worker] * tries
    task.started_at = timezone.now() - timedelta(minutes=minutes)
    task.save()
    return task


def test_work_of_a_dead_worker_is_given_back_once():
    task = running("dead")
    assert queue.reap(timezone.now()) == 1
    task.refresh_from_db()
    assert task.status == "READY"
    assert queue.reap(timezone.now()) == 0


def test_work_of_a_living_worker_is_left_alone():
    WorkerBeat.objects.create(worker="busy", at=timezone.now())
    task = running("busy", minutes=120)
    assert queue.reap(timezone.now()) == 0
    task.refresh_from_db()
    assert task.status == "RUNNING"


def test_work_that_killed_three_workers_is_given_up():
    task = running("dead", tries=3)
    queue.reap(timezone.now())
    task.refresh_from_db()
    assert (task.status, task.exception_class_path) == ("FAILED", queue.DIED)


def test_two_that_see_the_same_dead_worker_give_back_once():
    task = running("dead")
    same = DBTaskResult.objects.get(pk=task.pk)
    now = timezone.now()
    assert queue.give_back(task, now, was="RUNNING", reason="x")
    assert not queue.give_back(same, now, was="RUNNING", reason="x")


@contextmanager
def at_work(environment: dict[str, str], seconds: int) -> Iterator[subprocess.Popen]:
    """A real worker in the middle of work that takes so long."""
    script = (
        "import django; django.setup()\n"
        "import reports.tasks as t, time\n"
        f"t.render_edition = lambda **_: print('began', flush=True) or time.sleep({seconds})\n"
        "from portal.operations.worker import CarefulWorker\n"
        "worker = CarefulWorker(interval=0, batch=False, max_tasks=None)\n"
        "worker.configure_signals()\n"
        "worker.run()\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env={**environment, "DJANGO_SETTINGS_MODULE": "config.settings"},
        stdout=subprocess.PIPE,
    )
    with child:
        try:
            assert b"began\n" in child.stdout
            yield child
        finally:
            child.kill()


def test_a_killed_worker_falls_silent_and_its_work_comes_back(child_environment):
    """kill -9 of a real worker in the middle of its work."""
    task = poison()
    with at_work(child_environment, seconds=60):
        assert queue.reap(timezone.now() + timedelta(minutes=1)) == 0
    later = timezone.now() + timedelta(minutes=3)
    assert queue.reap(later) == 1
    task.refresh_from_db()
    assert (task.status, len(task.worker_ids)) == ("READY", 1)


def test_a_worker_that_is_asked_to_end_ends_its_work_first(child_environment):
    """SIGTERM in the middle of work, as at each restart of the service."""
    task, next_one = poison(), poison()
    with at_work(child_environment, seconds=2) as worker:
        worker.terminate()
        assert worker.wait(60) == 0
    done = DBTaskResult.objects.exclude(status="READY").get()
    assert (done.status, len(done.worker_ids)) == ("SUCCESSFUL", 1)
    left = DBTaskResult.objects.get(status="READY")
    assert {done.pk, left.pk} == {task.pk, next_one.pk}
    assert left.worker_ids == []
    assert not WorkerBeat.objects.exists()


def test_the_administrator_tries_given_up_work_again_or_drops_it():
    client = Client()
    client.force_login(people.administrator())
    first, second = running("dead", tries=3), running("dead", tries=3)
    queue.reap(timezone.now())
    page = client.get("/queue/").content.decode()
    assert page.count("もう一度行う") == 2
    client.post(f"/queue/{first.pk}/retry/")
    client.post(f"/queue/{second.pk}/drop/")
    first.refresh_from_db()
    assert (first.status, first.worker_ids) == ("READY", [])
    assert not DBTaskResult.objects.filter(pk=second.pk).exists()
    again = client.post(f"/queue/{first.pk}/retry/", follow=True)
    assert "もうありません" in again.content.decode()
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"retry_task", "give_up_task"} <= actions
