"""Pages of the list that cost the same wherever they lie.

An OFFSET walks over all rows before it. So the rows are counted by place, which counts the list as
well, and a page is cut out of the few places that it shows.
"""

from collections import defaultdict
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Count, OrderBy, Q
from django_tables2.data import TableQuerysetData

from facilities.querysets import FacilityQuerySet

PLACE = "municipality_id"
# What an order may begin with so that the rows of a place lie together.
LEADING = ("kind", "zone_rank", PLACE)


class PlacedFacilities(TableQuerysetData):
    """The facilities of a table, once it has ordered them. One query counts them."""

    def __len__(self) -> int:
        return self._count

    @property
    def ordered(self) -> FacilityQuerySet:
        return self.data

    def keys(self, start: int, stop: int) -> FacilityQuerySet:
        """The keys of the rows from ``start`` to before ``stop``, in no order."""
        if self._leading:
            return self._within_places(start, stop).values("pk")
        if start > len(self) // 2:
            last, first = (max(len(self) - at, 0) for at in (stop, start))
            shown = self.ordered.reverse()[last:first]
        else:
            shown = self.ordered[start:stop]
        return shown.values("pk")

    @cached_property
    def _count(self) -> int:
        if not self._leading:
            return self.ordered.count()
        return sum(number for *_, number in self._groups)

    @cached_property
    def _leading(self) -> list[str]:
        """The fields that the order begins with, where a place is among them."""
        fields: list[str] = []
        for item in self.ordered.query.order_by:
            name = item.expression.name if isinstance(item, OrderBy) else item
            if name not in LEADING:
                break
            fields.append(name)
        return fields if PLACE in fields else []

    @cached_property
    def _groups(self) -> list[tuple[Any, ...]]:
        """The leading values and their number of rows, in the order of the list."""
        order = self.ordered.query.order_by[: len(self._leading)]
        counted = self.ordered.order_by(*order).values_list(*self._leading)
        return list(counted.annotate(number=Count("*")))

    def _within_places(self, start: int, stop: int) -> FacilityQuerySet:
        before, passed = 0, 0
        place = self._leading.index(PLACE)
        kind = self._leading.index("kind") if "kind" in self._leading else None
        shown: dict[str | None, list[str | None]] = defaultdict(list)
        for group in self._groups:
            number = group[-1]
            if passed + number <= start:
                before = passed + number
            elif passed < stop:
                of_kind = None if kind is None else group[kind]
                shown[of_kind].append(group[place])
            else:
                break
            passed += number
        if not shown:
            return self.ordered.none()
        rows = self.ordered.filter(reduce(or_, map(_within, shown, shown.values())))
        return rows[start - before : stop - before]


def _within(kind: str | None, places: list[str | None]) -> Q:
    known = [place for place in places if place is not None]
    found = Q(municipality__in=known)
    if len(known) < len(places):
        found |= Q(municipality=None)
    return found & Q(kind=kind) if kind else found
