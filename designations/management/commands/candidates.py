"""``manage.py candidates``: who may be designated, by the prefecture's rule, as words or JSON."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from designations.candidates import Answer, candidates_of
from designations.kinds import Kind
from formats.codes import CodeError, municipality_code5
from zones.management.options import add_day_and_prefecture, prefecture_on
from zones.models import Municipality
from zones.placement import placement


class Command(BaseCommand):
    help = "選定の手順に沿って、指定の候補を市町村ごとに示します。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_day_and_prefecture(parser)
        parser.add_argument("--kind", choices=Kind.values, required=True)
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--zone", metavar="CODE", help="圏域のコード")
        where.add_argument("--municipality", metavar="CODE", help="市町村のコード")
        where.add_argument("--all-municipalities", action="store_true")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["as_of"] or timezone.localdate()
        code = options["municipality"]
        if code:
            place = _municipality(code)
            prefecture, wanted = place.prefecture_id, [place.parent_id or place.pk]
        else:
            prefecture = prefecture_on(day, options["prefecture"]).pk
            wanted = None
            if options["zone"]:
                wanted = _members(prefecture, options["zone"], day)
        answers = candidates_of(prefecture, options["kind"], day, municipalities=wanted)
        if options["as_json"]:
            found = [answer.as_json() for answer in answers]
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            for answer in answers:
                self._say(answer)

    def _say(self, answer: Answer) -> None:
        step = str(answer.step) if answer.step else answer.missing
        self.stdout.write(f"{answer.town.code} {answer.town.name}　{step}")
        for candidate in answer.candidates:
            self.stdout.write(f"    {candidate.name}　{candidate.reason}")


def _municipality(code: str) -> Municipality:
    """By its 5- or 6-digit code; a ward stands for its city."""
    try:
        return Municipality.objects.get(
            pk=municipality_code5(code), northern_territory=False
        )
    except (CodeError, Municipality.DoesNotExist) as error:
        raise CommandError(f"市町村コード「{code}」は登録されていません。") from error


def _members(prefecture: str, code: str, day: date) -> list[str]:
    """Codes of the municipalities of a zone, asked by its code (with or without Z) or name."""
    placed = placement(prefecture, day)
    for zone in placed.zones.values():
        if code in (zone.code, zone.code.removeprefix("Z"), zone.name):
            return placed.members(zone)
    raise CommandError(f"圏域「{code}」は{day:%Y-%m-%d}の計画にありません。")
