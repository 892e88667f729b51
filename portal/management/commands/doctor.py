"""``manage.py doctor``: looks at everything the portal needs and says what to do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.operations.checks import examine


class Command(BaseCommand):
    help = "フォント、ライブラリ、ディスク、時刻、設定、マイグレーション、処理の状態を調べます。"
    # It must be able to say what is wrong with the settings itself.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for finding in examine():
            mark = "要対応" if finding.trouble else "正常　"
            words = finding.trouble or finding.words
            self.stdout.write(f"{mark}　{finding.name}　{words}")
            wrong += bool(finding.trouble)
        if wrong:
            raise CommandError(f"対応が必要なものが{wrong}件あります。")
