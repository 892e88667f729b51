"""The back office of this room: master tables in and out, for the system administrator only.

What has rules is written by the actions, so here it can be imported and looked at, not typed.
"""

from django.contrib import admin

from accounts.admin import MasterAdmin, OnlyLookedAt, PortalModelAdmin
from indicators.models import (
    AdditionalDemand,
    Caveat,
    Indicator,
    IndicatorValue,
    Target,
    VisitDemand,
)
from indicators.resources import (
    AdditionalDemandResource,
    IndicatorResource,
    PopulationResource,
    TargetResource,
    ValueResource,
    VisitDemandResource,
)
from zones.models import Population


class RoundTripAdmin(OnlyLookedAt, MasterAdmin):
    """Rows come in by file, through the actions; here they are only looked at."""


@admin.register(Caveat)
class CaveatAdmin(PortalModelAdmin):
    list_display = ["code", "data_source", "text", "doubt"]


@admin.register(Indicator)
class IndicatorAdmin(RoundTripAdmin):
    resource_classes = [IndicatorResource]
    list_display = ["code", "name", "version", "level", "function", "status"]
    list_filter = ["version", "level", "status"]
    search_fields = ["code", "name"]
    list_select_related = ["version__plan"]


@admin.register(IndicatorValue)
class IndicatorValueAdmin(RoundTripAdmin):
    resource_classes = [ValueResource]
    list_display = ["indicator", "area_kind", "area_code", "year", "value"]
    list_filter = ["area_kind", "year"]
    search_fields = ["indicator__code", "indicator__name", "area_code"]
    list_select_related = ["indicator"]


@admin.register(Target)
class TargetAdmin(RoundTripAdmin):
    resource_classes = [TargetResource]
    list_display = ["indicator", "area_kind", "area_code", "year", "kind", "value"]
    list_filter = ["kind", "area_kind", "year"]
    search_fields = ["indicator__code", "indicator__name", "area_code"]
    list_select_related = ["indicator"]


@admin.register(Population)
class PopulationAdmin(RoundTripAdmin):
    resource_classes = [PopulationResource]
    list_display = ["municipality", "kind", "year", "total", "over65", "over75"]
    list_filter = ["kind", "year"]
    search_fields = ["municipality__name", "municipality__code"]
    list_select_related = ["municipality"]


@admin.register(VisitDemand)
class VisitDemandAdmin(RoundTripAdmin):
    resource_classes = [VisitDemandResource]
    list_display = ["area_name", "area_code", "fiscal_year", "kind", "visits_per_month"]
    list_filter = ["fiscal_year", "prefecture"]
    search_fields = ["area_name", "area_code"]


@admin.register(AdditionalDemand)
class AdditionalDemandAdmin(RoundTripAdmin):
    resource_classes = [AdditionalDemandResource]
    list_display = ["municipality", "year", "home_care", "care_insurance"]
    list_filter = ["year"]
    search_fields = ["municipality__name", "municipality__code"]
    list_select_related = ["municipality"]
