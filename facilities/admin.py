"""The code table of filings, and the lists that were applied, for the system administrator.

Facilities are business data: they are edited on their pages, by people with a region.
"""

from django.contrib import admin
from import_export import resources

from accounts.admin import MasterAdmin, ReadOnlyAdmin
from facilities.models import FilingKind, OfficialList


class FilingKindResource(resources.ModelResource):
    """The dated code table; a row is known by its symbol and first day."""

    class Meta:
        model = FilingKind
        import_id_fields = ["symbol", "valid_from"]
        exclude = ("id",)
        skip_unchanged = True
        report_skipped = True
        use_transactions = True


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
