"""Figures for a monitoring system, in the text form that Prometheus reads. None names a person."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEvent, AuditSeal, User
from portal.operations import queue

Sample = tuple[str, str, str, float]
AN_HOUR = timedelta(hours=1)


def metrics_text() -> str:
    """All figures; they are of the whole installation, whichever process is asked."""
    lines = []
    for name, kind, words, value in _samples():
        lines += [
            f"# HELP portal_{name} {words}",
            f"# TYPE portal_{name} {kind}",
            f"portal_{name} {value:g}",
        ]
    return "\n".join(lines) + "\n"


def _samples() -> Iterator[Sample]:
    now = timezone.now()
    state = queue.state(now)
    yield "tasks_waiting", "gauge", "Tasks that may be taken up", state.waiting
    yield "tasks_running", "gauge", "Tasks being worked on", state.running
    yield "tasks_dead", "gauge", "Tasks given up after the last try", state.dead
    yield "tasks_orphaned", "gauge", "Tasks whose worker is silent", state.orphaned
    oldest = state.oldest_seconds
    yield "task_oldest_seconds", "gauge", "Age of the oldest waiting task", oldest
    yield "workers", "gauge", "Workers that said they live", state.workers
    sessions = Session.objects.filter(expire_date__gt=now).count()
    yield "sessions", "gauge", "Sessions that have not ended", sessions
    active = User.objects.filter(is_active=True).count()
    yield "accounts", "gauge", "Accounts in use", active
    recent = AuditEvent.objects.filter(at__gt=now - AN_HOUR)
    refused = recent.filter(outcome=AuditEvent.Outcome.REFUSED)
    failed = refused.filter(action="sign_in").count()
    yield "events_hour", "gauge", "Events on record in the last hour", recent.count()
    yield "refusals_hour", "gauge", "Refusals in the last hour", refused.count()
    yield "sign_in_failures_hour", "gauge", "Failed sign-ins in the last hour", failed
    last = AuditSeal.objects.order_by("-number").values_list("number", flat=True)
    yield "record_seals", "counter", "Sealed events", last.first() or 0
    newest = AuditEvent.objects.filter(action="backup").order_by("-pk").first()
    age = (now - newest.at).total_seconds() if newest else -1
    yield "backup_age_seconds", "gauge", "Age of the newest backup, -1 for none", age
    yield "database_bytes", "gauge", "Size of the database", _database_bytes()


def _database_bytes() -> int:
    asked = {
        "postgresql": "SELECT pg_database_size(current_database())",
        "sqlite": "SELECT page_count * page_size "
        "FROM pragma_page_count(), pragma_page_size()",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return int(cursor.fetchone()[0])
