"""Offers what can be changed for several uploads at once to the pages that do it."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"
    verbose_name = "名簿の取込"

    def ready(self) -> None:
        from imports import records

        records.register_records()
