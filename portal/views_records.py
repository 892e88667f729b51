"""The page of the record, and its export."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views import View
from django.views.generic import TemplateView

from accounts.access import PermissionRequired
from accounts.audit import record
from accounts.models import AuditEvent
from accounts.roles import Permission, Role
from formats.dates import DateError, parse_date
from formats.workbook import write_csv, write_workbook
from portal.record_words import action_words
from portal.records import Asked, asked_for, record_table, visible_events

A_PAGE = 50
# A workbook has fewer rows than a record may have.
MOST_EXPORTED = 100_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read_asked(query: dict[str, str]) -> tuple[Asked, list[str]]:
    """Conditions from the address, and what could not be read."""
    days: dict[str, object] = {}
    errors = []
    for name in ("since", "until"):
        text = query.get(name, "").strip()
        try:
            days[name] = parse_date(text) if text else None
        except DateError as error:
            errors.append(str(error))
            days[name] = None
    outcome = query.get("outcome", "")
    asked = Asked(
        **days,
        action=query.get("action", "")[:60],
        outcome=outcome if outcome in AuditEvent.Outcome.values else "",
        words=query.get("words", "").replace("\x00", "").strip()[:100],
    )
    return asked, errors


class RecordList(PermissionRequired, TemplateView):
    """Who did what or was refused, newest first."""

    permission = Permission.READ_AUDIT
    template_name = "portal/records.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        asked, errors = read_asked(self.request.GET.dict())
        visible = visible_events(self.request.user)
        page = Paginator(asked_for(visible, asked), A_PAGE).get_page(
            self.request.GET.get("page")
        )
        actions = visible.order_by("action").values_list("action", flat=True).distinct()
        choices = sorted((action_words(code), code) for code in actions)
        return super().get_context_data(
            asked=asked,
            errors=errors,
            page=page,
            actions=[{"code": c, "words": w} for w, c in choices],
            outcomes=AuditEvent.Outcome.choices,
            rows=[
                {
                    "event": event,
                    "action": action_words(event.action),
                    "role": dict(Role.choices).get(event.role, ""),
                    "tone": "warn" if event.outcome == "refused" else "",
                }
                for event in page.object_list
            ],
            **kwargs,
        )


class RecordExport(PermissionRequired, View):
    """The same events as a file; that it was taken is on record too."""

    permission = Permission.READ_AUDIT
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        asked, _ = read_asked(request.GET.dict())
        events = asked_for(visible_events(request.user), asked)[:MOST_EXPORTED]
        as_csv = request.GET.get("format") == "csv"
        table = record_table(events)
        content = write_csv(table) if as_csv else write_workbook([table])
        name = f"操作の記録_{timezone.localdate():%Y%m%d}.{'csv' if as_csv else 'xlsx'}"
        record("export_records", by=request.user, detail={"file": name})
        return HttpResponse(
            content,
            content_type="text/csv" if as_csv else XLSX,
            headers={"Content-Disposition": content_disposition_header(True, name)},
        )
