"""kill -9 while a list is applied, and many hands at once: the whole of it, once, or nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import connection

from accounts.models import AuditEvent
from facilities.models import Facility, Filing, OfficialList
from imports.actions import apply_upload, undo_upload
from imports.errors import NotReady
from imports.models import Upload
from tests.factories.uploads import (
    JANUARY,
    applied,
    in_chuo,
    in_obihiro,
    prepared,
    region,
    registry_digest,
    registry_values,
)

Status = Upload.Status
FACILITIES = 25


@dataclass
class Applier:
    """The program that applies, and how long it takes when nobody kills it."""

    process: subprocess.Popen

    def start(self, upload: Upload) -> tuple[int, int]:
        """Return the process that is about to apply the upload, and its backend."""
        self.process.stdin.write(f"{upload.pk}\n")
        self.process.stdin.flush()
        child, backend = self.process.stdout.readline().split()
        return int(child), int(backend)

    def wait(self) -> int:
        return int(self.process.stdout.readline().split()[1])


@pytest.fixture
def applier(child_environment):
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.imports.applying_child"],
        cwd=settings.BASE_DIR,
        env=child_environment | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield Applier(process)
        process.stdin.close()
        # It only ends, but a busy machine may take its time over that.
        process.wait(60)


def change_everything() -> Upload:
    """New, changed, ended and missing at once, over the registry that `first_list` left."""
    rows = [
        in_chuo(80_000 + at, 電話番号="011-999-9999", 受理記号="支援診２")
        for at in range(FACILITIES)
    ]
    unlike = {"医療機関名称": "あさひ歯科口腔", "電話番号": "0155-99-0001"}
    unlike |= {"医療機関所在地（住所）": "帯広市東２条北１丁目８"}
    new = [in_obihiro(70_000 + at, **unlike) for at in range(FACILITIES)]
    return prepared(*rows, *new, day=JANUARY)


@pytest.fixture
def first_list(transactional_db, read_here):
    region()
    applied(
        *(in_chuo(80_000 + at) for at in range(FACILITIES)),
        *(in_obihiro(60_000 + at) for at in range(FACILITIES)),
    )


def what_stands() -> list[list[tuple]]:
    """All that the list says, without keys: those of an application are never used again."""
    facility = ("code", "name", "phone", "first_seen_on", "last_seen_on")
    filing = ("facility__code", "kind__symbol", "number", "starts_on", "ends_on")
    seen = ("prefecture", "sector", "as_of")
    return [
        sorted(Facility.objects.values_list(*facility)),
        sorted(Filing.objects.values_list(*filing), key=str),
        sorted(OfficialList.objects.values_list(*seen)),
    ]


def wait_for_the_end_of(backend: int) -> None:
    """PostgreSQL may still be busy with what a dead client asked for."""
    if not backend:
        return
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [backend])
            if cursor.fetchone() is None:
                return
            time.sleep(0.05)
    raise AssertionError("the backend does not end")


def test_a_killed_application_leaves_all_or_nothing(first_list, applier, fault_rounds):
    chance = random.Random(20251001)
    before, upload = registry_values(), change_everything()
    began = time.monotonic()
    applier.start(upload)
    assert applier.wait() == 0
    takes = time.monotonic() - began
    after = what_stands()
    undo_upload(upload=upload, by=None)
    assert registry_values() == before
    killed = 0
    for number in range(max(5, fault_rounds // 2)):
        upload, untouched = change_everything(), registry_digest()
        child, backend = applier.start(upload)
        # The first is killed at once, so that one is killed however fast the machine is.
        time.sleep(chance.uniform(0, takes) if number else 0)
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:  # it was quicker
            pass
        killed += applier.wait() == -signal.SIGKILL
        wait_for_the_end_of(backend)
        upload.refresh_from_db()
        if upload.status == Status.READY:
            assert registry_digest() == untouched
            apply_upload(upload=upload, by=None)
        assert upload.status == Status.APPLIED
        assert what_stands() == after
        undo_upload(upload=upload, by=None)
        assert registry_values() == before
    assert killed


def test_many_hands_apply_one_upload_once(first_list, fault_rounds):
    for _ in range(fault_rounds):
        upload = change_everything()
        history = Facility.history.count()

        def press(_, upload=upload):
            try:
                apply_upload(upload=Upload.objects.get(pk=upload.pk), by=None)
            except NotReady:
                return 0
            finally:
                connection.close()
            return 1

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(press, range(4))) == 1
        assert Facility.history.count() == history + 3 * FACILITIES
        events = AuditEvent.objects.filter(action="apply_upload")
        assert events.filter(target_id=str(upload.pk)).count() == 1
        undo_upload(upload=upload, by=None)
