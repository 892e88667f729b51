"""The page of data quality: what is old, unknown or missing, each opening its list."""

from functools import cached_property
from typing import Any

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
