"""What a POST writes must be on record, with who, when and from where, whatever test sends it.

It reads the statements that pass, so it asks the database nothing and disturbs no count of queries.
What a savepoint took back does not count. A table with row history must have grown by a row of it:
that is where the values before and after stand.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client

EVENTS = "accounts_auditevent"
WRITE = re.compile(r'^\s*(INSERT|UPDATE|DELETE)\b.*?"(\w+)"', re.IGNORECASE | re.DOTALL)
COLUMNS = re.compile(r"\(([^)]*)\) VALUES")
SAVEPOINT = re.compile(r'^(SAVEPOINT|ROLLBACK TO SAVEPOINT) "?([^"\s]+)"?')
# The record itself and what belongs to a session, a try to sign in, a form, the queue.
BESIDE = re.compile(
    r"accounts_audit|accounts_sentform|django_session|axes_|django_tasks|django_content_type"
    r"|portal_cache"
)
Statement = tuple[str, str, bool]
"""A table, what was done there, and for an event whether it names a person and an address."""


class Seen:
    """The statements of one request that still stand."""

    def __init__(self) -> None:
        self.writes: list[Statement] = []
        self.marks: dict[str, int] = {}

    def note(
        self, execute: Any, sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        result = execute(sql, params, many, context)
        if point := SAVEPOINT.match(sql):
            if point[1] == "SAVEPOINT":
                self.marks[point[2]] = len(self.writes)
            else:
                del self.writes[self.marks.get(point[2], 0) :]
        elif (write := WRITE.match(sql)) and (
            # What SQLite returns of new rows is counted only when it has been read.
            write[1].upper() == "INSERT" or context["cursor"].rowcount
        ):
            named = write[2] == EVENTS and _names_somebody(sql, params)
            self.writes.append((write[2], write[1].upper(), named))
        return result

    def complaints(self, signed_in: bool) -> Iterator[str]:
        tables = {table for table, _, _ in self.writes}
        changed = sorted(table for table in tables if not BESIDE.search(table))
        if not changed:
            return
        if EVENTS not in tables:
            yield f"wrote {changed} without an event"
        elif signed_in and not any(named for _, _, named in self.writes):
            yield f"wrote {changed}, and no event says who and from where"
        with_history = histories()
        for table in changed:
            if table in with_history and with_history[table] not in tables:
                yield f"wrote {table} without a row of its history"


@cache
def histories() -> dict[str, str]:
    """Each table that has row history, and the table that keeps it."""
    return {
        model._meta.db_table: model.history.model._meta.db_table
        for model in apps.get_models()
        if hasattr(model, "history") and hasattr(model.history, "model")
    }


def _names_somebody(sql: str, params: Any) -> bool:
    columns = COLUMNS.search(sql)
    if columns is None or params is None:
        return False
    names = [name.strip().strip('"') for name in columns[1].split(",")]
    values = dict(zip(names, params, strict=False))
    return all(values.get(name) for name in ("actor_id", "at", "address"))


@contextmanager
def watched(complaints: list[str]) -> Iterator[None]:
    """Every POST of every test client is looked at; what is wrong is added to the list."""
    ask = Client.request

    def asking(self: Client, **request: Any) -> Any:
        # Without a transaction around the test, what was rolled back cannot be told.
        if request.get("REQUEST_METHOD") != "POST" or not connection.in_atomic_block:
            return ask(self, **request)
        seen, signed_in = Seen(), settings.SESSION_COOKIE_NAME in self.cookies
        with connection.execute_wrapper(seen.note):
            answer = ask(self, **request)
        where = f"POST {request['PATH_INFO']} {answer.status_code}"
        complaints.extend(f"{where}: {words}" for words in seen.complaints(signed_in))
        return answer

    Client.request = asking
    try:
        yield
    finally:
        Client.request = ask
