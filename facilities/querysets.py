"""Reads of the registry that chain. The day is always passed in."""

from datetime import date
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from facilities.collected import standing_filings, standing_provisions
from facilities.functions import filing_kinds_of
from facilities.kinds import ENHANCED, HOME_CARE_SYMBOL, FacilityClass
from formats.text import search_key
from zones.access import RegionScopedQuerySet

SHORTEST_CODE = 7
IS_BACKUP = Case(
    When(kind__facility_class=FacilityClass.BACKUP_HOSPITAL, then=Value(1)),
    default=Value(0),
)


def in_force(day: date, prefix: str = "") -> Q:
    """The condition that a dated row is in force on a day, both ends inclusive."""
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": day})
    )


def is_open(day: date, prefix: str = "") -> Q:
    """The condition that a facility is not closed before a day, and known by then."""
    closed, seen = f"{prefix}closed_on", f"{prefix}first_seen_on"
    return (Q(**{closed: None}) | Q(**{f"{closed}__gte": day})) & (
        Q(**{seen: None}) | Q(**{f"{seen}__lte": day})
    )


def provides(function: str, day: date, path: str = "pk") -> Q:
    """The condition that a facility provides a function, by a filing or as a person confirmed."""
    proof = filings().in_force_on(day).filter(kind__in=filing_kinds_of(function))
    return Q(**{f"{path}__in": proof.values("facility")}) | confirmed(
        function, day, path
    )


def confirmed(function: str, day: date, path: str = "pk") -> Q:
    """The condition that a person or a survey says that a facility provides a function."""
    said = apps.get_model("facilities", "FunctionProvision").objects.in_force_on(day)
    return Q(**{f"{path}__in": said.filter(function=function).values("facility")})


def class_condition(facility_class: str, enhanced: bool | None = None) -> Q:
    """The condition on a filing that it makes a class, enhanced or not, or either."""
    of_class = Q(kind__facility_class=facility_class)
    if enhanced is None:
        return of_class
    is_enhanced = Q(kind__enhancement__in=ENHANCED)
    return of_class & (is_enhanced if enhanced else ~is_enhanced)


def filings() -> "FilingQuerySet":
    return apps.get_model("facilities", "Filing").objects.all()


class FilingQuerySet(models.QuerySet):
    def in_force_on(self, day: date) -> Self:
        return self.filter(in_force(day))

    def of_class(self) -> Self:
        """Only filings that make a facility 在支診, 在支病 or 後方支援病院."""
        return self.filter(kind__facility_class__in=FacilityClass.values)

    def for_home_visits(self) -> Self:
        """Filings for medical care at home (在医総管)."""
        return self.filter(kind__symbol__startswith=HOME_CARE_SYMBOL)

    def deciding_on(self, day: date) -> Self:
        """The filing of each facility that decides its class on a day.

        Where two classes stand, the later 算定開始 wins and the better one on a tie; a backup
        hospital keeps its own row beside them.
        """
        rivals = (
            filings()
            .of_class()
            .in_force_on(day)
            .filter(facility=OuterRef("facility"))
            .annotate(backup=IS_BACKUP, mine=OuterRef("backup"))
            .filter(backup=F("mine"))
        )
        same_day = Q(starts_on=OuterRef("starts_on"))
        better = Q(kind__symbol__lt=OuterRef("kind__symbol"))
        same_kind = Q(kind__symbol=OuterRef("kind__symbol"))
        stronger = rivals.filter(
            Q(starts_on__gt=OuterRef("starts_on"))
            | same_day & better
            | same_day & same_kind & Q(pk__lt=OuterRef("pk"))
        )
        own = self.of_class().in_force_on(day).annotate(backup=IS_BACKUP)
        return own.exclude(Exists(stronger))


class FunctionProvisionQuerySet(models.QuerySet):
    def in_force_on(self, day: date) -> Self:
        return self.filter(in_force(day))


class FacilityQuerySet(RegionScopedQuerySet):
    def open_on(self, day: date) -> Self:
        """Not closed before the day, and on a list or registered by then."""
        return self.filter(is_open(day))

    def search(self, text: str) -> Self:
        """Every word, in any width, kana or old form of a character, in name, code or address.

        A whole code also finds the facility that had it before.
        """
        found = self
        for word in text.split():
            key = search_key(word)
            if not key:
                continue
            condition = Q(search_key__contains=key)
            if key.isdigit() and len(key) >= SHORTEST_CODE:
                others = apps.get_model("facilities", "FacilityCode").objects
                condition |= Q(pk__in=others.filter(code=key).values("facility"))
            found = found.filter(condition)
        return found

    def with_class(
        self, facility_class: str, day: date, *, enhanced: bool | None = None
    ) -> Self:
        """Those whose class on the day is this one; ``enhanced`` keeps 機能強化型 or the rest."""
        return self.filed_as(class_condition(facility_class, enhanced), day)

    def filed_as(self, condition: Q, day: date) -> Self:
        """Those with a filing that decides their class on the day and meets a condition."""
        deciding = filings().deciding_on(day).filter(condition)
        return self.filter(pk__in=deciding.values("facility"))

    def providing(self, function: str, day: date) -> Self:
        """Those that provide a function on the day, by a filing or as a person confirmed."""
        return self.filter(provides(function, day))

    def with_standing(self, day: date) -> Self:
        """Each row gets ``filings_on_day`` and ``provisions_on_day``, in the same query."""
        return self.annotate(
            filings_on_day=standing_filings(day),
            provisions_on_day=standing_provisions(day),
        )
