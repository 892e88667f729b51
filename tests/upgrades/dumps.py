"""A populated database of a release as text, laid into a database at that release's migrations.

What a release leaves behind is one file of JSON: its leaf migrations and every row of the made-up world
of the access matrix. It is made once, with the code of the release:

    .venv/bin/python -m tests.upgrades.keep 0.1.0
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

Rows = dict[str, dict[str, dict[str, Any]]]
# Nobody's work is in them.
FLEETING = {"sessions.session", "axes.accessattempt", "portal.workerbeat"}


def rows_now() -> Rows:
    """Every row as plain data: model, key, fields. Times are to the millisecond, as JSON has them."""
    found: Rows = {}
    for model in apps.get_models():
        label = model._meta.label_lower
        if label in FLEETING or not model._meta.managed:
            continue
        stored = serializers.serialize("python", model._base_manager.order_by("pk"))
        plain = json.loads(json.dumps(stored, cls=DjangoJSONEncoder))
        found[label] = {str(row["pk"]): row["fields"] for row in plain}
    return found


def dump(version: str) -> str:
    """The database at hand as the file that a release leaves behind, a row on each line."""
    loader = MigrationExecutor(connection).loader
    head = {"version": version, "migrations": sorted(loader.graph.leaf_nodes())}
    lines = [json.dumps(head)]
    for label, rows in rows_now().items():
        for key, fields in rows.items():
            row = {"model": label, "pk": key, "fields": fields}
            lines.append(json.dumps(row, ensure_ascii=False, sort_keys=True))
    return "\n".join(lines) + "\n"


def lay(text: str) -> Rows:
    """Put the database at the release's migrations, lay its rows there, and go on to today's."""
    head, *rows = map(json.loads, text.splitlines())
    targets = [tuple(node) for node in head["migrations"]]
    call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    then = executor.loader.project_state(targets).apps
    with transaction.atomic(), _without_triggers():
        with mock.patch("django.core.serializers.python.apps", then):
            for one in serializers.deserialize("python", rows):
                one.save(force_insert=True)
        models = [then.get_model(label) for label in {row["model"] for row in rows}]
        with connection.cursor() as cursor:
            for line in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(line)
    # As the operator does; the command also lays the triggers of the record again.
    call_command("migrate", interactive=False, verbosity=0)
    laid: Rows = {}
    for row in rows:
        laid.setdefault(row["model"], {})[str(row["pk"])] = row["fields"]
    return laid


def digests(laid: Rows, now: Rows, gone: set[str]) -> tuple[str, str]:
    """Hashes of what was laid and of the same rows and fields now; ``gone`` names what went on purpose."""
    sums = []
    for rows in (laid, {m: {k: now.get(m, {}).get(k) for k in laid[m]} for m in laid}):
        content = [
            [model, key, name, (rows[model][key] or {}).get(name, "nothing")]
            for model in sorted(laid)
            for key in sorted(laid[model])
            for name in sorted(laid[model][key])
            if model not in gone and f"{model}.{name}" not in gone
        ]
        text = json.dumps(content, ensure_ascii=True, sort_keys=True)
        sums.append(hashlib.sha256(text.encode()).hexdigest())
    return sums[0], sums[1]


@contextmanager
def _without_triggers() -> Iterator[None]:
    """Rows of what was issued are laid as they are, where a trigger lets nobody write."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield
        for _, rule in triggers:
            cursor.execute(rule)
