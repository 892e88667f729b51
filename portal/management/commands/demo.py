"""``manage.py demo``: reference data and, unless told otherwise, a whole demonstration."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

import designations.reference
import facilities.reference
import indicators.reference
import programs.reference
import zones.reference
from portal import (
    demonstration,
    demonstration_indicators,
    demonstration_papers,
    demonstration_programs,
    demonstration_schedule,
    demonstration_surveys,
)

FIXTURES = settings.BASE_DIR / "fixtures"
# In the order in which they build on each other.
ROOMS = (zones, facilities, designations, programs, indicators)


class Command(BaseCommand):
    help = (
        "基礎データと、試験用のデータ一式を作ります。何度行っても同じ結果になります。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--fixtures-only", action="store_true", help="基礎データだけを入れる"
        )
        parser.add_argument(
            "--folder",
            type=Path,
            default=settings.VAR_DIR / "demo",
            help="名簿の見本とPDFの置き場所",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for room in ROOMS:
            for table, count in room.reference.load_reference(FIXTURES).items():
                self.stdout.write(f"{table}　{count:,}件")
        if options["fixtures_only"]:
            return
        folder: Path = options["folder"]
        folder.mkdir(parents=True, exist_ok=True)
        sample = folder / "sample.xlsx"
        if not sample.exists():
            call_command("sample_workbook", out=sample, stdout=self.stdout)
        demonstration.make_accounts()
        upload = demonstration.import_sample(sample)
        self.stdout.write(f"名簿の見本　{upload.facilities:,}機関（{upload.rows:,}行）")
        demonstration_surveys.make_surveys()
        demonstration.make_designations()
        demonstration_indicators.make_targets(demonstration.PREFECTURE)
        demonstration_programs.make_work()
        demonstration_schedule.make_all(demonstration.PREFECTURE, timezone.localdate())
        demonstration_papers.make_all(
            demonstration.PREFECTURE, demonstration.ENTERED_ON
        )
        edition = demonstration.publish_report(folder / "progress.pdf")
        self.stdout.write(f"{edition}　{edition.get_status_display()}")
        if edition.message:
            self.stderr.write(edition.message)
        draft = demonstration.draft_report()
        self.stdout.write(f"{draft}　{draft.get_status_display()}")
        release = demonstration.release_to_residents()
        self.stdout.write(f"住民向けの公表　{release}")
        self._tell_accounts()

    def _tell_accounts(self) -> None:
        self.stdout.write(
            f"\n試験用の利用者（パスワードはどれも {demonstration.PASSWORD}）"
        )
        for username, role, name, department, _ in demonstration.ACCOUNTS:
            self.stdout.write(f"  {username:<12}{role.label}　{name}（{department}）")
