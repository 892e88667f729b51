"""What must be right for the portal to run: asked by /readyz, by the queue page and by the doctor."""

import ctypes
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts import append_only
from accounts.models import AuditEvent
from portal.operations import queue
from portal.operations.backups import read_key

MEGABYTE = 1024 * 1024
LEAST_DISK = 500 * MEGABYTE
SHORTEST_KEY = 32
MOST_CLOCK_DIFFERENCE = timedelta(seconds=5)
OLD_BACKUP = timedelta(days=2)
SHA1 = re.compile(rb"[0-9A-Fa-f]{40}(:\d+)?$")
PDF_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``trouble`` is empty when it is right, else words and what to do."""

    name: str
    words: str
    trouble: str = ""


def ready() -> list[Finding]:
    """Quick, for each request of a load balancer: can this process do its work?"""
    return [database(), migrations(), record_is_guarded()]


def examine() -> Iterator[Finding]:
    """Everything, for the doctor. A check that breaks off is a finding too."""
    for check in ALL:
        try:
            yield check()
        except Exception as reason:
            yield Finding(check.__name__, "", f"調べられません: {reason}")


def database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
        version = ""
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version")
            version = cursor.fetchone()[0]
    trouble = ""
    if version and int(version.split(".")[0]) < 15:
        trouble = "PostgreSQL 15 以降にしてください。"
    return Finding("データベース", f"{connection.vendor} {version}".strip(), trouble)


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    trouble = (
        f"未適用が{len(plan)}件あります。migrate を行ってください。" if plan else ""
    )
    return Finding("マイグレーション", "すべて適用済み" if not plan else "", trouble)


def record_is_guarded() -> Finding:
    gone = append_only.missing(connection)
    trouble = (
        f"{', '.join(gone)} がありません。migrate を行ってください。" if gone else ""
    )
    return Finding("操作の記録の保護", "書き換え・削除を拒否", trouble)


def settings_are_safe() -> Finding:
    found = [m for m in run_checks(include_deployment_checks=True) if m.level >= 30]
    trouble = "、".join(m.id for m in found)
    if settings.DEBUG:
        trouble = f"DEBUG が有効です。{trouble}"
    return Finding("設定", "本番向け", trouble)


def disk() -> Finding:
    free = shutil.disk_usage(
        settings.VAR_DIR if settings.VAR_DIR.exists() else "/"
    ).free
    trouble = "500MB を切っています。" if free < LEAST_DISK else ""
    return Finding("ディスクの空き", f"{free // MEGABYTE:,}MB", trouble)


def clock() -> Finding:
    """The database's clock against this machine's; on SQLite they are the same."""
    if connection.vendor != "postgresql":
        return Finding("時刻", f"{timezone.localtime():%Y-%m-%d %H:%M:%S}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - datetime.now(UTC))
    late = apart > MOST_CLOCK_DIFFERENCE
    trouble = "サーバーの時刻合わせ（NTP）を確かめてください。" if late else ""
    return Finding("時刻", f"データベースとの差 {apart.total_seconds():.1f}秒", trouble)


def pdf_libraries() -> Finding:
    gone = []
    for name in PDF_LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError:
            gone.append(name)
    trouble = (
        f"{', '.join(gone)} がありません。報告書のPDFを作れません。" if gone else ""
    )
    return Finding("PDFのライブラリ", "Pango, HarfBuzz", trouble)


def fonts() -> Finding:
    from reports.fonts import faces

    found = list(faces())
    return Finding(
        "PDFのフォント", f"{len(found)}書体", "" if found else "フォントがありません。"
    )


def tasks() -> Finding:
    state = queue.state(timezone.now())
    words = f"待ち {state.waiting} 実行中 {state.running} 打ち切り {state.dead}"
    trouble = []
    if not state.workers:
        trouble.append(
            "動いているワーカーがありません。manage.py worker を起動してください。"
        )
    if state.overdue:
        trouble.append(f"5分以上始まらない処理が{state.overdue}件あります。")
    if state.orphaned:
        trouble.append(f"ワーカーが止まった処理が{state.orphaned}件あります。")
    return Finding("処理の待ち行列", words, "".join(trouble))


def newest_backup() -> AuditEvent | None:
    """The record of the last backup that was written whole."""
    return AuditEvent.objects.filter(action="backup").order_by("-pk").first()


def backup() -> Finding:
    newest = newest_backup()
    if newest is None:
        return Finding("バックアップ", "", "まだ一度も取っていません。")
    late = timezone.now() - newest.at > OLD_BACKUP
    words = f"{timezone.localtime(newest.at):%Y-%m-%d %H:%M}"
    return Finding("バックアップ", words, "2日より前のものです。" if late else "")


def secrets_are_closed() -> Finding:
    """A key file that others may read, or a few letters, is no key."""
    path = settings.BACKUP_KEY_FILE
    if not path:
        return Finding("バックアップの鍵", "設定なし（暗号化しません）")
    trouble = ""
    if os.stat(path).st_mode & 0o077:
        trouble = f"{path} をほかの利用者が読めます。chmod 600 にしてください。"
    if len(read_key() or b"") < SHORTEST_KEY:
        trouble += (
            f"{path} の鍵が短すぎます。{SHORTEST_KEY}文字以上の乱数にしてください。"
        )
    return Finding("バックアップの鍵", path, trouble)


def breached_passwords() -> Finding:
    """The list is searched by halves: in another order it would find nothing, and say nothing."""
    path = settings.BREACHED_PASSWORDS_FILE
    if not path:
        return Finding(
            "漏えいしたパスワードの一覧", "設定なし（よくあるものだけ断ります）"
        )
    try:
        with open(path, "rb") as file:
            lines = [file.readline().strip() for _ in range(1000)]
    except OSError:
        trouble = f"{path} を読めません。置き場所と権限を確かめてください。"
        return Finding("漏えいしたパスワードの一覧", path, trouble)
    known = [line for line in lines if line]
    right = known == sorted(known) and all(SHA1.match(line) for line in known)
    trouble = "" if right and known else f"{path} がSHA-1の昇順の一覧ではありません。"
    return Finding("漏えいしたパスワードの一覧", path, trouble)


ALL: list[Callable[[], Finding]] = [
    database,
    migrations,
    record_is_guarded,
    settings_are_safe,
    disk,
    clock,
    pdf_libraries,
    fonts,
    tasks,
    backup,
    secrets_are_closed,
    breached_passwords,
]
