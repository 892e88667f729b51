"""Reads of designations that chain. The day is always passed in."""

from datetime import date, timedelta
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from designations.kinds import OPEN, EndKind, Kind, Status
from formats.text import search_key
from zones.access import RegionScope, RegionScopedQuerySet, region_scope
from zones.models import HomeCareZone


def in_period(day: date) -> Q:
    """That a day lies in the period, both ends inclusive."""
    return Q(effective_from__lte=day) & (
        Q(effective_until=None) | Q(effective_until__gte=day)
    )


def overlapping(start: date, until: date | None) -> Q:
    """That a period shares at least one day with the given one."""
    condition = Q(effective_until=None) | Q(effective_until__gte=start)
    return condition if until is None else condition & Q(effective_from__lte=until)


def parts_of_acts() -> "DesignationZoneQuerySet":
    return apps.get_model("designations", "DesignationZone").objects.all()


class OperatorQuerySet(RegionScopedQuerySet):
    def search(self, text: str) -> Self:
        found = self
        for word in text.split():
            if key := search_key(word):
                found = found.filter(search_key__contains=key)
        return found


class DesignationQuerySet(models.QuerySet):
    def designated(self) -> Self:
        """Decided and not annulled: in force at some time."""
        return self.filter(status=Status.DESIGNATED).exclude(end_kind=EndKind.ANNULLED)

    def effective_on(self, day: date) -> Self:
        """In force on the day."""
        return self.designated().filter(in_period(day))

    def past_on(self, day: date) -> Self:
        """Was in force and ended before the day."""
        return self.designated().filter(effective_until__lt=day)

    def ending_within(self, day: date, days: int) -> Self:
        """In force on the day, with a last day at most so many days later."""
        last = day + timedelta(days=days)
        return self.effective_on(day).filter(effective_until__lte=last)

    def in_progress(self) -> Self:
        """Candidates, being coordinated, or in review."""
        return self.filter(status__in=OPEN)

    def of_kind(self, kind: Kind | str) -> Self:
        return self.filter(kind=kind)

    def in_zone(self, zone: HomeCareZone) -> Self:
        return self.filter(self._has_part(zone=zone))

    def reaching(self, codes: list[str], zone: HomeCareZone | None) -> Self:
        """Acts of a zone that reach municipalities of it, and those of institutions there.

        A part of an act names the municipalities that it reaches; without any it is the whole zone.
        """
        parts = parts_of_acts().filter(designation=OuterRef("pk"), zone=zone)
        reached = parts.filter(Q(municipalities=None) | Q(municipalities__in=codes))
        return self.filter(
            Exists(reached) | Q(operator__facility__municipality__in=codes)
        )

    def of_facility(self, facility: models.Model) -> Self:
        return self.filter(operator__facility=facility)

    def search(self, text: str) -> Self:
        """Every word, in any width or kana, in the operator's name; or in name or numbers."""
        found = self
        for word in text.split():
            key = search_key(word)
            found = found.filter(
                Q(operator__search_key__contains=key)
                | Q(operator__facility__search_key__contains=key)
                | Q(published_name__icontains=word)
                | Q(case_number__icontains=key)
                | Q(document_number__icontains=word)
            )
        return found

    def with_parts(self) -> Self:
        """With operator and zones loaded, for lists: two queries more, however many rows."""
        parts = parts_of_acts().select_related("zone").order_by("zone__code")
        return self.select_related(
            "operator__facility", "operator__municipality", "prefecture"
        ).prefetch_related(models.Prefetch("parts", parts), "parts__municipalities")

    def visible_to(self, user: User) -> Self:
        """Of a person's prefectures; for a health centre those whose zones its area touches."""
        if getattr(user, "role", "") not in {"official", "health_centre"}:
            return self.none()
        return self.within(region_scope(user))

    def editable_by(self, user: User) -> Self:
        """The same rows: who may do what with them is the table of ``workflow``."""
        return self.visible_to(user)

    def within(self, scope: RegionScope) -> Self:
        touched = HomeCareZone.objects.filter(
            memberships__municipality__in=sorted(scope.municipalities)
        )
        return self.filter(
            Q(prefecture__in=sorted(scope.prefectures))
            | self._has_part(zone__in=touched.values("pk"))
        )

    def _has_part(self, **condition: object) -> Exists:
        parts = parts_of_acts().filter(designation=OuterRef("pk"), **condition)
        return Exists(parts)


class DesignationZoneQuerySet(models.QuerySet):
    def counting(self) -> Self:
        return self.filter(counts=True)

    def effective_on(self, day: date) -> Self:
        return self.counting().filter(in_period(day))

    def overlapping(self, start: date, until: date | None) -> Self:
        """Counting parts that share a day with the period."""
        return self.counting().filter(overlapping(start, until))


def of_version(rows: models.QuerySet, version: models.Model) -> models.QuerySet:
    """Rows of a version of the plan, or of the last one before it that has any of its own."""
    numbers = rows.filter(
        version__plan=version.plan_id, version__number__lte=version.number
    ).values_list("version__number", flat=True)
    number = max(numbers, default=0)
    return rows.filter(version__plan=version.plan_id, version__number=number)


class RequirementQuerySet(models.QuerySet):
    def of_version(self, version: models.Model) -> Self:
        """Those that hold in a version; a version without its own keeps those before."""
        return of_version(self, version)

    def asked_of(self, kind: str, requirement_set: str) -> Self:
        return self.filter(kind=kind, set=requirement_set).order_by("order", "code")


class SelectionStepQuerySet(models.QuerySet):
    def of_version(self, version: models.Model) -> Self:
        """Those that hold in a version; a version without its own keeps those before."""
        return of_version(self, version)

    def for_kind(self, kind: str) -> Self:
        return self.filter(kind=kind, in_use=True).order_by("order", "code")


class ComplianceTaskQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(closed_at=None)

    def visible_to(self, user: User) -> Self:
        """Of a person's prefectures; for a health centre those of zones and acts it can see."""
        scope = region_scope(user)
        if getattr(user, "role", "") not in {"official", "health_centre"}:
            return self.none()
        acts = apps.get_model("designations", "Designation").objects.visible_to(user)
        return self.filter(
            Q(prefecture__in=sorted(scope.prefectures))
            | Q(zone__in=HomeCareZone.objects.visible_to(user).values("pk"))
            | Q(designation__in=acts.values("pk"))
        )
