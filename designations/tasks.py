"""Background work of designations: the compliance check that follows a change of the registry."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from designations.actions import run_compliance


@task()
def check_compliance(prefecture: str, cause: str) -> None:
    """Check a prefecture as it stands today; safe to run twice."""
    run_compliance(
        prefecture=prefecture, day=timezone.localdate(), cause=cause, by=None
    )


def check_after_commit(prefecture: str, cause: str) -> None:
    """Queue the check once what was written stands, so that it never holds an import up."""
    transaction.on_commit(partial(check_compliance.enqueue, prefecture, cause))
