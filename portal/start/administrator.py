"""The start page of system administrators: accounts, the queue of background work, backups,
refusals."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import AuditEvent, User
from formats.dates import wareki_short
from portal.context import address
from portal.operations.checks import OLD_BACKUP, newest_backup
from portal.start.page import StartPage
from portal.start.todo import accounts_to_do

Item = dict[str, Any]
MOST_ROWS = 8
# Work that nobody takes up for so long means that no worker runs.
WAITS_TOO_LONG = timedelta(minutes=5)


def administrator_page(user: User, today: date, day: date) -> StartPage:
    """The state of the system; business data is not for this role."""
    queue = dict(
        DBTaskResult.objects.order_by().values_list("status").annotate(Count("pk"))
    )
    refused = AuditEvent.objects.filter(outcome=AuditEvent.Outcome.REFUSED)
    return StartPage(
        "システムの状態",
        day=today,
        todo=[*_trouble(queue), *_backups(), *accounts_to_do(today)],
        nothing_to_do="対応が必要な事項はありません。",
        figures=list(_figures(queue, today)),
        tables=[_failures(), _refusals(refused)],
    )


def _trouble(queue: dict[str, int]) -> Iterator[Item]:
    tasks = address("admin:django_tasks_database_dbtaskresult_changelist")
    if queue.get("FAILED"):
        yield {
            "count": queue["FAILED"],
            "title": "失敗した処理",
            "note": "取込や報告書の作成が途中で止まりました",
            "url": tasks and f"{tasks}?status__exact=FAILED",
        }
    long_ago = timezone.now() - WAITS_TOO_LONG
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=long_ago).count()
    if late:
        yield {
            "count": late,
            "title": "始まらない処理",
            "note": "ワーカーが動いているか確かめてください",
            "url": tasks and f"{tasks}?status__exact=READY",
        }
    locked = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gt=timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME),
    ).count()
    if locked:
        yield {
            "count": locked,
            "title": "サインインを止めている利用者",
            "note": "パスワードを続けて間違えました。15分で解けます",
        }


def _backups() -> Iterator[Item]:
    """Nobody misses a backup until it is needed, so the page begins with its lack."""
    newest = newest_backup()
    if newest is None or timezone.now() - newest.at > OLD_BACKUP:
        since = f"最後は{_at(newest.at)}です" if newest else "まだ1度も取っていません"
        yield {
            "count": 1,
            "title": "新しいバックアップがない",
            "note": f"{since}。毎日の自動実行（manage.py backup）を確かめてください",
        }


def _figures(queue: dict[str, int], today: date) -> Iterator[Item]:
    accounts = address("admin:accounts_user_changelist")
    people = User.objects.filter(is_active=True)
    seen = people.filter(last_login__date=today).count()
    yield {
        "label": "利用者",
        "value": people.count(),
        "unit": "人",
        "note": f"今日のサインイン {seen}人",
        "url": accounts,
    }
    for label, status in (("待っている処理", "READY"), ("実行中の処理", "RUNNING")):
        yield {"label": label, "value": queue.get(status, 0), "unit": "件"}
    done = DBTaskResult.objects.filter(finished_at__date=today, status="SUCCESSFUL")
    yield {"label": "今日終わった処理", "value": done.count(), "unit": "件"}
    newest = newest_backup()
    yield {
        "label": "最後のバックアップ",
        "value": _at(newest.at) if newest else "なし",
        "note": newest.detail.get("file", "") if newest else "",
    }
    events = AuditEvent.objects.filter(at__date=today)
    refused = events.filter(outcome=AuditEvent.Outcome.REFUSED).count()
    yield {
        "label": "今日の拒否",
        "value": refused,
        "unit": "件",
        "url": address("admin:accounts_auditevent_changelist"),
    }


def _failures() -> Item:
    rows = DBTaskResult.objects.filter(status="FAILED").order_by("-finished_at", "pk")
    return {
        "title": "失敗した処理",
        "empty": "失敗した処理はありません。",
        "columns": ["日時", "処理", "理由"],
        "rows": [
            [_at(row.finished_at), row.task_path.rpartition(".")[2], _why(row)]
            for row in rows[:MOST_ROWS]
        ],
    }


def _why(row: DBTaskResult) -> str:
    return row.exception_class_path.rpartition(".")[2] or "—"


def _refusals(refused: Any) -> Item:
    return {
        "title": "最近の拒否",
        "empty": "拒否の記録はありません。",
        "columns": ["日時", "利用者", "内容"],
        "rows": [
            [_at(event.at), event.actor, event.reason or event.action]
            for event in refused.order_by("-pk")[:MOST_ROWS]
        ],
    }


def _at(moment: Any) -> str:
    if moment is None:
        return "—"
    local = timezone.localtime(moment)
    return f"{wareki_short(local.date())} {local:%H:%M}"
