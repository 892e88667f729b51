"""Adds what reads across all rooms to the pages of zones."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "ポータル"

    def ready(self) -> None:
        from imports import quality
        from portal import record_kinds, zone_panel

        record_kinds.register_records()
        quality.register()
        zone_panel.register()
