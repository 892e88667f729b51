"""The database busy or full: said in words, nothing half stored, and everything goes on after."""

import sqlite3
import threading

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from accounts.models import AuditEvent, User
from tests.factories import people

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signed_in():
    client = Client(raise_request_exception=False)
    client.force_login(people.administrator())
    return client


@pytest.fixture
def impatient(monkeypatch):
    """Waits a moment for the lock, where production waits twenty seconds."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 300")
        yield
        connection.close()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
        yield
        connection.close()


def test_a_lock_held_by_another_is_said_in_words(signed_in, impatient):
    person = people.committee_member()
    release, held = threading.Event(), threading.Event()
    holder = threading.Thread(target=hold_the_lock, args=[held, release])
    holder.start()
    try:
        assert held.wait(10)
        answer = signed_in.post(f"/account/people/{person.pk}/code/")
        assert answer.status_code == 503
        assert "混み合っています" in answer.content.decode()
        assert signed_in.get("/healthz").status_code == 200
    finally:
        release.set()
        holder.join()
    assert not person.reset_codes.exists()
    assert signed_in.post(f"/account/people/{person.pk}/code/").status_code == 200
    assert AuditEvent.objects.filter(action="issue_reset_code").count() == 1


def hold_the_lock(held: threading.Event, release: threading.Event) -> None:
    if connection.vendor == "sqlite":
        own = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        own.execute("BEGIN EXCLUSIVE")
        held.set()
        release.wait(30)
        own.execute("ROLLBACK")
        own.close()
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE accounts_resetcode IN ACCESS EXCLUSIVE MODE")
        held.set()
        release.wait(30)
        cursor.execute("ROLLBACK")
    connection.close()


@pytest.mark.sqlite
def test_a_full_disk_is_said_in_words_and_leaves_nothing_half(signed_in):
    """A limit on pages is SQLite's own; PostgreSQL's server says it by the same kind of error."""
    person = people.committee_member()
    with connection.cursor() as cursor:
        # Pages that earlier tests left free would be room on the disk.
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        limit = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {limit}")
    issued = 0
    while (answer := issue(signed_in, person)).status_code == 200:
        issued += 1
        assert issued < 500, "the disk never filled"
    assert answer.status_code == 503
    assert "混み合っています" in answer.content.decode()
    events = AuditEvent.objects.filter(action="issue_reset_code")
    assert events.count() == issued
    assert signed_in.get("/healthz").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")
    assert issue(signed_in, person).status_code == 200
    assert events.count() == issued + 1


def issue(client: Client, person: User) -> HttpResponse:
    return client.post(f"/account/people/{person.pk}/code/")
