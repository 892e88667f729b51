"""Master tables of places, plans and the regions of people, for the system administrator.

Zones have rules and are edited on the pages of officials; plans begin here as a draft.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Field, Model
from django.forms import Field as FormField
from django.forms import ModelForm
from django.http import HttpRequest

from accounts.admin import MasterAdmin, PortalModelAdmin
from zones.actions import grant_region, revoke_region
from zones.fields import WrittenYearField
from zones.models import (
    HealthCentre,
    MedicalPlan,
    Municipality,
    Prefecture,
    RegionGrant,
    SecondaryArea,
)
from zones.plan_actions import create_plan
from zones.resources import (
    HealthCentreResource,
    MunicipalityResource,
    PrefectureResource,
    SecondaryAreaResource,
)


@admin.register(Prefecture)
class PrefectureAdmin(MasterAdmin):
    resource_classes = [PrefectureResource]
    list_display = ["code", "name", "kana"]
    search_fields = ["code", "name"]


@admin.register(SecondaryArea)
class SecondaryAreaAdmin(MasterAdmin):
    resource_classes = [SecondaryAreaResource]
    list_display = ["code", "name", "prefecture"]
    list_filter = ["prefecture"]
    list_select_related = ["prefecture"]
    search_fields = ["code", "name"]


@admin.register(Municipality)
class MunicipalityAdmin(MasterAdmin):
    resource_classes = [MunicipalityResource]
    list_display = ["code", "name", "kind", "prefecture", "secondary_area"]
    list_filter = ["kind", "prefecture"]
    list_select_related = ["prefecture", "secondary_area"]
    search_fields = ["code", "name", "kana"]
    autocomplete_fields = ["parent", "secondary_area"]


@admin.register(HealthCentre)
class HealthCentreAdmin(MasterAdmin):
    resource_classes = [HealthCentreResource]
    list_display = ["code", "name", "kind", "prefecture", "fictional"]
    list_filter = ["kind", "prefecture"]
    list_select_related = ["prefecture"]
    search_fields = ["code", "name"]
    autocomplete_fields = ["municipalities"]


@admin.register(MedicalPlan)
class MedicalPlanAdmin(PortalModelAdmin):
    """A new plan gets its first version as a draft, in which officials place municipalities."""

    list_display = ["name", "prefecture", "first_fiscal_year", "last_fiscal_year"]
    list_filter = ["prefecture"]
    list_select_related = ["prefecture"]

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        if db_field.name.endswith("fiscal_year"):
            label = str(db_field.verbose_name)
            return WrittenYearField(label=label, earliest=1985, latest=2105)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Model, form: ModelForm, change: bool
    ) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            create_plan(plan=obj, by=request.user)

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False


@admin.register(RegionGrant)
class RegionGrantAdmin(PortalModelAdmin):
    """The region of each person: without one nobody sees anything."""

    list_display = ["user", "prefecture", "health_centre"]
    list_filter = ["prefecture"]
    list_select_related = ["user", "prefecture", "health_centre"]
    search_fields = ["user__username", "user__display_name"]
    autocomplete_fields = ["user", "health_centre"]

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: RegionGrant, form: ModelForm, change: bool
    ) -> None:
        made = grant_region(**form.cleaned_data, by=request.user)
        obj.pk, obj._state.adding = made.pk, False

    def delete_model(self, request: HttpRequest, obj: RegionGrant) -> None:
        revoke_region(grant=obj, by=request.user)
