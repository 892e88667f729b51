"""What changed between two editions or two days: on the screen and as Excel."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import TemplateView

from accounts.access import PermissionRequired
from accounts.audit import record
from accounts.roles import Permission
from formats.workbook import write_workbook
from reports.comparing import (
    Comparison,
    NoFacts,
    Side,
    compare_sides,
    side_of_day,
    side_of_edition,
)
from reports.forms import CompareForm
from reports.models import EditionFile
from reports.presenters import comparing
from reports.views.library import TYPES
from reports.views.scope import own_prefecture


class TwoSides(PermissionRequired):
    """Editions are open to whoever may read them; days to officials, who may read all data."""

    permission = Permission.READ_PUBLISHED

    @cached_property
    def form(self) -> CompareForm:
        asked = self.request.GET if self.request.GET else None
        days = self.request.user.may(Permission.MAKE_REPORTS)
        return CompareForm(asked, user=self.request.user, days=days)

    @cached_property
    def found(self) -> Comparison | None:
        """None where nothing was asked, or something in it is wrong: the form says what."""
        if not self.form.is_bound or not self.form.is_valid():
            return None
        try:
            return compare_sides(self._side("before"), self._side("after"))
        except NoFacts as problem:
            self.form.add_error(None, str(problem))
            return None

    def _side(self, name: str) -> Side:
        data = self.form.cleaned_data
        if edition := data.get(name):
            return side_of_edition(edition)
        return side_of_day(own_prefecture(self.request.user), data[f"{name}_day"])


class EditionCompare(TwoSides, TemplateView):
    template_name = "reports/compare.html"

    def get_context_data(self, **kwargs):
        found = self.found
        context = super().get_context_data(form=self.form, **kwargs)
        if found is None:
            return context
        return context | {
            "found": found,
            "heads": comparing.heads(found),
            "figures": comparing.figures(found),
            "lines": comparing.lines(found),
            "groups": comparing.groups(found),
            "papers": comparing.papers(found),
            "pairs": comparing.page_pairs(found),
            "query": self.request.GET.urlencode(),
        }


class EditionCompareXlsx(TwoSides, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        found = self.found
        if found is None:
            raise Http404
        record("export_comparison", by=request.user,
               detail={"before": found.before.label, "after": found.after.label})  # fmt: skip
        content = write_workbook(comparing.tables(found))
        response = HttpResponse(content, content_type=TYPES[EditionFile.Kind.WORKBOOK])
        name = f"changes-{found.before.day}-{found.after.day}.xlsx"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "private, no-store"
        return response
