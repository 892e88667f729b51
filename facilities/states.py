"""Row history of many facilities at once, copied inside the database from the rows themselves.

django-simple-history's own bulk writer builds an object for each row, which is most of the time
of a large import; the rows that stand are the same states.
"""

from collections.abc import Iterable

from django.db import connections, router
from django.utils import timezone

from accounts.models import User
from facilities.batches import batches
from facilities.models import Facility

ADDED, CHANGED, REMOVED = "+", "~", "-"


def keep_states(
    facilities: Iterable[int], kind: str, *, reason: str, by: User | None
) -> None:
    """Write the rows of these facilities, as they stand, to their history.

    ``kind`` is ``ADDED``, ``CHANGED`` or ``REMOVED``; what is removed is kept before it goes.
    """
    history = Facility.history.model
    connection = connections[router.db_for_write(history)]
    quote = connection.ops.quote_name
    copied = [quote(one.column) for one in history.tracked_fields]
    said = {
        "history_date": connection.ops.adapt_datetimefield_value(timezone.now()),
        "history_type": kind,
        "history_change_reason": reason[:100],
        "history_user_id": by and by.pk,
    }
    columns = ", ".join([*copied, *map(quote, said)])
    values = ", ".join([*copied, *["%s"] * len(said)])
    with connection.cursor() as cursor:
        for ids in batches(facilities):
            among = ", ".join(["%s"] * len(ids))
            cursor.execute(
                f"INSERT INTO {quote(history._meta.db_table)} ({columns})"  # noqa: S608 - names from the models
                f" SELECT {values} FROM {quote(Facility._meta.db_table)}"
                f" WHERE {quote('id')} IN ({among}) ORDER BY {quote('id')}",
                [*said.values(), *ids],
            )
