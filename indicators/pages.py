"""What all pages of this room share: the reach of the request, the tabs, and the exports."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.access import PermissionRequired
from accounts.roles import Permission
from formats.dates import wareki
from indicators.reach import Reach, reach_of
from indicators.sheets import Sheet
from zones.downloads import EXPORTS, export

# Django's forms would answer PUT as well.
READS_AND_FORMS = ["get", "head", "options", "post"]
TABS = [
    ("list", "指標の一覧"),
    ("progress", "進み具合"),
    ("figures", "地域の数字"),
    ("matrix", "4つの医療機能"),
    ("map", "地図"),
    ("demand", "需要と供給"),
    ("logic", "ロジックモデル"),
    ("quality", "データの点検"),
]


class ReachPage(PermissionRequired, TemplateView):
    """A page about one prefecture on one day. ``sheets`` are its tables, all to be exported."""

    permission = Permission.VIEW_REGISTRY
    http_method_names = READS_AND_FORMS
    tab = ""
    title = ""

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.request.user, self.request.GET)

    def sheets(self) -> list[Sheet]:
        return []

    @cached_property
    def shown_sheets(self) -> list[Sheet]:
        return self.sheets()

    def get(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        form = request.GET.get("format", "")
        if form in EXPORTS and self.shown_sheets:
            sheets = self.shown_sheets
            wanted = request.GET.get("sheet")
            names = [sheet.name for sheet in sheets]
            chosen = names.index(wanted) if wanted in names else 0
            stem = f"{self.title}_{self.reach.prefecture}_{self.reach.day:%Y%m%d}"
            if self.reach.drafted:
                stem += f"_{self.reach.drafted.name}"
            return export([sheet.table() for sheet in sheets], form, stem, chosen)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context = super().get_context_data(**more)
        return {
            **context,
            "room": "indicators",
            "title": self.title,
            "reach": self.reach,
            "day_words": wareki(self.reach.day),
            "tabs": self.tabs(),
            "sheets": self.shown_sheets,
            "kept": self.reach.kept,
            "kept_day": [*self.reach.kept, ("on", self.reach.day.isoformat())],
        }

    def tabs(self) -> list[dict[str, object]]:
        query = self.reach.query()
        return [
            {
                "label": label,
                "url": reverse(f"indicators:{key}") + query,
                "current": key == self.tab,
            }
            for key, label in TABS
        ]
