"""A draft of zones beside those in force, with all figures computed anew."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from accounts.roles import Permission
from indicators.figures import FIGURES
from indicators.kinds import AreaKind
from indicators.pages import ReachPage
from indicators.presenters import maps
from indicators.presenters.drafts import Comparison
from indicators.reach import Reach, reach_of
from indicators.sheets import Sheet
from zones.models import PlanVersion

MAPPED = "population_over75"


class DraftComparison(ReachPage):
    """What a set of zones would change, before anybody decides on it."""

    permission = Permission.EDIT_ZONES
    template_name = "indicators/draft.html"
    tab, title = "draft", "圏域の案の比較"

    @cached_property
    def reach(self) -> Reach:
        found = PlanVersion.objects.editable_by(self.request.user)
        version = found.filter(pk=self.kwargs["pk"]).select_related("plan").first()
        if version is None:
            raise Http404
        query = self.request.GET.copy()
        query["prefecture"] = version.plan.prefecture_id
        query["version"] = str(version.pk)
        return reach_of(self.request.user, query)

    @cached_property
    def compared(self) -> Comparison:
        return Comparison(self.reach.in_force(), self.reach)

    def sheets(self) -> list[Sheet]:
        compared = self.compared
        return [compared.sheet(), compared.outlook_sheet(), compared.moves_sheet()]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        figure = FIGURES[MAPPED]
        before, after = self.compared.before.reach, self.compared.after.reach
        values = [
            None
            if (value := figure.value(reach.picture, zone)) is None
            else float(value)
            for reach in (before, after)
            for zone in reach.areas(AreaKind.ZONE)
        ]
        bounds = list(maps.usual_bounds(values, figure.digits))
        return super().get_context_data(
            compared=self.compared,
            summary=self.compared.summary(),
            maps=[
                (words, maps.map_of(reach, figure, AreaKind.ZONE, bounds))
                for words, reach in (("今の圏域", before), ("案", after))
            ],
            is_draft=self.reach.drafted.effective_from is None,
            version_url=reverse("zones:version", args=[self.reach.drafted.pk]),
            **more,
        )
