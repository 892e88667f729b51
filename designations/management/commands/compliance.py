"""``manage.py compliance``: what does not hold on a day. It exits 0 whatever it finds."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from designations.actions import run_compliance
from designations.compliance import counted, findings_on
from zones.management.options import add_day_and_prefecture, prefecture_on


class Command(BaseCommand):
    help = "適合確認：圏域の不足と、指定機関の変化を示します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_day_and_prefecture(parser)
        parser.add_argument("--json", action="store_true", dest="as_json")
        parser.add_argument(
            "--open-tasks", action="store_true", help="見つけたものを課題として登録する"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["as_of"] or timezone.localdate()
        prefecture = prefecture_on(day, options["prefecture"]).pk
        found = findings_on(prefecture, day)
        if options["open_tasks"]:
            run_compliance(prefecture=prefecture, day=day, cause="コマンド", by=None)
        if options["as_json"]:
            answer = {
                "as_of": day.isoformat(),
                "prefecture": prefecture,
                "counts": counted(found),
                "findings": [finding.as_json() for finding in found],
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        for finding in found:
            self.stdout.write(f"{finding.code}\t{finding.message}")
