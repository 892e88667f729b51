"""Offers what can be changed for several editions at once to the pages that do it."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "報告書"

    def ready(self) -> None:
        from reports import records

        records.register_records()
