"""``manage.py figures``: the figures of all areas of one kind on a day."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from indicators.figures import FIGURES, as_object
from indicators.kinds import AreaKind
from indicators.picture import Picture
from zones.management.options import add_day_and_prefecture, prefecture_on


class Command(BaseCommand):
    help = "地域ごとの数字（在支診・在支病、医療機能、人口当たりなど）を出します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--by", choices=AreaKind.values, default=AreaKind.ZONE, help="地域の種類"
        )
        add_day_and_prefecture(parser)
        parser.add_argument("--json", action="store_true", help="JSONで出す")

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["as_of"] or timezone.localdate()
        picture = Picture(day, prefecture_on(day, options["prefecture"]).pk)
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
