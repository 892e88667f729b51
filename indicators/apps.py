"""Offers this room's parts to the pages of the rooms below."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "指標"

    def ready(self) -> None:
        from indicators import drafts, records, zone_panels

        records.register_records()
        drafts.register()
        zone_panels.register()
