"""Who may see which region. Every list, page, form choice, export and task goes through here.

A queryset that has a region names its paths; without a grant it returns no rows.
"""

from dataclasses import dataclass
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.roles import Role
from formats.codes import PREFECTURES

ALL_PREFECTURES = frozenset(f"{at:02}" for at in range(1, len(PREFECTURES) + 1))
READERS = {Role.OFFICIAL, Role.HEALTH_CENTRE}
EDITORS = {Role.OFFICIAL, Role.HEALTH_CENTRE}


@dataclass(frozen=True, slots=True)
class RegionScope:
    """What one person may reach: whole prefectures, and single municipalities, by code."""

    prefectures: frozenset[str] = frozenset()
    municipalities: frozenset[str] = frozenset()
    health_centres: frozenset[int] = frozenset()

    @property
    def reached(self) -> frozenset[str]:
        """The codes of the prefectures of which this is all or a part."""
        return self.prefectures | {code[:2] for code in self.municipalities}

    @property
    def is_empty(self) -> bool:
        return not self.prefectures and not self.municipalities

    def covers(self, *, municipality: str | None, prefecture: str | None) -> bool:
        """Whether a place is inside; an unknown municipality belongs to its prefecture only."""
        if prefecture in self.prefectures:
            return True
        return municipality is not None and municipality in self.municipalities

    def condition(self, *, prefecture: str, municipality: str = "") -> Q:
        """The same as a filter over the named field paths; empty scope matches nothing."""
        inside = Q(pk__in=[])
        if self.prefectures >= ALL_PREFECTURES:
            # There is no other; so a row need not be compared with 47 codes.
            inside |= Q(**{f"{prefecture}__isnull": False})
        elif self.prefectures:
            inside |= Q(**{f"{prefecture}__in": sorted(self.prefectures)})
        if municipality and self.municipalities:
            inside |= Q(**{f"{municipality}__in": sorted(self.municipalities)})
        return inside


NOWHERE = RegionScope()


def region_scope(user: User) -> RegionScope:
    """The region of a person, read once a request. Anonymous, inactive or ungranted: nowhere."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return NOWHERE
    if not hasattr(user, "_region_scope"):
        user._region_scope = _read_scope(user)
    return user._region_scope


def _read_scope(user: User) -> RegionScope:
    # One query through the reverse relation: a row for each municipality and ward covered.
    rows = user.regions.values_list(
        "prefecture_id",
        "health_centre_id",
        "health_centre__municipalities",
        "health_centre__municipalities__wards",
    )
    prefectures, centres, municipalities = set(), set(), set()
    for prefecture, centre, municipality, ward in rows:
        if centre is None:
            prefectures.add(prefecture)
        else:
            centres.add(centre)
            municipalities |= {municipality, ward} - {None}
    return RegionScope(
        frozenset(prefectures), frozenset(municipalities), frozenset(centres)
    )


class RegionScopedQuerySet(models.QuerySet):
    """A queryset cut to a person's region. ``region_paths`` names the fields to look at."""

    region_paths: dict[str, str] = {
        "prefecture": "prefecture",
        "municipality": "municipality",
    }

    def visible_to(self, user: User) -> Self:
        """Rows that this person may read; committee members and administrators read none."""
        if getattr(user, "role", "") not in READERS:
            return self.none()
        return self.within(region_scope(user))

    def editable_by(self, user: User) -> Self:
        """Rows of the region in which this person may write; the permission is asked apart."""
        if getattr(user, "role", "") not in EDITORS:
            return self.none()
        return self.within(region_scope(user))

    def within(self, scope: RegionScope) -> Self:
        if scope.is_empty:
            return self.none()
        return self.filter(scope.condition(**self.region_paths))
