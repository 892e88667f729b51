"""Reads of the catalogue that chain. A clerk reads the catalogue of the own prefecture, and the
values of the own area and of the whole prefecture to compare with."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from indicators.kinds import AreaKind, Status
from zones.access import READERS, region_scope
from zones.models import HomeCareZone, Municipality


def prefectures_in_reach(user: User) -> frozenset[str]:
    """Codes of the prefectures that a person has a part of; empty for other roles."""
    if getattr(user, "role", "") not in READERS:
        return frozenset()
    scope = region_scope(user)
    return scope.prefectures | {code[:2] for code in scope.municipalities}


class CatalogueQuerySet(models.QuerySet):
    """Rows of one version of a plan: indicators, and the boxes of the logic model."""

    def visible_to(self, user: User) -> Self:
        reach = sorted(prefectures_in_reach(user))
        return self.filter(version__plan__prefecture__in=reach)

    def editable_by(self, user: User) -> Self:
        """Officials write, in their own prefectures; the permission is asked apart."""
        if getattr(user, "role", "") != "official":
            return self.none()
        whole = sorted(region_scope(user).prefectures)
        return self.filter(version__plan__prefecture__in=whole)


class IndicatorQuerySet(CatalogueQuerySet):
    def in_use(self) -> Self:
        return self.exclude(status=Status.DROPPED)


class AreaRowQuerySet(models.QuerySet):
    """Values and targets: rows of an indicator and an area."""

    def visible_to(self, user: User) -> Self:
        if getattr(user, "role", "") not in READERS:
            return self.none()
        scope = region_scope(user)
        prefecture = "indicator__version__plan__prefecture__in"
        whole = Q(**{prefecture: sorted(scope.prefectures)})
        if not scope.municipalities:
            return self.filter(whole)
        own = sorted(scope.municipalities)
        zones = HomeCareZone.objects.visible_to(user).filter(
            plan=OuterRef("indicator__version__plan"), code=OuterRef("area_code")
        )
        secondary = Municipality.objects.filter(pk__in=own).values("secondary_area")
        inside = (
            Q(area_kind=AreaKind.MUNICIPALITY, area_code__in=own)
            | Q(area_kind=AreaKind.ZONE) & Exists(zones)
            | Q(area_kind=AreaKind.SECONDARY_AREA, area_code__in=secondary)
            | Q(
                area_kind=AreaKind.HEALTH_CENTRE,
                area_code__in=user.regions.values("health_centre__code"),
            )
            | Q(area_kind=AreaKind.PREFECTURE)
        )
        near = Q(**{prefecture: sorted(prefectures_in_reach(user))})
        return self.filter(whole | near & inside)

    def editable_by(self, user: User) -> Self:
        if getattr(user, "role", "") != "official":
            return self.none()
        whole = sorted(region_scope(user).prefectures)
        return self.filter(indicator__version__plan__prefecture__in=whole)
