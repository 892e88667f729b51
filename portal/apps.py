"""Adds what reads across all rooms to the pages of zones."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = "ポータル"

    def ready(self) -> None:
        from django import forms

        from imports import quality
        from portal import record_kinds, zone_panel

        record_kinds.register_records()
        quality.register()
        zone_panel.register()
        # The libraries' own word asks to write something, where there is something to choose.
        for kind in (forms.ChoiceField, forms.ModelChoiceField):
            kind.default_error_messages["required"] = "選んでください。"
        forms.FileField.default_error_messages["required"] = (
            "ファイルを選んでください。"
        )
