"""Gives every upload the key that it is found by: its title and the name of its file."""

from typing import Any

from django.db import migrations

from accounts.lists.search import stored_key
from imports.titles import found_by


def fill(apps: Any, schema_editor: Any) -> None:
    model = apps.get_model("imports", "Upload")
    found = list(
        model.objects.only("file_name", "format", "covered", "as_of").order_by("pk")
    )
    for one in found:
        one.search_key = stored_key(found_by(one))
    model.objects.bulk_update(found, ["search_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("imports", "0004_search_key")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
