"""Offers this room's parts to the pages of the rooms below."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "indicators"
    verbose_name = "指標"

    def ready(self) -> None:
        from indicators import drafts, facility_panel, records, zone_panels

        records.register_records()
        drafts.register()
        facility_panel.register()
        zone_panels.register()
