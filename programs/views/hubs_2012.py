"""The hub program of FY2012 as a data set to browse, beside the hubs of the day."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from designations.models import Designation
from formats.tables import Table
from programs.forms.hubs_2012 import SiteFilter
from programs.hub_reports import HubYear, due_reports, hub_years
from programs.hubs_2012 import (
    OperatorLine,
    OutcomeLine,
    PrefectureLine,
    SiteLine,
    hubs_on,
    operator_lines,
    outcome_lines,
    prefecture_lines,
    site_lines,
)
from programs.models import Activity, HubSite2012, KindNote
from programs.presenters.hubs_2012 import (
    operator_rows,
    operator_table,
    outcome_rows,
    outcome_table,
    prefecture_table,
    site_rows,
    site_table,
)
from programs.views.base import RoomPage
from zones.models import HomeCareZone
from zones.placement import placement


class Hubs2012(RoomPage):
    template_name = "programs/hubs_2012.html"
    tab, title = "hubs-2012", "平成24年度の拠点"
    lede = "「連携を担う拠点」の前身である在宅医療連携拠点事業（平成24年度）の105か所を、いまの拠点と比べます。"

    def years(self) -> Iterable[int]:
        rows = Activity.objects.visible_to(self.request.user)
        return rows.of(self.reach.prefecture.pk).years()

    @cached_property
    def hubs(self) -> list[Designation]:
        mine = Designation.objects.visible_to(self.request.user).values("pk")
        keys = set(mine.values_list("pk", flat=True))
        found = hubs_on(self.reach.prefecture.pk, self.reach.day)
        return [hub for hub in found if hub.pk in keys]

    @cached_property
    def all_sites(self) -> list[HubSite2012]:
        rows = HubSite2012.objects.select_related("prefecture")
        return list(rows.order_by("prefecture", "number", "pk"))

    @cached_property
    def prefecture_lines(self) -> list[PrefectureLine]:
        return prefecture_lines(self.all_sites)

    @cached_property
    def filter(self) -> SiteFilter:
        choices = [(line.code, line.name) for line in self.prefecture_lines]
        return SiteFilter(self.request.GET, prefectures=choices)

    @cached_property
    def sites(self) -> list[SiteLine]:
        placed = placement(self.reach.prefecture.pk, self.reach.day)
        zones = HomeCareZone.objects.visible_to(self.request.user)
        own = set(zones.values_list("pk", flat=True))
        lines = site_lines(self.all_sites, placed, self.hubs, own)
        return self.filter.narrow(lines)

    @cached_property
    def operators(self) -> list[OperatorLine]:
        return operator_lines(self.hubs, self.reach.day)

    @cached_property
    def outcomes(self) -> list[OutcomeLine]:
        return outcome_lines(self.hub_years())

    def hub_years(self) -> list[HubYear]:
        code = self.reach.prefecture.pk
        return hub_years(due_reports(self.request.user, code, self.year), self.year)

    def tables(self) -> list[Table]:
        return [
            site_table(self.sites, self.reach.day),
            operator_table(self.operators, self.reach.day),
            prefecture_table(self.prefecture_lines),
            outcome_table(self.outcomes, self.year),
        ]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        total = sum(site.sites for site in self.all_sites)
        towns = sum(site.number is not None for site in self.all_sites)
        figures = [
            {"label": "拠点", "value": total, "unit": "か所", "note": "平成24年度"},
            {"label": "市区町村", "value": towns, "unit": "市区町村"},
            {
                "label": "都道府県",
                "value": len(self.prefecture_lines),
                "unit": "都道府県",
            },
            {
                "label": "いまの拠点",
                "value": len({hub.operator_id for hub in self.hubs}),
                "unit": "か所",
                "note": self.reach.prefecture.name,
            },
        ]
        first = self.all_sites[0] if self.all_sites else None
        return super().get_context_data(
            figures=figures,
            operators=operator_rows(self.operators),
            outcomes=outcome_rows(self.outcomes),
            prefecture_lines=self.prefecture_lines,
            filter=self.filter,
            sites=site_rows(self.sites),
            notes=KindNote.objects.exclude(kind="").order_by("order"),
            source=first.source if first else "",
            **more,
        )
