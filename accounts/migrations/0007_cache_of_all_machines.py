"""The table behind the cache that all web processes share.

With a cache of each process, a number of the app could be used once on each of them.
"""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command(
        "createcachetable", database=schema_editor.connection.alias, verbosity=0
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_sent_forms")]

    operations = [
        migrations.RunPython(
            make_table,
            lambda apps, schema_editor: schema_editor.execute(
                "DROP TABLE portal_cache"
            ),
        )
    ]
