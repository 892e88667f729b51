"""What goes stale: the planner's statistics after many rows came, and a preview when facilities change."""

from functools import partial

from django.db import connections, router, transaction

from facilities.models import Facility, Filing
from imports.models import PlannedChange, Upload

Outcome = PlannedChange.Outcome
MANY_ROWS = 1_000
"""Rows written from which PostgreSQL's own look, a minute later, would come too late."""


def count_after_commit(upload: Upload) -> None:
    """Have PostgreSQL count the tables anew that a large upload has filled.

    Until then it plans the next pages for the few rows that there were before.
    """
    written = sum(upload.counts.get(one, 0) for one in (Outcome.NEW, Outcome.CHANGED))
    database = router.db_for_write(Facility)
    if written >= MANY_ROWS and connections[database].vendor == "postgresql":
        transaction.on_commit(partial(_count, database))


def _count(database: str) -> None:
    connection = connections[database]
    models = (Facility, Facility.history.model, Filing, PlannedChange)
    tables = [connection.ops.quote_name(model._meta.db_table) for model in models]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def lost_candidates(upload: Upload) -> list[str]:
    """The names of those that wait for a decision between facilities of which one is gone."""
    asked = upload.changes.filter(outcome=Outcome.AMBIGUOUS).order_by("code", "pk")
    named = {
        change.name: [one["facility"] for one in change.candidates] for change in asked
    }
    ids = {pk for candidates in named.values() for pk in candidates}
    # every region: the candidates were the person's own when the preview was made.
    there = set(Facility.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return [name for name, candidates in named.items() if set(candidates) - there]
