"""One request of one person at one URL, and all that must hold of its answer.

A cell is answered inside a savepoint that is taken back, so one made-up world serves them all. What
it wrote is read from its statements, which is exact and costs nothing.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from unittest import mock

from django.db import connection, transaction
from django.db.models.signals import post_save
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, User
from tests.authz.canaries import forbidden, text_of
from tests.authz.world import World

REFUSED = {"400", "403", "404", "405"}
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# What may be written while nothing is changed: the record itself, sessions, counted sign-ins.
BESIDE = re.compile(r"accounts_audit|django_session|axes_|portal_cache")


@dataclass
class Answer:
    """What came back, and which tables were written on the way."""

    status: str
    response: HttpResponse
    tables: list[str] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)


def _note_name(store: dict, signal: Any, sender: Any, template: Any, **_: Any) -> None:
    store.setdefault("templates", []).append(template)


NAMES_ONLY = ("django.test.client.store_rendered_templates", _note_name)


class Desk:
    """Everybody signed in once; each request starts from that."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = Client(raise_request_exception=False)
        self.cookies = {name: self._sign_in(u) for name, u in world.people.items()}
        User.objects.filter(pk=world.people["disabled"].pk).update(is_active=False)
        self.login = reverse("account_login")

    def _sign_in(self, user: Any) -> str:
        own = Client()
        own.force_login(user)
        return own.cookies.output(header="", sep=";")

    def ask(self, method: str, url: str, data: str, person: str) -> Answer:
        """``url`` is a name of the matrix; ``data`` says whose object it points at."""
        name = "admin:index" if url == "admin:*" else url
        address = reverse(name, kwargs=self.world.kwargs(url, data, person))
        return self.send(method, address, person)

    def send(
        self, method: str, address: str, person: str, *, keep: bool = False, **body: Any
    ) -> Answer:
        """``keep`` keeps what the templates were given, of each of their hundreds of pieces."""
        self.client.cookies = SimpleCookie(self.cookies.get(person, ""))
        looking = nullcontext() if keep else mock.patch(*NAMES_ONLY)
        with looking, transaction.atomic(), _written() as tables, _told() as told:
            response = self.client.generic(method, address, **body)
            # Some may have been taken back with what they told of.
            events = list(AuditEvent.objects.filter(pk__in=told)) if told else []
            transaction.set_rollback(True)
        location = response.headers.get("Location", "")
        away = response.status_code == 302 and location.startswith(self.login)
        status = "login" if away else str(response.status_code)
        return Answer(status, response, tables, events)


@contextmanager
def _written() -> Iterator[list[str]]:
    tables: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        found = WRITE.match(sql)
        # A change that found no row in the state it asked for has changed nothing.
        if found and context["cursor"].rowcount and not BESIDE.search(found[1]):
            tables.append(found[1])
        return result

    with connection.execute_wrapper(note):
        yield tables


@contextmanager
def _told() -> Iterator[list[int]]:
    """The numbers of the events that are recorded meanwhile."""
    told: list[int] = []

    def note(instance: AuditEvent, **_: Any) -> None:
        told.append(instance.pk)

    post_save.connect(note, sender=AuditEvent)
    try:
        yield told
    finally:
        post_save.disconnect(note, sender=AuditEvent)


def complaints(answer: Answer, method: str, person: str) -> Iterator[str]:
    """What is wrong with an answer, whatever its status should have been."""
    signed_in = person not in {"anonymous", "disabled"}
    if answer.status in REFUSED:
        if answer.tables:
            yield f"refused, yet wrote {answer.tables}"
        refusals = [e for e in answer.events if e.outcome == "refused"]
        if signed_in and len(refusals) != 1:
            yield f"refused, with {len(refusals)} events on record"
    if method != "POST" and answer.tables:
        yield f"sent nothing, yet wrote {answer.tables}"
    if method == "POST" and answer.tables and not answer.events:
        yield f"wrote {answer.tables} without an event"
    if method == "GET" and "attachment" in answer.response.get(
        "Content-Disposition", ""
    ):
        told = [e for e in answer.events if e.outcome == "done"]
        if signed_in and not told:
            yield "gave a file away without an event"
    if answer.status == "200":
        text = text_of(answer.response)
        yield from (f"shows {w}" for w in forbidden(person) if w in text)
