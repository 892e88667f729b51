"""Thousands of new rows of one table, written without an object and a statement part for each."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, models, router


def insert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Add rows of plain values, one for each named column; every other column must have none.

    Numbers, texts and None go as they are; keys and JSON must come as the database keeps them
    (``key_value``, ``json.dumps``). PostgreSQL takes them as one COPY.
    """
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(map(quote, columns))
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 - the table and columns of a model, quoted; every value is a parameter
            list(rows),
        )


def key_value(key: models.Model) -> Any:
    """A primary key as the database keeps it."""
    connection = connections[router.db_for_write(type(key))]
    return key._meta.pk.get_db_prep_value(key.pk, connection)
