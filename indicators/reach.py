"""What one request is about: a person, a prefecture, a day; and the areas that the person sees."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from indicators.areas import Area
from indicators.kinds import AreaKind
from indicators.models import Indicator
from indicators.picture import Picture
from indicators.querysets import prefectures_in_reach
from zones.access import region_scope
from zones.days import AskedDay, asked_day
from zones.models import PlanVersion, Prefecture


@dataclass(frozen=True)
class Reach:
    """A person's view of one prefecture on one day. With ``drafted``, its zones and its catalogue
    stand in place of those in force, and everything is computed anew. ``standing`` is the version
    in force, where the caller has read it."""

    user: User
    prefecture: Prefecture
    asked: AskedDay
    drafted: PlanVersion | None = None
    standing: PlanVersion | None = None

    @property
    def day(self) -> date:
        return self.asked.day

    @cached_property
    def picture(self) -> Picture:
        return Picture(self.day, self.prefecture.pk, version=self.drafted)

    @cached_property
    def version(self) -> PlanVersion | None:
        found = self.drafted or self.standing
        return found or PlanVersion.objects.for_prefecture(self.prefecture.pk, self.day)

    @cached_property
    def catalogue(self) -> list[Indicator]:
        """The indicators in use of the version in force, in the order of the plan."""
        if self.version is None:
            return []
        rows = self.version.indicators.visible_to(self.user).in_use()
        rows = list(rows.order_by("order", "code"))
        for row in rows:
            row.version = self.version
        return rows

    @cached_property
    def sees_all(self) -> bool:
        return self.prefecture.pk in region_scope(self.user).prefectures

    @property
    def may_edit(self) -> bool:
        return self.sees_all and self.user.may(Permission.EDIT_INDICATORS)

    def areas(self, kind: AreaKind) -> list[Area]:
        """The areas of a kind that the person may see; the prefecture is for comparing."""
        areas = self.picture.areas(kind)
        if self.sees_all or kind == AreaKind.PREFECTURE:
            return areas
        scope = region_scope(self.user)
        if kind == AreaKind.HEALTH_CENTRE:
            return [area for area in areas if area.pk in scope.health_centres]
        return [area for area in areas if area.codes & scope.municipalities]

    @cached_property
    def unlisted(self) -> list[Area]:
        """The municipalities that sums of an area leave out, since no list reaches them."""
        return self.picture.unlisted(self.areas(AreaKind.MUNICIPALITY))

    @cached_property
    def whole(self) -> Area | None:
        return next(iter(self.picture.areas(AreaKind.PREFECTURE)), None)

    @property
    def kept(self) -> list[tuple[str, object]]:
        """What a form of the page carries along, but for the day."""
        pairs: list[tuple[str, object]] = [("prefecture", self.prefecture.pk)]
        return [*pairs, ("version", self.drafted.pk)] if self.drafted else pairs

    def in_force(self) -> "Reach":
        """The same without the draft."""
        return Reach(self.user, self.prefecture, self.asked)

    def query(self, **more: object) -> str:
        """The address's query that keeps prefecture and day, with more beside them."""
        pairs = {**dict(self.kept), "on": self.day.isoformat()}
        kept = {name: value for name, value in more.items() if value not in (None, "")}
        return f"?{urlencode({**pairs, **kept})}"


@dataclass(frozen=True)
class WholeReach(Reach):
    """What the office itself sees of a prefecture, for work that no person asked for."""

    user: User | None

    @property
    def sees_all(self) -> bool:
        return True

    @property
    def may_edit(self) -> bool:
        return False

    @cached_property
    def catalogue(self) -> list[Indicator]:
        if self.version is None:
            return []
        rows = self.version.indicators.in_use().order_by("order", "code")
        return list(rows.select_related("version__plan"))


def whole_reach(prefecture: Prefecture, day: date) -> WholeReach:
    return WholeReach(None, prefecture, AskedDay(day, ""))


def reach_of(user: User, query: QueryDict) -> Reach:
    """Read prefecture, day and draft from a query; another region's prefecture is 404, and so is
    a version that the person may not edit."""
    codes = sorted(prefectures_in_reach(user))
    wanted = query.get("prefecture") or _first(codes)
    if wanted not in codes:
        raise Http404
    asked = asked_day(query, today=timezone.localdate())
    drafted = _drafted(user, wanted, query.get("version", ""))
    return Reach(user, Prefecture.objects.get(pk=wanted), asked, drafted)


def _drafted(user: User, prefecture: str, version: str) -> PlanVersion | None:
    if not version:
        return None
    found = PlanVersion.objects.editable_by(user).filter(plan__prefecture=prefecture)
    drafted = found.select_related("plan__prefecture")
    one = drafted.filter(pk=int(version)).first() if version.isdecimal() else None
    if one is None:
        raise Http404
    return one


def _first(codes: list[str]) -> str:
    """The first of a person's prefectures that has a plan, else the first."""
    plans = PlanVersion.objects.filter(plan__prefecture__in=codes)
    planned = plans.order_by("plan__prefecture").values_list("plan__prefecture")
    return next((code for (code,) in planned[:1]), codes[0] if codes else "")
