"""``manage.py figures``: the figures of all areas of one kind on a day."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.figures import FIGURES, as_object
from indicators.kinds import AreaKind
from indicators.picture import Picture
from zones.models import PlanVersion, Prefecture


class Command(BaseCommand):
    help = "地域ごとの数字（在支診・在支病、医療機能、人口当たりなど）を出します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--by", choices=AreaKind.values, default=AreaKind.ZONE, help="地域の種類"
        )
        parser.add_argument(
            "--as-of", type=date.fromisoformat, help="基準日（YYYY-MM-DD）"
        )
        parser.add_argument(
            "--prefecture", help="都道府県コード（なければ計画のある県）"
        )
        parser.add_argument("--json", action="store_true", help="JSONで出す")

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["as_of"] or timezone.localdate()
        picture = Picture(day, prefecture_code(options["prefecture"], day))
        rows = [
            as_object(picture, area) for area in picture.areas(AreaKind(options["by"]))
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        heads = ["コード", "名称", *(one.label for one in FIGURES.values())]
        self.stdout.write("\t".join(heads))
        for row in rows:
            values = [row["code"], row["name"], *(row[key] for key in FIGURES)]
            words = ["―" if value is None else str(value) for value in values]
            self.stdout.write("\t".join(words))


def prefecture_code(code: str | None, day: date) -> str:
    """The prefecture named, or the first one that has a plan in force on the day."""
    found = Prefecture.objects.order_by("pk")
    if code:
        found = found.filter(pk=code)
    else:
        versions = PlanVersion.objects.in_force_on(day)
        found = found.filter(pk__in=versions.values("plan__prefecture"))
    prefecture = found.first()
    if prefecture is None:
        raise CommandError(
            f"都道府県{code}は登録されていません。--prefecture に2桁のコードを入れてください。"
            if code
            else "計画のある都道府県がありません。--prefecture で選んでください。"
        )
    return prefecture.pk
