"""kill -9 in the middle of a migration: it is done and noted, or neither, and can be done again."""

import pytest
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from portal.management.commands.migrate import WholeMigrations
from tests.faults.acts import is_sound
from tests.faults.killing import killed_after_statement, statements_of

ROOM = "killed"
TABLES = {"killed_parent", "killed_child"}


def fill(apps, editor):
    parent = apps.get_model(ROOM, "Parent").objects.create()
    apps.get_model(ROOM, "Child").objects.create(parent=parent)


class Made(migrations.Migration):
    """Two tables, a row in each, and a reference, which Django lays when all else is done."""

    operations = [
        migrations.CreateModel("Parent", [("id", models.AutoField(primary_key=True))]),
        migrations.CreateModel(
            "Child",
            [
                ("id", models.AutoField(primary_key=True)),
                ("parent", models.ForeignKey("killed.Parent", models.CASCADE)),
            ],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]


def forward():
    migration = Made("0001_made", ROOM)
    WholeMigrations(connection).apply_migration(ProjectState(), migration)


def back():
    migration = Made("0001_made", ROOM)
    WholeMigrations(connection).unapply_migration(ProjectState(), migration)


def what_stands():
    """The tables that are there, and whether the migration is noted."""
    noted = (ROOM, "0001_made") in MigrationRecorder(connection).applied_migrations()
    return TABLES & set(connection.introspection.table_names()), noted


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_migration_that_is_killed_anywhere_is_done_by_the_next_try():
    try:
        statements = statements_of(forward)
        assert what_stands() == (TABLES, True)
        back()
        assert what_stands() == (set(), False)
        for number in range(1, statements + 1):
            killed_after_statement(forward, number)
            tables, noted = what_stands()
            assert tables == (TABLES if noted else set()), number
            if noted:
                # SQLite is told to look at references again when all is done.
                back()
        assert is_sound()
    finally:
        forward()
        assert what_stands() == (TABLES, True)
        back()


@pytest.mark.django_db
def test_the_command_migrates_so(monkeypatch):
    asked = []

    def plan(self, *_, **__):
        asked.append(type(self))
        return []

    monkeypatch.setattr(MigrationExecutor, "migration_plan", plan)
    call_command("migrate", plan=True, verbosity=0)
    assert asked == [WholeMigrations]
