"""What commands of several rooms are asked with: a day and a prefecture."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import CommandError

from formats.dates import parse_date
from zones.models import PlanVersion, Prefecture


def add_day(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", type=parse_date, metavar="DATE", help="基準日（なければ今日）"
    )


def add_day_and_prefecture(parser: ArgumentParser) -> None:
    add_day(parser)
    parser.add_argument(
        "--prefecture", metavar="CODE", help="都道府県コード（なければ計画のある県）"
    )


def prefecture_on(day: date, code: str | None) -> Prefecture:
    """The prefecture named, or the first that has a plan in force on the day.

    Raises CommandError where there is none.
    """
    found = Prefecture.objects.order_by("pk")
    if code:
        refusal = f"都道府県コード「{code}」は登録されていません。"
        found = found.filter(pk=code)
    else:
        refusal = f"{day:%Y-%m-%d}に適用される計画がありません。"
        plans = PlanVersion.objects.in_force_on(day).values("plan__prefecture")
        found = found.filter(pk__in=plans)
    if (prefecture := found.first()) is None:
        raise CommandError(refusal)
    return prefecture
