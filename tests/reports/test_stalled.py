"""A worker that is killed while it makes an edition leaves none that is being made for ever."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reports import actions
from reports.actions import making
from reports.kinds import EditionStatus
from reports.models import STALLED_AFTER, Edition
from reports.rendering import RenderedPdf
from reports.tasks import enqueue_typesetting, look_after
from tests.factories import people
from tests.factories.reports import edition

# A worker whose typesetting says one word and then takes for ever.
WORKER = """
import django, time
django.setup()
from reports.actions import making
def render(values, *, progress, **options):
    progress("「札幌」を組んでいます（1／2）", 0, 0.1)
    time.sleep(60)
making.render_pdf = render
from portal.operations.worker import CarefulWorker
CarefulWorker(interval=0, batch=False, max_tasks=None).run()
"""


@pytest.fixture
def killed(child_environment) -> Edition:
    """What a real worker was making when it was killed."""
    made = edition(status=EditionStatus.RENDERING)
    Edition.objects.update(worked_at=timezone.now())
    enqueue_typesetting(made.pk, None)
    child = subprocess.Popen(
        [sys.executable, "-c", WORKER],
        cwd=settings.BASE_DIR,
        env=child_environment | {"DJANGO_SETTINGS_MODULE": "config.settings"},
    )
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and not made.step:
            time.sleep(0.1)
            made.refresh_from_db()
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    assert made.step == "「札幌」を組んでいます（1／2）"
    return made


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_worker_left_fails_in_words_and_is_made_again(
    killed, monkeypatch
):
    made, official, now = killed, people.official(), timezone.now()
    assert actions.give_up_stalled(edition_id=made.pk, now=now)
    client = Client()
    client.force_login(official)
    Edition.objects.update(worked_at=now - timedelta(minutes=3))
    assert (
        "進みが2分以上止まっています"
        in client.get(f"/reports/{made.pk}/").content.decode()
    )

    assert not actions.give_up_stalled(edition_id=made.pk, now=now + STALLED_AFTER)
    page = client.get(f"/reports/{made.pk}/").content.decode()
    assert "途中で止まりました" in page
    assert "作り直す" in page
    made.refresh_from_db()
    assert made.status == EditionStatus.FAILED

    actions.retry_edition(edition=made, by=official)
    done = RenderedPdf(b"%PDF", 3, "f" * 64, {})
    monkeypatch.setattr(making, "render_pdf", lambda values, **options: done)
    assert actions.render_edition(edition_id=made.pk).status == EditionStatus.DRAFT


@pytest.mark.django_db
def test_an_edition_is_looked_after_until_it_is_made():
    made = edition(status=EditionStatus.RENDERING)
    Edition.objects.update(worked_at=timezone.now())
    look_after.call(str(made.pk))
    assert DBTaskResult.objects.count() == 1
    Edition.objects.update(status=EditionStatus.DRAFT)
    look_after.call(str(made.pk))
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_an_error_nobody_expected_fails_in_words_too(monkeypatch):
    made = edition(status=EditionStatus.RENDERING)

    def render(values, **options):
        raise RuntimeError

    monkeypatch.setattr(making, "render_pdf", render)
    with pytest.raises(RuntimeError):
        actions.render_edition(edition_id=made.pk)
    made.refresh_from_db()
    assert (made.status, made.message) == (EditionStatus.FAILED, making.BROKE_OFF)
