"""``migrate``, in which each migration and the note that it was done stand or fall together.

Django notes a migration after its transaction where indexes or references were still to be made. A
process killed in between would meet its own tables the next time, and stop there for ever.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor


class WholeMigrations(MigrationExecutor):
    def apply_migration(
        self, state: Any, migration: Any, *rest: Any, **more: Any
    ) -> Any:
        with whole(self.connection, migration):
            return super().apply_migration(state, migration, *rest, **more)

    def unapply_migration(
        self, state: Any, migration: Any, *rest: Any, **more: Any
    ) -> Any:
        with whole(self.connection, migration):
            return super().unapply_migration(state, migration, *rest, **more)


@contextmanager
def whole(connection: BaseDatabaseWrapper, migration: Any) -> Iterator[None]:
    """One transaction, unless the migration is one that asks for none."""
    if not migration.atomic:
        yield
        return
    # SQLite lets nobody switch this inside a transaction; the schema's editor finds it done, and
    # looks at all references itself before it ends.
    rests = connection.vendor == "sqlite" and connection.disable_constraint_checking()
    try:
        with transaction.atomic(using=connection.alias):
            yield
    finally:
        if rests:
            connection.enable_constraint_checking()


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        # Django's command names its executor, and has no other way to be given one.
        migrate.MigrationExecutor = WholeMigrations
        try:
            super().handle(*args, **options)
        finally:
            migrate.MigrationExecutor = MigrationExecutor
