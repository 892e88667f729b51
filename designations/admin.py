"""Reference tables of designations, for the system administrator: what is asked, the selection rule,
the roadmap, the decision log, and who runs the consultation desks.

Acts are business data: they have their own pages, for people with a region.
"""

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from accounts.admin import MasterAdmin, ReadOnlyAdmin
from designations.models import (
    ConsultationDesk,
    Decision,
    Operator,
    Requirement,
    RoadmapTarget,
    SelectionStep,
)
from designations.resources import (
    DecisionResource,
    DeskResource,
    RequirementResource,
    RoadmapTargetResource,
    SelectionStepResource,
)


class RecordedAdmin(MasterAdmin):
    """A master table whose rows keep their history, with the person."""

    def save_model(
        self, request: HttpRequest, obj: Model, form: ModelForm, change: bool
    ) -> None:
        obj._history_user = request.user
        super().save_model(request, obj, form, change)


@admin.register(Requirement)
class RequirementAdmin(RecordedAdmin):
    resource_classes = [RequirementResource]
    list_display = ["code", "label", "kind", "set", "mandatory", "version"]
    list_filter = ["version", "kind", "set"]
    search_fields = ["code", "label", "description"]
    list_select_related = ["version__plan"]

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        """Checklists that were answered point at it."""
        return super().has_delete_permission(request, obj) and (
            obj is None or not obj.checks.exists()
        )


@admin.register(SelectionStep)
class SelectionStepAdmin(RecordedAdmin):
    resource_classes = [SelectionStepResource]
    list_display = ["code", "order", "candidate", "kind", "scope", "in_use", "version"]
    list_filter = ["version", "kind"]
    list_select_related = ["version__plan"]


@admin.register(RoadmapTarget)
class RoadmapTargetAdmin(RecordedAdmin):
    resource_classes = [RoadmapTargetResource]
    list_display = ["plan", "fiscal_year", "zones_min", "zones_max", "active_min"]
    list_filter = ["plan"]
    list_select_related = ["plan"]


@admin.register(Decision)
class DecisionAdmin(RecordedAdmin):
    resource_classes = [DecisionResource]
    list_display = ["number", "date_label", "body", "subject", "prefecture"]
    list_filter = ["prefecture"]
    search_fields = ["body", "subject", "decision"]
    list_select_related = ["prefecture"]


@admin.register(Operator)
class OperatorAdmin(ReadOnlyAdmin):
    """Bodies are registered on the pages of designations; here they can be looked up."""

    list_display = ["name", "kind", "prefecture", "municipality"]
    list_filter = ["kind", "prefecture"]
    search_fields = ["name"]
    list_select_related = ["facility", "prefecture", "municipality"]


@admin.register(ConsultationDesk)
class ConsultationDeskAdmin(MasterAdmin):
    resource_classes = [DeskResource]
    list_display = ["municipality", "operator", "starts_on", "ends_on"]
    list_filter = ["municipality__prefecture"]
    search_fields = ["municipality__name", "operator__name"]
    list_select_related = ["municipality", "operator__facility"]
    autocomplete_fields = ["municipality", "operator"]
