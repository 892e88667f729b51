"""The database busy or full: said in words, nothing half stored, and everything goes on after."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import BinaryIO

import pytest
from django.core.files import uploadedfile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.sessions import SEEN_AT
from imports import reading
from imports.models import Upload
from imports.preparing import BROKE_OFF
from tests.factories import people, uploads

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
    with locked("accounts_resetcode"):
        answer = signed_in.post(f"/account/people/{person.pk}/code/")
        assert answer.status_code == 503
        assert "混み合っています" in answer.content.decode()
        assert signed_in.get("/healthz").status_code == 200
    assert not person.reset_codes.exists()
    assert signed_in.post(f"/account/people/{person.pk}/code/").status_code == 200
    assert AuditEvent.objects.filter(action="issue_reset_code").count() == 1


def test_a_session_that_cannot_be_kept_is_said_in_words(signed_in, impatient):
    session = signed_in.session
    session[SEEN_AT] -= 120
    session.save()
    person = people.committee_member()
    with locked("django_session"):
        answer = signed_in.post(f"/account/people/{person.pk}/code/")
        assert answer.status_code == 503
        assert "混み合っています" in answer.content.decode()
    assert not person.reset_codes.exists()
    assert signed_in.get("/account/history/").status_code == 200
    assert signed_in.session[SEEN_AT] > session[SEEN_AT]


@pytest.fixture
def no_room() -> Iterator[Callable[..., BinaryIO]]:
    """Opens files that the kernel gives no room to."""
    with ExitStack() as opened:

        def full(*_: object, **__: object) -> BinaryIO:
            return opened.enter_context(open("/dev/full", "r+b", buffering=0))

        yield full


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Another who writes holds the database (SQLite) or the table (PostgreSQL)."""
    release, held = threading.Event(), threading.Event()
    holder = threading.Thread(target=hold_the_lock, args=[table, held, release])
    holder.start()
    try:
        assert held.wait(10)
        yield
    finally:
        release.set()
        holder.join()


def hold_the_lock(table: str, held: threading.Event, release: threading.Event) -> None:
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
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
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


def test_no_room_for_a_file_that_comes_in_is_said_in_words(monkeypatch, no_room):
    """Above 2.5 MB a file waits on the disk; it is there that the room runs out."""
    client = Client(raise_request_exception=False)
    client.force_login(people.official())

    def send() -> HttpResponse:
        file = SimpleUploadedFile("名簿.csv", b"a,b\n" * 700_000)
        return client.post("/imports/new/", {"file": file})

    with monkeypatch.context() as patch:
        patch.setattr(uploadedfile.tempfile, "NamedTemporaryFile", no_room)
        answer = send()
        assert answer.status_code == 503
        assert "混み合っています" in answer.content.decode()
        assert client.get("/imports/").status_code == 200
    assert not Upload.objects.exists()
    assert send().status_code == 302
    assert Upload.objects.count() == 1


def test_no_room_for_the_reader_is_told_on_the_page_and_read_again(
    monkeypatch, no_room
):
    uploads.region()
    client = Client()
    client.force_login(people.official())
    file = SimpleUploadedFile("名簿.csv", uploads.content(uploads.in_chuo()))
    with monkeypatch.context() as patch:
        patch.setattr(reading.tempfile, "TemporaryFile", no_room)
        page = client.post("/imports/new/", {"file": file}, follow=True)
        assert BROKE_OFF in page.content.decode()
    upload = Upload.objects.get()
    client.post(f"/imports/{upload.pk}/retry/")
    upload.refresh_from_db()
    assert upload.status == Upload.Status.READY


def issue(client: Client, person: User) -> HttpResponse:
    return client.post(f"/account/people/{person.pk}/code/")
