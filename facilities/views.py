"""The list of facilities and the page of one."""

from operator import attrgetter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.generic import DetailView, View

from accounts.access import PermissionRequired
from accounts.lists.listing import SavedViews, all_at_once, page_size, size_menu
from accounts.lists.table import PickColumn
from accounts.models import SavedView
from accounts.records.history import compared
from accounts.roles import Permission
from facilities.detail import (
    facts,
    filing_rows,
    function_rows,
    key_figures,
    survey_facts,
)
from facilities.exports import FORMATS, download
from facilities.filter_panel import panel
from facilities.filters import FacilityFilter
from facilities.functions import functions_of
from facilities.history import changes_of
from facilities.models import Facility, Reorganisation
from facilities.panels import FACILITY_PAGE
from facilities.presenters import facility_rows, lay_out, list_words
from facilities.querysets import FacilityQuerySet
from facilities.side_by_side import done_rows
from facilities.tables import FacilityTable, column_choice
from zones.choice import place_choice
from zones.days import asked_day
from zones.panels import PageSubject
from zones.placement import placement


class FacilityList(PermissionRequired, View):
    """Two queries whatever the length: how many there are, and the rows of one page."""

    permission = Permission.VIEW_REGISTRY

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = asked_day(request.GET, today=timezone.localdate())
        choice = place_choice(request.user, asked.day, request.GET)
        found = FacilityFilter(
            request.GET,
            queryset=Facility.objects.visible_to(request.user),
            asked=asked,
            choice=choice,
        )
        shown, columns = column_choice(request.GET.getlist("col"))
        may_edit = request.user.may(Permission.EDIT_FACILITIES)
        table = FacilityTable(
            found.qs,
            day=asked.day,
            region=choice.region,
            shown=shown,
            pick=PickColumn("bulk", attrgetter("shown_name")) if may_edit else None,
        )
        table.order_by = request.GET.getlist("sort") or FacilityTable.Meta.order_by
        if (kind := request.GET.get("format")) in FORMATS:
            return download(table, kind, day=asked.day)
        size = page_size(request.GET)
        table.paginate(per_page=size)
        page = table.page = table.paginator.get_page(request.GET.get("page"))
        start = max(page.start_index() - 1, 0)
        keys = table.data.keys(start, start + size)
        rows = facility_rows(table.data.data, keys=keys, day=asked.day)
        table.source = list_words(rows, asked.day)
        context = {
            "table": table,
            "rows": rows,
            "body": lay_out(table, rows),
            "columns": columns,
            "sizes": size_menu(size),
            "views": SavedViews(request, SavedView.List.FACILITIES),
            "bulk_all": all_at_once(page) if may_edit else 0,
            "bulk_url": reverse("portal:bulk", args=["facility"]) if may_edit else "",
        }
        if _wants_results_only(request):
            response = render(request, "facilities/table.html", context)
        else:
            context |= {
                "panel": panel(found),
                "unread": bool(found.form.errors),
                "may_register": may_edit,
            }
            response = render(request, "facilities/list.html", context)
        patch_vary_headers(response, ["HX-Request"])
        return response


def _wants_results_only(request: HttpRequest) -> bool:
    # A page brought back from the browser's history must be whole.
    return bool(request.htmx) and not request.htmx.history_restore_request


class FacilityDetail(PermissionRequired, DetailView):
    """One facility on a day: filings, functions, what other rooms say, and its history."""

    permission = Permission.VIEW_REGISTRY
    model = Facility
    template_name = "facilities/detail.html"
    newest_changes = 10

    def get_queryset(self) -> FacilityQuerySet:
        mine = Facility.objects.visible_to(self.request.user)
        return mine.select_related("municipality__secondary_area", "prefecture")

    def get_object(self, queryset: Any = None) -> Facility:
        """A facility that was taken into another is that one, also at its old address."""
        asked = self.kwargs["pk"]
        into = Reorganisation.objects.filter(
            kind=Reorganisation.Kind.MERGED, other=asked, undone_at=None
        )
        mine = self.get_queryset()
        found = (
            mine.filter(pk=asked).first()
            or mine.filter(pk__in=into.values("facility")).first()
        )
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        facility, query = self.object, self.request.GET
        asked = asked_day(query, today=timezone.localdate())
        placed = placement(facility.prefecture_id, asked.day)
        filings = list(facility.filings.select_related("kind").order_by("pk"))
        standing = facility.provisions.in_force_on(asked.day).order_by("pk")
        mine = Facility.objects.editable_by(self.request.user)
        may_edit = self.request.user.may(Permission.EDIT_FACILITIES)
        may_edit = may_edit and mine.filter(pk=facility.pk).exists()
        shared = {"placed": placed}
        subject = PageSubject(facility, asked.day, self.request.user, shared)
        survey_of, survey = survey_facts(facility, asked.day)
        return super().get_context_data(
            asked=asked,
            figures=key_figures(facility, filings, asked.day),
            facts=facts(facility, placed.zone(facility.municipality_id)),
            filings=filing_rows(filings, asked.day),
            functions=function_rows(
                functions_of(facility, asked.day), list(standing.filter(ends_on=None))
            ),
            survey_of=survey_of,
            survey=survey,
            may_edit=may_edit,
            reorganised=done_rows(facility, may_edit=may_edit),
            panels=FACILITY_PAGE.shown(subject),
            history=changes_of(facility, self.request.user, self.newest_changes),
            compared=compared(facility, query),
            **kwargs,
        )


class FacilityHistory(FacilityDetail):
    """Every change of a facility."""

    template_name = "facilities/history.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return {
            "facility": self.object,
            "history": changes_of(self.object, self.request.user),
            "compared": compared(self.object, self.request.GET),
            "reorganised": done_rows(self.object, may_edit=False),
        }
