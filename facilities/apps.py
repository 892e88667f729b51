"""Offers this room's parts to the pages of the room below."""

from django.apps import AppConfig


class FacilitiesConfig(AppConfig):
    name = "facilities"
    verbose_name = "医療機関"

    def ready(self) -> None:
        from facilities import records, zone_list, zone_panels

        records.register_records()
        zone_list.register()
        zone_panels.register()
