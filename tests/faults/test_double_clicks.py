"""A button pressed twice: one effect, and the second press meets what the first one did."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent
from reports.kinds import EditionStatus
from reports.models import Edition
from tests.factories import people, reports, uploads

pytestmark = pytest.mark.django_db(transaction=True)


def press_twice(client: Client, address: str) -> list[tuple[int, str]]:
    """Two presses at once, each on a connection of its own."""
    barrier = Barrier(2)
    cookie = client.cookies["sessionid"].value

    def press(_: int) -> tuple[int, str]:
        own = Client(raise_request_exception=False)
        own.cookies["sessionid"] = cookie
        barrier.wait()
        try:
            answer = own.post(address)
            return answer.status_code, answer.headers.get("Location", "")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(press, range(2)))


def test_publishing_twice_publishes_once(client, fault_rounds):
    client.force_login(people.official())
    for _ in range(fault_rounds):
        edition = reports.edition(status=EditionStatus.DRAFT)
        Edition.objects.filter(pk=edition.pk).update(
            status=EditionStatus.CHECKED,
            checked_by=people.official(),
            checked_at=timezone.now(),
        )
        told = AuditEvent.objects.filter(
            action="publish_edition", target_id=str(edition.pk)
        )
        answers = press_twice(client, f"/reports/{edition.pk}/publish/")
        assert {status for status, _ in answers} == {302}
        assert len({where for _, where in answers}) == 1
        assert told.count() == 1


def test_applying_twice_applies_once(client):
    uploads.region()
    user = people.official()
    client.force_login(user)
    days = [uploads.OCTOBER, uploads.JANUARY, uploads.APRIL]
    for number, day in enumerate(days, start=1):
        rows = [uploads.in_chuo(80000 + serial) for serial in range(1, number + 1)]
        upload = uploads.prepared(*rows, day=day, by=user)
        assert upload.status == "ready"
        answers = press_twice(client, f"/imports/{upload.pk}/apply/")
        assert {status for status, _ in answers} == {302}
        assert len({where for _, where in answers}) == 1
        told = AuditEvent.objects.filter(
            action="apply_upload", target_id=str(upload.pk)
        )
        assert told.count() == 1


def test_issuing_a_code_twice_leaves_one_that_holds(client, fault_rounds):
    client.force_login(people.administrator())
    person = people.official()
    for _ in range(fault_rounds):
        press_twice(client, f"/account/people/{person.pk}/code/")
        assert person.reset_codes.filter(used_at=None).count() >= 1
