"""``manage.py worker``: background work. Any number may run, on any machine that reaches the database."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.operations.worker import CarefulWorker


class Command(BaseCommand):
    help = "待ち行列の処理を行います。失敗した処理は間をおいて3回まで行います。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--interval", type=float, default=1.0, help="見に行く間隔（秒）"
        )
        parser.add_argument(
            "--batch", action="store_true", help="待ちがなくなれば終わる"
        )
        parser.add_argument("--max-tasks", type=int, help="この数だけ行って終わる")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = CarefulWorker(
            interval=options["interval"],
            batch=options["batch"],
            max_tasks=options["max_tasks"],
        )
        worker.configure_signals()
        worker.run()
