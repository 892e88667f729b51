"""``manage.py make_report``: a report as a PDF file.

It stores no edition and prints no clock time.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from formats.dates import parse_date
from reports.collecting.asked import Asked, NothingToReport
from reports.registry import KINDS, collect
from reports.rendering import RenderingFailed, render_pdf
from reports.snapshots import canonical
from reports.workbooks import render_workbook
from zones.management.options import add_day_and_prefecture, prefecture_on
from zones.models import HomeCareZone, Prefecture


class Command(BaseCommand):
    help = "報告書のPDFと同じ表のExcelを作ります。版は作らず、時刻も印刷しません。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=list(KINDS), help="報告書の種類")
        add_day_and_prefecture(parser)
        parser.add_argument("--since", type=parse_date, metavar="DATE", help="前回の日")
        parser.add_argument("--zone", action="append", default=[], help="圏域のコード")
        parser.add_argument("--out", type=Path, required=True, help="PDFの書き先")
        parser.add_argument("--xlsx", type=Path, help="同じ表のExcelの書き先")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = options["as_of"] or timezone.localdate()
        prefecture = prefecture_on(as_of, options["prefecture"])
        zones = tuple(zone_code(prefecture, text) for text in options["zone"])
        asked = Asked(prefecture, as_of, zones, since=options["since"])
        try:
            snapshot = collect(options["kind"], asked)
            values = canonical.as_dict(snapshot)
            rendered = render_pdf(values)
        except (NothingToReport, RenderingFailed) as problem:
            raise CommandError(str(problem)) from problem
        _write(options["out"], rendered.pdf)
        if options["xlsx"]:
            _write(options["xlsx"], render_workbook(values).content)
        self.stdout.write(f"{options['out']}　{rendered.pages}ページ")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def zone_code(prefecture: Prefecture, text: str) -> str:
    """A zone by its code, with or without the leading letter, or by its name."""
    zones = HomeCareZone.objects.filter(plan__prefecture=prefecture)
    for field in ("code", "name"):
        for wanted in (text, f"Z{text}"):
            zone = zones.filter(**{field: wanted}).order_by("-plan", "code").first()
            if zone is not None:
                return zone.code
    raise CommandError(f"圏域「{text}」は{prefecture}にありません。")
