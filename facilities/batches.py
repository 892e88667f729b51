"""Long lists in statements: parts that fit everywhere, or one parameter that holds them all."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Field, Lookup

BATCH = 2000


def batches(items: Iterable) -> Iterator[list]:
    """Yield the items in lists of at most ``BATCH``."""
    items = list(items)
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


@Field.register_lookup
class OneOf(Lookup):
    """``code__one_of=[…]``: as ``in``, with thousands of plain texts or numbers as one parameter.

    ``in`` prepares each of them by itself, which costs more than the statement does.
    """

    lookup_name = "one_of"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, params = self.process_lhs(compiler, connection)
        listed = json.dumps(list(self.rhs), ensure_ascii=False)
        # `left` is a column as Django writes it; what is looked for is a parameter.
        sql = f"{left} IN (SELECT value FROM json_each(%s))"  # noqa: S608 - a column that Django named
        return sql, [*params, listed]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, params = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s)", [*params, list(self.rhs)]
