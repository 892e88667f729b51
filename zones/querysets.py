"""Reads of places, plans and zones that chain. Zones and versions are asked for a given day."""

from datetime import date
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from accounts.models import User
from accounts.roles import Role
from zones.access import RegionScope, RegionScopedQuerySet, region_scope


def zone_words(municipality: str, day: date) -> Subquery:
    """Pk, code and name of the zone that the municipality at a path is in on a day, or None.

    The newest plan in force decides. A ward follows its city unless the plan places wards
    (rule Z2, as in ``zones.rules.zone_of``).
    """
    city = "parent" if municipality == "pk" else f"{municipality}__parent"
    versions = apps.get_model("zones", "PlanVersion").objects.in_force_on(day)
    own = Q(municipality=OuterRef(municipality)) & (
        Q(version__plan__places_wards=True) | Q(municipality__parent=None)
    )
    placed = (
        apps.get_model("zones", "ZoneMembership")
        .objects.filter(own | Q(municipality=OuterRef(city)))
        .filter(version__in=versions)
        # A ward that is placed itself goes before the city that it belongs to.
        .order_by(
            "-version__plan__first_fiscal_year",
            F("municipality__parent").desc(nulls_last=True),
        )
    )
    words = JSONObject(pk="zone", code="zone__code", name="zone__name")
    return Subquery(placed.values_list(words)[:1])


class PrefectureQuerySet(RegionScopedQuerySet):
    region_paths = {"prefecture": "pk", "municipality": "municipalities"}

    def within(self, scope: RegionScope) -> Self:
        """Whole prefectures, and those in which a health centre's area lies."""
        return super().within(scope).distinct()


class MunicipalityQuerySet(RegionScopedQuerySet):
    region_paths = {"prefecture": "prefecture", "municipality": "pk"}

    def existing_on(self, day: date) -> Self:
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_until=None) | Q(valid_until__gte=day),
        )

    def placed_by_plans(self) -> Self:
        """Those that a plan places in zones: no wards of cities, no northern villages."""
        return self.filter(parent=None, northern_territory=False)

    def with_zone_on(self, day: date) -> Self:
        """Each row gets ``zone_on_day``: pk, code and name of its zone, or None."""
        return self.annotate(zone_on_day=zone_words("pk", day))


class HealthCentreQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        scope = region_scope(user)
        return self.filter(
            Q(prefecture__in=scope.prefectures) | Q(pk__in=scope.health_centres)
        )


class PlanVersionQuerySet(models.QuerySet):
    def in_force_on(self, day: date) -> Self:
        """Versions whose first day has come and that no later version of the plan follows."""
        later = self.model._default_manager.filter(
            plan=OuterRef("plan"),
            effective_from__gt=OuterRef("effective_from"),
            effective_from__lte=day,
        )
        return self.filter(effective_from__lte=day).exclude(Exists(later))

    def for_prefecture(self, prefecture: str, day: date) -> models.Model | None:
        """The one version in force in a prefecture, of the newest plan; None where none is."""
        return (
            self.in_force_on(day)
            .filter(plan__prefecture=prefecture)
            .select_related("plan__prefecture")
            .order_by("-plan__first_fiscal_year")
            .first()
        )

    def editable_by(self, user: User) -> Self:
        """Versions of the plans of an official's prefectures."""
        if getattr(user, "role", "") != Role.OFFICIAL:
            return self.none()
        return self.filter(plan__prefecture__in=sorted(region_scope(user).prefectures))


class HomeCareZoneQuerySet(models.QuerySet):
    def of_version(self, version: models.Model) -> Self:
        """Zones that have municipalities in this version."""
        return self.filter(memberships__version=version).distinct()

    def visible_to(self, user: User) -> Self:
        """Zones of a person's prefectures; for a health centre those that its area touches."""
        if getattr(user, "role", "") not in {"official", "health_centre"}:
            return self.none()
        return self.within(region_scope(user))

    def editable_by(self, user: User) -> Self:
        if getattr(user, "role", "") != "official":
            return self.none()
        return self.within(region_scope(user))

    def within(self, scope: RegionScope) -> Self:
        touched = self.model._default_manager.filter(
            memberships__municipality__in=sorted(scope.municipalities)
        )
        whole = Q(plan__prefecture__in=sorted(scope.prefectures))
        return self.filter(whole | Q(pk__in=touched.values("pk")))
