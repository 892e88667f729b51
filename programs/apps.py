"""Offers this room's parts to the pages of the rooms below."""

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "施策・事業"

    def ready(self) -> None:
        from programs import records, zone_panels

        records.register_records()
        zone_panels.register()
