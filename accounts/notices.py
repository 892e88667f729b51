"""Telling people something, once, and the tasks with a due day among it.

Rooms call ``notify`` when something happened and ``settle`` when a task has no ground any more.
No e-mail is needed; where a mail server is set, people with an address get one too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import Notice, NoticeRead, User
from accounts.querysets import people_of
from accounts.tasks import mail_notice


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody of a role (empty: of any) whose region covers a place.

    ``prefecture`` is its two-digit code (empty: everywhere), ``health_centre`` the code of a health
    centre in it. Officials of the whole prefecture are reached through a health centre as well,
    unless ``role`` says otherwise.
    """

    role: str = ""
    prefecture: str = ""
    health_centre: str = ""


@transaction.atomic
def notify(
    *,
    to: User | Audience,
    text: str,
    link: str,
    key: str,
    detail: str = "",
    due_on: date | None = None,
    by: User | None,
) -> Notice:
    """Tell people something; with ``due_on`` it is a task that one of them does.

    ``link`` is an address inside the portal. ``key`` says what it is about, such as
    ``designations:no-hub:0105``: the same key again changes nothing, so that a check or an import
    may send whatever it finds each time. A task that was done and is found again opens once more.
    """
    whom = (
        {"user": to}
        if isinstance(to, User)
        else {
            "role": to.role,
            "prefecture": to.prefecture,
            "health_centre": to.health_centre,
        }
    )
    said = {
        "text": text[:200],
        "detail": detail[:1000],
        "link": link[:300],
        "due_on": due_on,
        "at": timezone.now(),
        "by": by,
    }
    notice, is_new = Notice.objects.get_or_create(key=key, defaults=whom | said)
    if not is_new and not _opened_again(notice, said):
        return notice
    record("notify", by=by, target=notice, detail={"key": key})
    if settings.EMAIL_HOST:
        transaction.on_commit(partial(mail_notice.enqueue, notice.pk))
    return notice


def _opened_again(notice: Notice, said: dict[str, object]) -> bool:
    """Open a task that was done; one of two who find it at once does it."""
    if said["due_on"] is None:
        return False
    done = Notice.objects.filter(pk=notice.pk, done_at__isnull=False)
    if not done.update(**said, done_at=None, done_by=None, mailed_at=None):
        return False
    NoticeRead.objects.filter(notice=notice).delete()
    notice.refresh_from_db()
    return True


@transaction.atomic
def settle(*, keys: Iterable[str], by: User | None) -> int:
    """Close the tasks of these keys, because what they asked for holds now. Says how many.

    What asked for the same without a due day is nobody's to read any more.
    """
    notices = Notice.objects.filter(key__in=list(keys))
    for notice in notices.filter(due_on=None):
        read = [NoticeRead(notice=notice, user=one) for one in people_of(notice)]
        NoticeRead.objects.bulk_create(read, ignore_conflicts=True)
    open_ones = notices.open_tasks()
    settled = [task for task in open_ones if _close(task, by)]
    for task in settled:
        record("settle_task", by=by, target=task, detail={"key": task.key})
    return len(settled)


class AlreadyDone(Exception):
    """Somebody else did the task first, or it is none."""


@transaction.atomic
def finish_task(*, task: Notice, by: User) -> None:
    """Say that a task is done. Raises ``AlreadyDone``."""
    if not _close(task, by):
        raise AlreadyDone
    record("finish_task", by=by, target=task, detail={"key": task.key})


@transaction.atomic
def reopen_task(*, task: Notice, by: User) -> None:
    """Take back that a task is done; one that is open stays so."""
    done = Notice.objects.filter(pk=task.pk, done_at__isnull=False)
    if done.update(done_at=None, done_by=None):
        record("reopen_task", by=by, target=task, detail={"key": task.key})


def _close(task: Notice, by: User | None) -> bool:
    waiting = Notice.objects.filter(pk=task.pk, due_on__isnull=False, done_at=None)
    return bool(waiting.update(done_at=timezone.now(), done_by=by))


@transaction.atomic
def mark_read(*, notices: Iterable[Notice], by: User) -> None:
    """Note that a person has read notices; again is the same."""
    read = [NoticeRead(notice=notice, user=by) for notice in notices]
    NoticeRead.objects.bulk_create(read, ignore_conflicts=True)
    record("read_notices", by=by, detail={"number": len(read)})
