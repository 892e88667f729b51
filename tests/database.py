"""A migrated test database, kept as a template while the migrations stay as they are.

Running every migration takes most of a minute; copying its result takes a moment. The template is
keyed by the text of all migrations and by the locked packages, so a change of either makes it anew.
"""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases

from accounts import append_only

ROOT = Path(settings.BASE_DIR)


def template_key() -> str:
    """Twelve digits that change with any migration and any package."""
    digest = hashlib.sha256()
    for path in [
        *sorted(ROOT.glob("*/migrations/*.py")),
        ROOT / "requirements-dev.txt",
    ]:
        digest.update(path.relative_to(ROOT).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def lie_in(folder: str) -> None:
    """On SQLite the test database is a file: threads, child processes and the browser's server must
    all see it."""
    chosen = settings.DATABASES["default"]
    if chosen["ENGINE"].endswith("sqlite3"):
        chosen.setdefault("TEST", {})["NAME"] = f"{folder}/test.sqlite3"


def make() -> list[Any]:
    """The test database, migrated; what ``teardown_databases`` takes away again."""
    taken = take_template()
    made = setup_databases(verbosity=0, interactive=False, keepdb=taken)
    if not taken:
        keep_template()
    return made


def take_template() -> bool:
    """Lay a copy of the template where the test database will be; whether there was one."""
    if connection.vendor == "sqlite":
        source = _sqlite_template()
        if not source.exists():
            return False
        _copy_sqlite(source, Path(connection.settings_dict["TEST"]["NAME"]))
        return True
    with connection._nodb_cursor() as cursor:
        template = _postgresql_template()
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template])
        if cursor.fetchone() is None:
            return False
        name = connection.creation._get_test_db_name()
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return True


def keep_template() -> None:
    """Keep the freshly migrated test database as the template."""
    name = str(connection.settings_dict["NAME"])
    connection.close()
    if connection.vendor == "sqlite":
        target = _sqlite_template()
        for old in target.parent.glob("test-template-*.sqlite3"):
            old.unlink(missing_ok=True)
        fresh = target.with_suffix(".new")
        _copy_sqlite(Path(name), fresh)
        fresh.replace(target)
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{_postgresql_template()}" TEMPLATE "{name}"')


def let_tables_be_emptied() -> None:
    """Emptying the tables between tests is what triggers refuse: row by row on SQLite, the record
    anywhere. The command that empties them lays those of the record again when it is done."""
    # On the class: a test with a browser has a connection of its own.
    operations = type(connection.ops)
    empty = operations.execute_sql_flush
    if connection.vendor != "sqlite":

        def without_the_records(self: Any, statements: list[str]) -> None:
            append_only.remove(self.connection)
            empty(self, statements)

        operations.execute_sql_flush = without_the_records
        return

    def without_triggers(self: Any, statements: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            try:
                empty(self, statements)
            finally:
                for _, rule in triggers:
                    cursor.execute(rule)

    operations.execute_sql_flush = without_triggers


def _sqlite_template() -> Path:
    return Path(settings.VAR_DIR) / f"test-template-{template_key()}.sqlite3"


def _postgresql_template() -> str:
    return f"zaitaku_template_{template_key()}"


def _copy_sqlite(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(source)) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
