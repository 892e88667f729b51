"""``manage.py load_borders``: borders of municipalities for the maps, from a file of N03."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from formats.borders import CREDIT, NotBorders
from zones.border_actions import replace_borders


class Command(BaseCommand):
    help = "国土数値情報の行政区域（N03、GeoJSONまたはTopoJSON）を地図に使えるようにします。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, help="ファイル")

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["files"]:
            try:
                data = path.read_bytes()
                loaded = replace_borders(data=data, name=path.name, by=None)
            except (OSError, NotBorders) as problem:
                raise CommandError(f"{path}：{problem}") from problem
            self.stdout.write(
                f"{path}　{loaded.municipalities}市区町村の境界を入れました。"
            )
            if loaded.unknown:
                codes = "、".join(loaded.unknown[:10])
                self.stdout.write(
                    f"登録のない市区町村コード {len(loaded.unknown)}件は入れていません（{codes}）。"
                )
        self.stdout.write(f"地図には「{CREDIT}」と表示されます。")
