"""``manage.py restore``: put a backup in the place of the database, after backing that up."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.operations.backups import BackupDamaged, restore_backup
from portal.operations.copies import CopyFailed


class Command(BaseCommand):
    help = "バックアップのファイルから復元します。いまのデータは、先に同じフォルダーへ控えます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="バックアップのファイル")
        parser.add_argument("--yes", action="store_true", help="確かめずに進む")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not options["yes"]:
            self.stdout.write(f"いまのデータを {path.name} の内容に置き換えます。")
            if input("進めるには「復元」と入力してください: ") != "復元":
                raise CommandError("取りやめました。何も変えていません。")
        try:
            manifest, before = restore_backup(path, now=timezone.localtime())
        except (BackupDamaged, CopyFailed, OSError) as reason:
            raise CommandError(f"復元していません。{reason}") from reason
        rows = sum(manifest.rows.values())
        self.stdout.write(f"復元しました　{manifest.made_at} の控え　{rows:,}行")
        self.stdout.write(f"復元の前のデータ　{before}")
        self.stdout.write("続けて migrate と verify_audit を行ってください。")
