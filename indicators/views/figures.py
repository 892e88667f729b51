"""Figures of areas on a day: the table, the matrix of functions, and the map."""

from functools import cached_property
from typing import Any

from formats.maps import Map
from indicators.figures import FIGURES, Figure, Group
from indicators.forms import MapForm
from indicators.kinds import AreaKind
from indicators.models import Caveat
from indicators.pages import ReachPage
from indicators.presenters import figures, maps, matrix
from indicators.presenters.places import Narrowed, narrowed
from indicators.sheets import Sheet

# Areas whose table fits beside their map.
BESIDE = 40


class FigureTable(ReachPage):
    """All figures of one group for the areas of one kind."""

    template_name = "indicators/figures.html"
    tab, title = "figures", "地域の数字"

    @cached_property
    def kind(self) -> AreaKind:
        wanted = self.request.GET.get("by")
        return AreaKind(wanted) if wanted in AreaKind.values else AreaKind.ZONE

    @cached_property
    def group(self) -> Group:
        wanted = self.request.GET.get("group")
        return Group(wanted) if wanted in Group.values else Group.SUPPORT

    @cached_property
    def only(self) -> Narrowed:
        query = self.request.GET
        if self.kind != AreaKind.MUNICIPALITY:
            return Narrowed()
        return narrowed(self.reach, query.get("within", ""), query.get("without", ""))

    def sheets(self) -> list[Sheet]:
        return [figures.figures_sheet(self.reach, self.kind, self.group, self.only)]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        kinds, groups = figures.choices(self.reach, self.kind, self.group)
        return super().get_context_data(
            kinds=kinds,
            groups=groups,
            only=self.only.words,
            whole_url=self.reach.query(by=self.kind.value, group=self.group.value),
            headline=figures.headline(self.reach),
            caveats=figures.caveats(self.group),
            **more,
        )


class FunctionMatrix(ReachPage):
    """Zone × function, with what each zone lacks."""

    template_name = "indicators/matrix.html"
    tab, title = "matrix", "4つの医療機能"

    def sheets(self) -> list[Sheet]:
        return [matrix.matrix_sheet(self.reach), matrix.towns_sheet(self.reach)]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        columns = [one.label for one in matrix.FUNCTIONS]
        columns += [kind.short for kind in matrix.KINDS]
        return super().get_context_data(
            columns=columns,
            rows=matrix.matrix_rows(self.reach),
            caveats=Caveat.objects.filter(pk__in=["C9", "C10"]).order_by("pk"),
            **more,
        )


class FigureMap(ReachPage):
    """Any figure as a choropleth, with the same values as a table."""

    template_name = "indicators/map.html"
    tab, title = "map", "地図"

    @cached_property
    def form(self) -> MapForm:
        return MapForm(self.request.GET)

    @cached_property
    def figure(self) -> Figure | None:
        """What colours the areas; None for the state of designations."""
        return FIGURES.get(self.form.cleaned_data["figure"])

    @cached_property
    def kind(self) -> AreaKind:
        by = self.form.cleaned_data["by"] if self.figure else AreaKind.ZONE
        return AreaKind(by)

    @cached_property
    def map(self) -> Map | None:
        if self.figure is None:
            return maps.state_map(self.reach)
        bounds = self.form.cleaned_data["bounds"]
        return maps.map_of(self.reach, self.figure, self.kind, bounds)

    def sheets(self) -> list[Sheet]:
        return [maps.map_sheet(self.reach, self.map)] if self.map else []

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        codes = sorted(self.figure.caveats) if self.figure else []
        return super().get_context_data(
            form=self.form,
            map=self.map,
            heading=self.figure.label if self.figure else "指定の状況",
            unit=maps.UNITS[self.kind],
            unmarked=maps.unmarked(self.reach, self.kind) if self.map else [],
            beside=len(self.shown_sheets[0].rows) <= BESIDE if self.map else False,
            caveats=Caveat.objects.filter(pk__in=codes).order_by("pk"),
            **more,
        )
