"""Offers this room's parts to the pages of the rooms below."""

from django.apps import AppConfig


class DesignationsConfig(AppConfig):
    name = "designations"
    verbose_name = "指定"

    def ready(self) -> None:
        from designations import panels

        panels.register()
