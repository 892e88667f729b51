"""Somebody at work on a portal that is killed under them: changes, looks, sends lists, and notes what was told."""

import http.client
import logging
import random
import threading
import time
import urllib.error
import zlib
from collections import Counter
from collections.abc import Callable

from django.utils import timezone

from accounts.models import AuditEvent
from facilities.models import Facility
from imports.actions import retry_upload
from imports.models import STALLED_AFTER, Upload
from tests.browsing import Browser
from tests.factories import uploads
from tests.factories.people import PASSWORD

logger = logging.getLogger(__name__)
# Busy, or changed by what was sent a moment ago and never answered.
SAID_IN_WORDS = {409, 503}
LOOKED_AT = [
    "/",
    "/facilities/",
    "/facilities/?format=csv",
    "/facilities/?format=xlsx",
    "/imports/",
    "/zones/",
    "/search/?q=a",
]
# Of a hundred acts; the changes are more than in an office, for they are what may be lost.
SHARES = {"change": 60, "look": 35, "send": 5}


class Person(threading.Thread):
    """Changes the note of one facility again and again, and looks and sends lists in between."""

    def __init__(self, base: str, name: str, facility: Facility) -> None:
        super().__init__()
        self.browser, self.name_, self.facility = Browser(base), name, facility
        self.browser.sign_in(name, PASSWORD)
        self.leave = threading.Event()
        self.told: list[str] = []
        self.sent: list[str] = []
        self.looked = self.cut_off = 0
        self.strange: list[str] = []
        self._chance = random.Random(zlib.crc32(name.encode()))
        self._acts: dict[str, Callable[[str], None]] = {
            "change": self._change,
            "look": self._look,
            "send": self._send,
        }

    def run(self) -> None:
        number = 0
        while not self.leave.is_set():
            number += 1
            act = self._chance.choices(list(SHARES), list(SHARES.values()))[0]
            try:
                self._acts[act](f"{self.name_} {number}")
            except urllib.error.HTTPError as answer:
                if answer.code not in SAID_IN_WORDS:
                    self._wonder(act, f"{answer.code} {answer.url}")
            except (OSError, http.client.HTTPException):
                self.cut_off += 1
                time.sleep(0.05)
            except Exception as fault:
                self._wonder(act, repr(fault))

    def _wonder(self, act: str, what: str) -> None:
        self.strange.append(f"{act}: {what}")
        # A long run says so at once.
        logger.error("%s: %s", act, what)

    def _change(self, words: str) -> None:
        path = f"/facilities/{self.facility.pk}/edit/"
        self.browser.fill_in(path, {"note": words, "reason": "停止の試験"})
        self.told.append(words)

    def _look(self, words: str) -> None:
        self.browser.bytes(self._chance.choice(LOOKED_AT))
        self.looked += 1

    def _send(self, words: str) -> None:
        serial = 80_000 + self._chance.randrange(9_000)
        content = uploads.content(uploads.in_chuo(serial))
        file = (f"{words}.csv", content)
        self.browser.fill_in("/imports/new/", {}, {"file": file})
        self.sent.append(file[0])

    def changes_stand_once(self) -> None:
        """What was told is there; each change once, with its version and its event."""
        facility = Facility.objects.get(pk=self.facility.pk)
        notes = list(
            facility.history.exclude(note="")
            .order_by("version")
            .values_list("note", flat=True)
        )
        assert set(self.told) <= set(notes), "lost"
        assert max(Counter(notes).values(), default=1) == 1, "doubled"
        assert facility.version == 1 + len(notes), "half"
        events = AuditEvent.objects.filter(
            target_kind=facility._meta.label_lower,
            target_id=str(facility.pk),
            address="127.0.0.1",
        )
        assert events.count() == len(notes), "half"

    def lists_stand_once(self) -> None:
        """What was told is there; each list once, with its bytes, its event and its preview.

        One whose reader was killed is read when somebody asks for it, as its page offers.
        """
        mine = Upload.objects.filter(uploaded_by__username=self.name_)
        names = list(mine.values_list("file_name", flat=True))
        assert set(self.sent) <= set(names), "lost"
        assert len(names) == len(set(names)), "doubled"
        later = timezone.now() + 2 * STALLED_AFTER
        for upload in mine.select_related("uploaded_by"):
            assert upload.file.content, "half"
            event = AuditEvent.objects.filter(
                action="receive_upload", target_id=str(upload.pk)
            )
            assert event.count() == 1, "half"
            if upload.status != Upload.Status.READY:
                retry_upload(upload=upload, now=later, by=upload.uploaded_by)
                upload.refresh_from_db()
            assert upload.status == Upload.Status.READY, upload.message
            assert upload.changes.count() == 1, "half"
