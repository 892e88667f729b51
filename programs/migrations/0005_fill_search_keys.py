"""Gives every program, grant and activity the key that it is found by."""

from collections.abc import Iterable
from typing import Any

from django.db import migrations

from accounts.lists.search import stored_key

AT_ONCE = 500


def _program(one: Any) -> Iterable[object]:
    return (one.name, one.code)


def _grant(one: Any) -> Iterable[object]:
    number = f"{one.year.program.code}-{one.year.fiscal_year}-{one.number:03}"
    return (number, one.purpose, one.document_number)


def _activity(one: Any) -> Iterable[object]:
    return (one.name, one.actor, one.outcome)


def fill(apps: Any, schema_editor: Any) -> None:
    for name, parts in (
        ("Program", _program),
        ("Grant", _grant),
        ("Activity", _activity),
    ):
        model = apps.get_model("programs", name)
        rows = model.objects.order_by("pk")
        if name == "Grant":
            rows = rows.select_related("year__program")
        found = list(rows)
        for one in found:
            one.search_key = stored_key(parts(one))
        model.objects.bulk_update(found, ["search_key"], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("programs", "0004_search_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
