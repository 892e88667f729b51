"""``manage.py remind``: tells those who can mend it what is missing; meant for every morning."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from indicators.actions import remind
from zones.management.options import add_day
from zones.models import PlanVersion, Prefecture


class Command(BaseCommand):
    help = (
        "前年度の値がない指標と、届いていない名簿を、期限を付けて担当者に知らせます。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_day(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        day = options["as_of"] or timezone.localdate()
        plans = PlanVersion.objects.in_force_on(day).values("plan__prefecture")
        for prefecture in Prefecture.objects.filter(pk__in=plans).order_by("pk"):
            number = remind(prefecture=prefecture, day=day, by=None)
            self.stdout.write(f"{prefecture}　{number}件")
