"""Preparing in the background: one worker at a time, and what a killed worker left is taken again."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from imports import actions, preparing
from imports.actions import retry_upload, start_preparing
from imports.errors import NotReady
from imports.models import Upload
from imports.preparing import MOST_ATTEMPTS, prepare_upload
from imports.tasks import look_after
from tests.factories.uploads import applied, in_chuo, prepared, received

pytestmark = pytest.mark.usefixtures("in_region")

Status = Upload.Status


@pytest.fixture
def waiting():
    return received(in_chuo())


def leave(upload, seconds):
    """As a worker leaves it that was killed so long ago."""
    now = timezone.now()
    Upload.objects.filter(pk=upload.pk).update(
        status=Status.READING, attempts=1, heartbeat_at=now - timedelta(seconds=seconds)
    )
    upload.refresh_from_db()


def test_a_small_file_is_prepared_at_once(waiting):
    start_preparing(upload=waiting, by=None)
    waiting.refresh_from_db()
    assert waiting.status == Status.READY
    assert not DBTaskResult.objects.exists()


def test_a_large_file_is_left_to_a_worker(
    waiting, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(actions, "AT_ONCE", 10)
    with django_capture_on_commit_callbacks(execute=True):
        start_preparing(upload=waiting, by=None)
    waiting.refresh_from_db()
    assert waiting.status == Status.RECEIVED
    paths = DBTaskResult.objects.order_by("run_after").values_list(
        "task_path", "args_kwargs"
    )
    assert {path.rsplit(".")[-1] for path, _ in paths} == {"prepare", "look_after"}
    assert all(given["args"] == [str(waiting.pk)] for _, given in paths)


def test_preparing_twice_changes_nothing(waiting):
    prepare_upload(upload_id=waiting.pk)
    before = list(waiting.changes.values_list("pk", flat=True))
    assert prepare_upload(upload_id=waiting.pk).status == Status.READY
    assert list(waiting.changes.values_list("pk", flat=True)) == before


def test_what_another_worker_reads_is_left_alone(waiting):
    leave(waiting, 10)
    assert prepare_upload(upload_id=waiting.pk).status == Status.READING


def test_what_a_killed_worker_left_is_taken_again(waiting):
    leave(waiting, 90)
    assert waiting.is_stalled(timezone.now())
    assert prepare_upload(upload_id=waiting.pk).status == Status.READY


def test_the_later_look_takes_it_again_by_itself(waiting):
    leave(waiting, 90)
    look_after.call(str(waiting.pk))
    waiting.refresh_from_db()
    assert waiting.status == Status.READY


def test_the_later_look_comes_back_while_somebody_works(waiting):
    leave(waiting, 10)
    look_after.call(str(waiting.pk))
    again = DBTaskResult.objects.get()
    assert again.run_after > timezone.now() + timedelta(seconds=30)


def test_a_worker_that_was_taken_for_dead_writes_nothing(waiting, monkeypatch):
    read = preparing.read_upload

    def read_slowly(*args, **more):
        # Meanwhile another worker takes the upload and finishes it.
        monkeypatch.setattr(preparing, "read_upload", read)
        leave(waiting, 90)
        prepare_upload(upload_id=waiting.pk)
        return read(*args, **more)

    monkeypatch.setattr(preparing, "read_upload", read_slowly)
    prepare_upload(upload_id=waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.attempts) == (Status.READY, 2)
    assert waiting.changes.count() == 1


def test_what_breaks_off_is_told_and_can_be_tried_again(waiting, monkeypatch):
    read = preparing.read_upload

    def fail(*args, **more):
        raise MemoryError

    monkeypatch.setattr(preparing, "read_upload", fail)
    start_preparing(upload=waiting, by=None)
    waiting.refresh_from_db()
    assert waiting.status == Status.FAILED
    assert "もう一度" in waiting.message
    monkeypatch.setattr(preparing, "read_upload", read)
    retry_upload(upload=waiting, now=timezone.now(), by=None)
    waiting.refresh_from_db()
    assert waiting.status == Status.READY


def test_a_file_that_kills_every_worker_is_given_up(waiting):
    for _ in range(MOST_ATTEMPTS):
        leave(waiting, 90)
    Upload.objects.filter(pk=waiting.pk).update(attempts=MOST_ATTEMPTS)
    upload = prepare_upload(upload_id=waiting.pk)
    assert upload.status == Status.FAILED
    assert "3回" in upload.message


def test_an_applied_upload_is_not_read_again():
    with pytest.raises(NotReady):
        retry_upload(upload=applied(in_chuo()), now=timezone.now(), by=None)


def test_a_stale_preview_is_compared_again():
    upload = prepared(in_chuo())
    applied(in_chuo())
    retry_upload(upload=upload, now=timezone.now(), by=None)
    upload.refresh_from_db()
    assert upload.status == Status.READY
    assert upload.counts["unchanged"] == 1
