"""``manage.py verify_audit``: walk the chain over the record and name the first row that is wrong."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from accounts import append_only
from accounts.chain import seal_waiting, verify


class Command(BaseCommand):
    help = "操作の記録が書き換えられていないことを確かめます。誤りがあれば最初の行を示して1で終わります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--head",
            metavar="番号:値",
            help="以前に控えた末尾（このコマンドかバックアップが示したもの）とも照らす",
        )
        parser.add_argument(
            "--seal",
            action="store_true",
            help="封印を待つ記録（停止した処理が残したもの）を先に封印する",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["seal"]:
            self.stdout.write(f"封印した記録　{seal_waiting():,}件")
        found = verify(head=_head(options["head"]))
        if found.fault:
            raise CommandError(f"記録が正しくありません。{found.fault}")
        for trigger in append_only.missing(connection):
            raise CommandError(f"書き換えを防ぐトリガーがありません: {trigger}")
        self.stdout.write(
            f"正しい記録　{found.sealed:,}件　封印待ち　{found.waiting:,}件"
        )
        self.stdout.write(f"末尾　{found.sealed}:{found.head}")


def _head(text: str | None) -> tuple[int, str] | None:
    if not text:
        return None
    number, _, value = text.partition(":")
    if not number.isdecimal() or len(value) != 64:
        raise CommandError("--head は「番号:64けたの値」で指定してください。")
    return int(number), value
