"""Pages that read across all rooms."""

from datetime import date

from django.utils import timezone
from django.views.generic import TemplateView

from accounts.access import PermissionRequired
from accounts.roles import Permission
from formats.dates import DateError, parse_date
from portal.changes import KINDS, Period, changes_between, since_last_meeting
from portal.start import start_page
from zones.days import asked_day


class Home(TemplateView):
    """The start page; everybody who signed in has one."""

    template_name = "portal/home.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        today = timezone.localdate()
        asked = asked_day(self.request.GET, today=today)
        page = start_page(self.request.user, today, asked.day)
        return super().get_context_data(page=page, asked=asked, **kwargs)


class ChangeList(PermissionRequired, TemplateView):
    """Everything that changed between two days; without days, since the last meeting."""

    permission = Permission.VIEW_REGISTRY
    template_name = "portal/changes.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        usual = since_last_meeting(self.request.user, timezone.localdate())
        errors: list[str] = []
        since = self._day("since", usual.since, errors)
        until = self._day("until", usual.until, errors)
        if since > until:
            since, until = until, since
        found = changes_between(self.request.user, since, until)
        kind = self.request.GET.get("kind", "")
        return super().get_context_data(
            period=Period(since, until),
            usual=usual,
            errors=errors,
            chips=self._chips(found, kind),
            changes=[c for c in found if kind not in KINDS or c.kind == kind],
            **kwargs,
        )

    def _day(self, name: str, usual: date, errors: list[str]) -> date:
        text = self.request.GET.get(name, "").strip()
        try:
            return parse_date(text) if text else usual
        except DateError as error:
            errors.append(str(error))
            return usual

    def _chips(self, found: list, kind: str) -> list[dict[str, object]]:
        query = self.request.GET.copy()
        chips = []
        for key, label in {"": "すべて", **KINDS}.items():
            number = sum(not key or change.kind == key for change in found)
            if number or not key or key == kind:
                query["kind"] = key
                chips.append(
                    {
                        "label": f"{label} {number}",
                        "url": f"?{query.urlencode()}",
                        "current": kind == key or (not key and kind not in KINDS),
                    }
                )
        return chips
