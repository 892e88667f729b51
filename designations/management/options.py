"""What the commands of this room are asked with: a day and a prefecture."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import CommandError

from formats.dates import parse_date
from zones.models import PlanVersion, Prefecture


def add_day_and_prefecture(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", type=parse_date, metavar="DATE", help="基準日（なければ今日）"
    )
    parser.add_argument(
        "--prefecture", metavar="CODE", help="都道府県コード（なければ計画のある県）"
    )


def prefecture_code(code: str | None, day: date) -> str:
    """The prefecture named, or the first that has a plan in force on the day."""
    if code:
        if not Prefecture.objects.filter(pk=code).exists():
            raise CommandError(f"都道府県コード「{code}」は登録されていません。")
        return code
    plans = PlanVersion.objects.in_force_on(day).order_by("plan__prefecture")
    found = plans.values_list("plan__prefecture", flat=True).first()
    if found is None:
        raise CommandError(f"{day:%Y-%m-%d}に適用される計画がありません。")
    return found
