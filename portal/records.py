"""Reading the record of what was done: who may see which events, the conditions, the table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from json import dumps

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.roles import Permission, Role
from formats.tables import Column, Table
from portal.record_words import action_words
from zones.access import region_scope
from zones.models import RegionGrant

COLUMNS = [
    Column("番号", kind="integer"),
    Column("日時", kind="datetime"),
    Column("利用者", width=18),
    Column("役割", width=16),
    Column("接続元", width=18),
    Column("操作", width=24),
    Column("結果"),
    Column("対象", width=36),
    Column("理由", width=36),
    Column("内容", width=48),
    Column("照会番号", kind="code", width=14),
    Column("封印", kind="code", width=20),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """Conditions of the list; an empty one asks for everything."""

    since: date | None = None
    until: date | None = None
    action: str = ""
    outcome: str = ""
    words: str = ""


def visible_events(user: User) -> QuerySet[AuditEvent]:
    """All for the administrator; an official sees what people of the own prefecture did.

    Who also works in another prefecture is left out, since the events name what was worked on.
    """
    if not user.may(Permission.READ_AUDIT):
        return AuditEvent.objects.none()
    if user.role == Role.ADMINISTRATOR:
        return AuditEvent.objects.all()
    own = sorted(region_scope(user).prefectures)
    elsewhere = RegionGrant.objects.exclude(prefecture__in=own).values("user")
    inside = User.objects.filter(regions__prefecture__in=own)
    colleagues = inside.exclude(pk__in=elsewhere).values_list("pk", flat=True)
    ids = {str(pk) for pk in [*colleagues, user.pk]}
    return AuditEvent.objects.filter(actor_id__in=sorted(ids))


def asked_for(events: QuerySet[AuditEvent], asked: Asked) -> QuerySet[AuditEvent]:
    """The events under the conditions, newest first."""
    if asked.since:
        events = events.filter(at__gte=_midnight(asked.since))
    if asked.until:
        events = events.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    if asked.action:
        events = events.filter(action=asked.action)
    if asked.outcome:
        events = events.filter(outcome=asked.outcome)
    if asked.words:
        named = Q(actor__icontains=asked.words) | Q(target__icontains=asked.words)
        more = Q(reason__icontains=asked.words) | Q(reference=asked.words.upper())
        events = events.filter(named | more)
    return events.order_by("-pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def record_table(events: QuerySet[AuditEvent]) -> Table:
    """The events as a table for Excel or CSV; ``seal`` lets each row be checked against the chain."""
    return Table(
        "操作の記録",
        COLUMNS,
        _rows(events),
        source="在宅医療計画ポータルの操作の記録",
        as_of=timezone.localdate(),
    )


def _rows(events: QuerySet[AuditEvent]) -> Iterator[list[object]]:
    roles = dict(Role.choices)
    for event in events.select_related("seal").iterator(chunk_size=1000):
        seal = getattr(event, "seal", None)
        yield [
            event.pk,
            timezone.localtime(event.at).replace(tzinfo=None),
            event.actor,
            roles.get(event.role, event.role),
            event.address or "",
            action_words(event.action),
            event.get_outcome_display(),
            event.target,
            event.reason,
            dumps(event.detail, ensure_ascii=False) if event.detail else "",
            event.reference,
            seal.hash[:16] if seal else "",
        ]
