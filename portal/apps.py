"""Adds what reads across all rooms to the pages of zones."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "ポータル"

    def ready(self) -> None:
        from portal import zone_panel

        zone_panel.register()
