"""Triggers that let the record only grow, on both databases.

They are laid again after every migration, since SQLite drops a table's triggers when it rebuilds the
table. What goes round them (an owner who takes them away) is found by the chain of ``accounts.chain``.
"""

from string import Template

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("accounts_auditevent", "accounts_auditseal")
REFUSAL = "this table is append-only"
_KEYS = {"accounts_auditevent": "id", "accounts_auditseal": "number"}


def install(connection: BaseDatabaseWrapper) -> None:
    """Lay the triggers; nothing happens where they are."""
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for a test database that is to be emptied."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for trigger in _names(table, connection.vendor):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{on}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of triggers that should be there and are not."""
    asked = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        there = {name for (name,) in cursor.fetchall()}
    wanted = [n for table in TABLES for n in _names(table, connection.vendor)]
    return [name for name in wanted if name not in there]


def _names(table: str, vendor: str) -> list[str]:
    names = [f"{table}_kept", f"{table}_whole"]
    return [*names, f"{table}_new"] if vendor == "sqlite" else names


def _statements(vendor: str) -> list[str]:
    lines = [FUNCTION] if vendor == "postgresql" else []
    texts = POSTGRESQL if vendor == "postgresql" else SQLITE
    for table in TABLES:
        names = {"table": table, "key": _KEYS[table], "stop": STOP}
        lines += [text.substitute(names) for text in texts]
    return lines


STOP = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
SQLITE = [
    Template(
        "CREATE TRIGGER IF NOT EXISTS ${table}_kept BEFORE UPDATE ON $table $stop"
    ),
    Template(
        "CREATE TRIGGER IF NOT EXISTS ${table}_whole BEFORE DELETE ON $table $stop"
    ),
    # INSERT OR REPLACE takes the old row away without asking the trigger of deletion.
    Template(
        "CREATE TRIGGER IF NOT EXISTS ${table}_new BEFORE INSERT ON $table "
        "WHEN EXISTS (SELECT 1 FROM $table WHERE $key = NEW.$key) $stop"
    ),
]
FUNCTION = f"""
CREATE OR REPLACE FUNCTION accounts_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation'; END $$
"""
POSTGRESQL = [
    Template(
        "CREATE OR REPLACE TRIGGER ${table}_kept BEFORE UPDATE OR DELETE ON $table "
        "FOR EACH ROW EXECUTE FUNCTION accounts_append_only()"
    ),
    Template(
        "CREATE OR REPLACE TRIGGER ${table}_whole BEFORE TRUNCATE ON $table "
        "FOR EACH STATEMENT EXECUTE FUNCTION accounts_append_only()"
    ),
]
