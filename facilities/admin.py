"""The code table of filings, and the lists that were applied, for the system administrator.

Facilities are business data: they are edited on their pages, by people with a region.
"""

from typing import Any

from django.contrib import admin
from import_export import fields
from import_export.widgets import CharWidget, Widget

from accounts.admin import MasterAdmin, ReadOnlyAdmin
from facilities.kinds import CareFunction
from facilities.models import FilingKind, OfficialList
from zones.resources import Master


class FunctionsWidget(Widget):
    """The functions of a filing in one cell, parted by ; as in ``fixtures/``."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        named = [part.strip() for part in str(value or "").split(";") if part.strip()]
        strange = [name for name in named if name not in CareFunction.values]
        if strange:
            known = "、".join(CareFunction.values)
            raise ValueError(
                f"「{'、'.join(strange)}」は医療機能ではありません。{known}から書いてください。"
            )
        return named

    def render(self, value: list[str], obj: object = None, **kwargs: Any) -> str:
        return ";".join(value or ())


class FilingKindResource(Master):
    """The dated code table; a row is known by its symbol and first day."""

    functions = fields.Field("functions", "functions", FunctionsWidget())
    note = fields.Field("note", "note", CharWidget())

    class Meta(Master.Meta):
        model = FilingKind
        import_id_fields = ["symbol", "valid_from"]
        exclude = ("id",)


@admin.register(FilingKind)
class FilingKindAdmin(MasterAdmin):
    resource_classes = [FilingKindResource]
    list_display = [
        "symbol_as_printed",
        "name",
        "facility_class",
        "enhancement",
        "valid_from",
        "valid_until",
        "confidence",
    ]
    list_filter = ["facility_class", "tracked", "confidence"]
    search_fields = ["symbol", "symbol_as_printed", "name"]


@admin.register(OfficialList)
class OfficialListAdmin(ReadOnlyAdmin):
    list_display = ["prefecture", "sector", "as_of", "complete", "applied_at"]
    list_filter = ["sector", "prefecture"]
    list_select_related = ["prefecture"]
