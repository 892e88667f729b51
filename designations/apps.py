"""Offers this room's parts to the pages of the rooms below."""

from django.apps import AppConfig


class DesignationsConfig(AppConfig):
    name = "designations"
    verbose_name = "指定"

    def ready(self) -> None:
        from designations import panels, records
        from designations.actions.versions import copied
        from zones.signals import version_drafted

        records.register_records()
        panels.register()
        version_drafted.connect(copied, dispatch_uid="designations.versions.copied")
