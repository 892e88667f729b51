"""``manage.py sample_workbook``: a made-up official list with every quirk of the real ones."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from imports.sample import sample_places, write_sample


class Command(BaseCommand):
    help = "届出受理医療機関名簿の見本（架空）を作ります。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--out", type=Path, default=settings.VAR_DIR / "demo" / "sample.xlsx"
        )
        parser.add_argument("--facilities", type=int, default=3_000, help="機関数")
        parser.add_argument("--rows", type=int, default=36_000, help="行数")
        parser.add_argument("--seed", type=int, default=1, help="乱数の種")
        parser.add_argument(
            "--as-of",
            type=date.fromisoformat,
            default=date(2025, 10, 1),
            help="現在日（YYYY-MM-DD）",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        out.parent.mkdir(parents=True, exist_ok=True)
        write_sample(
            out,
            sample_places(settings.BASE_DIR / "fixtures"),
            facilities=options["facilities"],
            rows=options["rows"],
            seed=options["seed"],
            as_of=options["as_of"],
        )
        self.stdout.write(f"{out}　{options['facilities']:,}機関")
