"""Who does what: all zones in one table, and the layers of one zone."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404

from formats.tables import Table
from programs.layers import (
    AFTER,
    ALWAYS,
    BEFORE,
    ZoneLayers,
    duties,
    layers_on,
)
from programs.models import Activity
from programs.presenters.layers import (
    duty_rows,
    layer_rows,
    layer_table,
    zone_picture,
)
from programs.reach import Reach, reach_of
from programs.views.base import RoomPage
from zones.models import HomeCareZone
from zones.placement import placement


class LayersPage(RoomPage):
    template_name = "programs/layers.html"
    tab, title = "layers", "役割分担"
    lede = "本庁・保健所・在宅医療圏（拠点と積極的役割を担う医療機関）・市町村が、どこで何を担うかを圏域ごとに示します。"

    def years(self) -> Iterable[int]:
        rows = Activity.objects.visible_to(self.request.user)
        return rows.of(self.reach.prefecture.pk).years()

    @cached_property
    def zones(self) -> list[HomeCareZone]:
        placed = placement(self.reach.prefecture.pk, self.reach.day)
        rows = HomeCareZone.objects.visible_to(self.request.user)
        return list(rows.filter(pk__in=placed.zones).order_by("code"))

    @cached_property
    def layers(self) -> list[ZoneLayers]:
        return layers_on(
            self.zones, self.reach.prefecture.pk, self.year, self.reach.day
        )

    def tables(self) -> list[Table]:
        return [layer_table(self.layers, self.reach.day)]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        said = duties(self.reach.prefecture.name, (BEFORE, AFTER, ALWAYS))
        return super().get_context_data(
            rows=layer_rows(self.layers), duties=duty_rows(said), **more
        )


class LayersOfZone(LayersPage):
    """One zone; the address names it."""

    template_name = "programs/layers_zone.html"
    lede = "データから読み取った、この圏域の担い手とその取組です。"

    @cached_property
    def zone(self) -> HomeCareZone:
        rows = HomeCareZone.objects.visible_to(self.request.user)
        return get_object_or_404(
            rows.select_related("plan__prefecture"), pk=self.kwargs["pk"]
        )

    @cached_property
    def reach(self) -> Reach:
        prefecture = self.zone.plan.prefecture_id
        return reach_of(self.request.user, self.request.GET, prefecture=prefecture)

    @property
    def title(self) -> str:
        return f"{self.zone.name}圏域の役割分担"

    @cached_property
    def zones(self) -> list[HomeCareZone]:
        return [self.zone]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            zone=self.zone,
            picture=zone_picture(
                self.request.user, self.layers[0], self.year, self.reach.day
            ),
            **more,
        )
