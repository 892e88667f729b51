"""Reads of this room that chain, cut to a person's region. Days and fiscal years are passed in."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Role
from formats.dates import fiscal_year
from programs.kinds import GrantStatus
from zones.access import READERS, RegionScope, region_scope
from zones.models import HomeCareZone


def prefectures_of(user: User) -> frozenset[str]:
    """Codes of the prefectures in which a person works; those of a health centre's area too."""
    if getattr(user, "role", "") not in READERS:
        return frozenset()
    scope = region_scope(user)
    return scope.prefectures | {code[:2] for code in scope.municipalities}


class PrefectureQuerySet(models.QuerySet):
    """Records of a whole prefecture: all its staff read them, head office alone edits them.

    A record without a prefecture holds for the whole nation: everybody reads it, nobody edits it.
    """

    prefecture_path = "prefecture"

    def visible_to(self, user: User) -> Self:
        codes = prefectures_of(user)
        if not codes:
            return self.none()
        return self.filter(
            Q(**{f"{self.prefecture_path}__in": sorted(codes)})
            | Q(**{self.prefecture_path: None})
        )

    def editable_by(self, user: User) -> Self:
        if getattr(user, "role", "") != Role.OFFICIAL:
            return self.none()
        codes = region_scope(user).prefectures
        return self.filter(**{f"{self.prefecture_path}__in": sorted(codes)})

    def of(self, prefecture: str) -> Self:
        return self.filter(**{self.prefecture_path: prefecture})


class LocalQuerySet(models.QuerySet):
    """Records that belong to a place. Head office has its prefecture; a health centre has what
    stands in its area, touches it by a zone, or is its own.

    ``places`` names the paths to look at; a record with none of them filled holds for the whole
    prefecture and can be read, not edited, by a health centre where ``whole_is_read`` says so.
    """

    prefecture_path = "prefecture"
    places: dict[str, str] = {}
    whole_is_read = False

    def visible_to(self, user: User) -> Self:
        if getattr(user, "role", "") not in READERS:
            return self.none()
        scope = region_scope(user)
        condition = self._inside(scope)
        if self.whole_is_read and (codes := prefectures_of(user)):
            nowhere = Q(**dict.fromkeys(self.places.values()))
            condition |= nowhere & Q(**{f"{self.prefecture_path}__in": sorted(codes)})
        return self.filter(condition)

    def editable_by(self, user: User) -> Self:
        if getattr(user, "role", "") not in READERS:
            return self.none()
        return self.filter(self._inside(region_scope(user)))

    def of(self, prefecture: str) -> Self:
        return self.filter(**{self.prefecture_path: prefecture})

    def _inside(self, scope: RegionScope) -> Q:
        inside = Q(pk__in=[])
        if scope.prefectures:
            inside |= Q(**{f"{self.prefecture_path}__in": sorted(scope.prefectures)})
        if scope.municipalities and (path := self.places.get("municipality")):
            inside |= Q(**{f"{path}__in": sorted(scope.municipalities)})
        if scope.municipalities and (path := self.places.get("zone")):
            touched = HomeCareZone.objects.filter(
                memberships__municipality__in=sorted(scope.municipalities)
            )
            inside |= Q(**{f"{path}__in": touched.values("pk")})
        if scope.health_centres and (path := self.places.get("health_centre")):
            inside |= Q(**{f"{path}__in": sorted(scope.health_centres)})
        return inside


class MeasureQuerySet(PrefectureQuerySet):
    def in_year(self, year: int) -> Self:
        """Measures that run in a fiscal year."""
        return self.filter(
            Q(last_fiscal_year=None) | Q(last_fiscal_year__gte=year),
            first_fiscal_year__lte=year,
        )


class MeasureStatusQuerySet(PrefectureQuerySet):
    prefecture_path = "measure__prefecture"


class ProgramQuerySet(PrefectureQuerySet):
    def in_force_on(self, day: date) -> Self:
        """Programs that had begun by a day, as far as known, and had not ended."""
        begun = Q(starts_on__lte=day) | Q(
            starts_on=None, years__fiscal_year__lte=fiscal_year(day)
        )
        open_ended = Q(ends_on=None) | Q(ends_on__gte=day)
        return self.filter(begun, open_ended).distinct()


class ProgramYearQuerySet(PrefectureQuerySet):
    prefecture_path = "program__prefecture"


class SheetLineQuerySet(PrefectureQuerySet):
    prefecture_path = "year__program__prefecture"


class GrantQuerySet(LocalQuerySet):
    prefecture_path = "year__program__prefecture"
    places = {"municipality": "municipality", "zone": "zone"}

    def counting(self) -> Self:
        """Those that take money of the program: decided and not revoked."""
        return self.filter(
            status__in=[GrantStatus.DECIDED, GrantStatus.REPORTED, GrantStatus.FINAL]
        )


class ActivityQuerySet(LocalQuerySet):
    places = {
        "municipality": "municipality",
        "zone": "zone",
        "health_centre": "health_centre",
    }
    whole_is_read = True

    def years(self) -> set[int]:
        """The fiscal years that have an activity."""
        known = self.filter(fiscal_year__isnull=False).order_by()
        return set(known.values_list("fiscal_year", flat=True))


class HubReportQuerySet(LocalQuerySet):
    places = {"zone": "designation__parts__zone"}

    def visible_to(self, user: User) -> Self:
        return super().visible_to(user).distinct()

    def editable_by(self, user: User) -> Self:
        return super().editable_by(user).distinct()


class InitiativeQuerySet(LocalQuerySet):
    prefecture_path = "municipality__prefecture"
    places = {"municipality": "municipality"}


class ZoneRecordQuerySet(LocalQuerySet):
    prefecture_path = "zone__plan__prefecture"
    places = {"zone": "zone"}


class DoctorQuerySet(LocalQuerySet):
    """Personal data: the health centre that keeps it, and head office, and nobody else."""

    prefecture_path = "health_centre__prefecture"
    places = {"health_centre": "health_centre"}


class DutyMonthQuerySet(LocalQuerySet):
    prefecture_path = "doctor__health_centre__prefecture"
    places = {"health_centre": "doctor__health_centre"}


class VacancyQuerySet(LocalQuerySet):
    prefecture_path = "facility__prefecture"
    places = {"municipality": "facility__municipality"}


class MilestoneQuerySet(LocalQuerySet):
    places = {"zone": "zone", "health_centre": "health_centre"}
    whole_is_read = True


class CaseQuerySet(models.QuerySet):
    """Released cases are for all staff everywhere; others for head office of their prefecture."""

    def visible_to(self, user: User) -> Self:
        if getattr(user, "role", "") not in READERS:
            return self.none()
        own = Q(prefecture__in=sorted(region_scope(user).prefectures))
        return self.filter(Q(released=True) | own)

    def editable_by(self, user: User) -> Self:
        if getattr(user, "role", "") != Role.OFFICIAL:
            return self.none()
        return self.filter(prefecture__in=sorted(region_scope(user).prefectures))


class CaseElementQuerySet(models.QuerySet):
    """An element goes with its case."""

    def editable_by(self, user: User) -> Self:
        if getattr(user, "role", "") != Role.OFFICIAL:
            return self.none()
        codes = sorted(region_scope(user).prefectures)
        return self.filter(case__prefecture__in=codes)
