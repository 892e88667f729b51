"""``manage.py backup``: one checksummed file while the portal is being used."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.operations.backups import BackupDamaged, check_backup, make_backup
from portal.operations.copies import CopyFailed


class Command(BaseCommand):
    help = "利用中のまま、全データを1つのファイルに控えます。--verify は別のデータベースへの復元まで確かめます。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, help="置き場所のフォルダー")
        parser.add_argument(
            "--keep", type=int, default=0, help="残す世代の数（0はすべて残す）"
        )
        parser.add_argument(
            "--verify",
            action="store_true",
            help="作ったファイルを別のデータベースに復元し、件数を照らす",
        )
        parser.add_argument(
            "--check", type=Path, help="既にあるファイルを同じように確かめる"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["out"] and not options["check"]:
            raise CommandError(
                "--out フォルダー か --check ファイル を指定してください。"
            )
        try:
            path = options["check"]
            if path is None:
                path = make_backup(
                    options["out"], now=timezone.localtime(), keep=options["keep"]
                )
                self.stdout.write(f"{path}　{path.stat().st_size:,}バイト")
            if options["verify"] or options["check"]:
                found = check_backup(path)
                rows = sum(found.rows.values())
                self.stdout.write(f"復元を確かめました　{len(found.rows)}表 {rows:,}行")
                self.stdout.write(f"記録の末尾　{found.head[0]}:{found.head[1]}")
        except (BackupDamaged, CopyFailed, OSError) as reason:
            raise CommandError(str(reason)) from reason
