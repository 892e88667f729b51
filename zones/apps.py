"""The name of this room where its tables are listed."""

from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "zones"
    verbose_name = "地域と計画"
