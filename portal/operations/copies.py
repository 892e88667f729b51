"""What each database does for a backup: a consistent copy, a scratch database, taking its place."""

import os
import secrets
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

# Rows come and go here while a backup is made, and nothing rests on them.
FLEETING = {"django_session"}


class CopyFailed(Exception):
    """The database or its tools refused; the words are theirs."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One state of a database that can be asked; ``name`` is a path or the name of a database."""

    vendor: str
    name: str
    ask: Callable[[str], list[tuple[Any, ...]]]


def snapshot(connection: BaseDatabaseWrapper, dump: Path) -> Any:
    """Context: write one consistent state to ``dump`` and let that very state be asked."""
    if connection.vendor == "sqlite":
        return _sqlite_snapshot(connection, dump)
    return _postgresql_snapshot(connection, dump)


def scratch(connection: BaseDatabaseWrapper, dump: Path) -> Any:
    """Context: a database of its own made from a dump, gone afterwards."""
    if connection.vendor == "sqlite":
        return _sqlite_scratch(dump)
    return _postgresql_scratch(connection, dump)


def take_place(connection: BaseDatabaseWrapper, made: Seen) -> None:
    """Let a scratch database become the portal's, in one step."""
    if connection.vendor == "sqlite":
        live = str(connection.settings_dict["NAME"])
        connection.close()
        # SQLite's own copying takes the lock and is undone if it is broken off.
        with (
            closing(sqlite3.connect(made.name)) as new,
            closing(sqlite3.connect(live, timeout=60)) as old,
        ):
            new.backup(old)
        return
    _postgresql_take_place(connection, made)


def count_rows(seen: Seen) -> dict[str, int]:
    """How many rows each table holds."""
    tables = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
    }
    found = {}
    for (table,) in seen.ask(tables[seen.vendor]):
        if table not in FLEETING:
            quoted = '"{}"'.format(table.replace('"', '""'))
            found[table] = seen.ask(f"SELECT count(*) FROM {quoted}")[0][0]  # noqa: S608 (a name that the database gave)
    return found


def applied(seen: Seen) -> list[str]:
    """Migrations that the state has, as ``app.name``."""
    rows = seen.ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [f"{app}.{name}" for app, name in rows]


@contextmanager
def _sqlite_snapshot(connection: BaseDatabaseWrapper, dump: Path) -> Iterator[Seen]:
    live = str(connection.settings_dict["NAME"])
    with (
        closing(sqlite3.connect(live, timeout=60)) as source,
        closing(sqlite3.connect(dump)) as copy,
    ):
        # All pages in one step: a writer in between would make it begin again.
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        yield _sqlite_seen(copy, dump)


@contextmanager
def _sqlite_scratch(dump: Path) -> Iterator[Seen]:
    with tempfile.TemporaryDirectory(prefix="portal-scratch-") as folder:
        path = Path(folder) / "scratch.sqlite3"
        shutil.copyfile(dump, path)
        with closing(sqlite3.connect(path)) as made:
            try:
                answer = made.execute("PRAGMA integrity_check").fetchone()[0]
                strays = made.execute("PRAGMA foreign_key_check").fetchall()
            except sqlite3.DatabaseError as error:
                raise CopyFailed(str(error)) from error
            if answer != "ok" or strays:
                raise CopyFailed(f"{answer} {strays[:1]}")
            yield _sqlite_seen(made, path)


def _sqlite_seen(made: sqlite3.Connection, path: Path) -> Seen:
    return Seen("sqlite", str(path), lambda text: made.execute(text).fetchall())


@contextmanager
def _postgresql_snapshot(connection: BaseDatabaseWrapper, dump: Path) -> Iterator[Seen]:
    params = _params(connection)
    with psycopg.connect(**params) as source:
        source.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        name = source.execute("SELECT pg_export_snapshot()").fetchone()[0]
        _run(params, "pg_dump", "--format=custom", "--compress=0", "--no-owner",
             f"--snapshot={name}", f"--file={dump}")  # fmt: skip
        yield _postgresql_seen(source, params["dbname"])
        source.rollback()


@contextmanager
def _postgresql_scratch(connection: BaseDatabaseWrapper, dump: Path) -> Iterator[Seen]:
    params = _params(connection)
    name = f"portal_scratch_{secrets.token_hex(6)}"
    _maintain(params, "CREATE DATABASE {} TEMPLATE template0", name)
    inside = {**params, "dbname": name}
    try:
        _run(inside, "pg_restore", "--exit-on-error", "--single-transaction",
             "--no-owner", f"--dbname={name}", str(dump))  # fmt: skip
        with psycopg.connect(**inside, autocommit=True) as made:
            yield _postgresql_seen(made, name)
    finally:
        _maintain(params, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _postgresql_take_place(connection: BaseDatabaseWrapper, made: Seen) -> None:
    params = _params(connection)
    live, aside = params["dbname"], f"portal_aside_{secrets.token_hex(6)}"
    connection.close()
    with psycopg.connect(**{**params, "dbname": "postgres"}, autocommit=True) as hand:
        # Nobody comes in while the two change names; web processes connect anew afterwards.
        hand.execute(
            sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(
                sql.Identifier(live)
            )
        )
        hand.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = ANY(%s) AND pid <> pg_backend_pid()",
            [[live, made.name]],
        )
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        with hand.transaction():
            for old, new in ((live, aside), (made.name, live)):
                hand.execute(rename.format(sql.Identifier(old), sql.Identifier(new)))
    _maintain(params, "DROP DATABASE {} WITH (FORCE)", aside)


def _postgresql_seen(made: psycopg.Connection, name: str) -> Seen:
    return Seen("postgresql", name, lambda text: made.execute(text).fetchall())


def _maintain(params: dict[str, Any], statement: str, name: str) -> None:
    with psycopg.connect(**{**params, "dbname": "postgres"}, autocommit=True) as hand:
        hand.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _params(connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """What psycopg and PostgreSQL's own tools need to reach the portal's server."""
    given = connection.get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert")
    return {name: given[name] for name in wanted if given.get(name)}


def _run(params: dict[str, Any], tool: str, *arguments: str) -> None:
    names = {"dbname": "PGDATABASE", "sslrootcert": "PGSSLROOTCERT"}
    reach = {names.get(k, f"PG{k.upper()}"): str(v) for k, v in params.items()}
    path = shutil.which(tool)
    if path is None:
        raise CopyFailed(f"{tool} がありません。postgresql-client を入れてください。")
    done = subprocess.run(  # noqa: S603 (a tool of PostgreSQL, and arguments of our own)
        [path, *arguments],
        env={**os.environ, **reach},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CopyFailed(done.stderr.strip()[-500:])
