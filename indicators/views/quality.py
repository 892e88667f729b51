"""The page of data quality: what is old, unknown or missing, each opening its list."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from indicators.actions import remind
from indicators.pages import ReachPage
from indicators.quality import CHECKS, found_by_all
from indicators.sheets import Sheet


class QualityBoard(ReachPage):
    template_name = "indicators/quality.html"
    tab, title = "quality", "データの点検"

    @cached_property
    def chosen(self) -> str:
        wanted = self.request.GET.get("check", "")
        return wanted if wanted in CHECKS else ""

    def sheets(self) -> list[Sheet]:
        keys = [self.chosen] if self.chosen else list(CHECKS)
        return [CHECKS[key].sheet(self.reach) for key in keys]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        found = found_by_all(self.reach)
        items = [
            {
                "count": len(found[key]),
                "title": check.title,
                "note": check.advice,
                "url": self.reach.query(check=key) + "#found" if found[key] else "",
                "link": "見る",
            }
            for key, check in CHECKS.items()
        ]
        return super().get_context_data(items=items, chosen=self.chosen, **more)

    @cached_property
    def shown_sheets(self) -> list[Sheet]:
        # The page itself shows one table; a file without a choice holds them all.
        if not self.chosen and not self.request.GET.get("format"):
            return []
        return self.sheets()


class QualityRemind(ReachPage):
    """Tells those who can mend it what is missing."""

    permission = Permission.EDIT_INDICATORS
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.reach.may_edit:
            raise Http404
        today = timezone.localdate()
        sent = remind(prefecture=self.reach.prefecture, day=today, by=request.user)
        if sent:
            words = f"{sent}件の依頼を知らせました。すでに知らせた依頼は、そのまま残っています。"
        else:
            words = "知らせることはありません。"
        messages.success(request, words)
        return redirect(reverse("indicators:quality") + self.reach.query())
