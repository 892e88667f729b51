"""The pages of a report in the browser, from the same templates as the PDF, before it is made."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from accounts.access import PermissionRequired
from accounts.roles import Permission
from reports import fonts, html
from reports.collecting.asked import NothingToReport
from reports.collecting.freezing import freeze
from reports.kinds import EditionStatus
from reports.presenters import previewing
from reports.snapshots import canonical
from reports.views.scope import OfOneEdition


class EditionPreview(PermissionRequired, OfOneEdition, View):
    """What is frozen, or what would be frozen now."""

    permission = Permission.MAKE_REPORTS
    changing = True

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        edition = self.edition
        if edition.status == EditionStatus.PREPARING:
            try:
                values = canonical.as_dict(freeze(edition, timezone.localdate()))
            except NothingToReport as problem:
                messages.error(request, str(problem))
                return redirect(edition)
        elif edition.snapshot:
            values = edition.values
        else:
            messages.error(request, "凍結したデータがないため、プレビューできません。")
            return redirect(edition)
        try:
            pages = html.build(values, fonts.report_faces())
        except canonical.SnapshotError:
            messages.error(request, "凍結したデータの様式が今と違います。PDFを見てください。")  # fmt: skip
            return redirect(edition)
        context = {"edition": edition, "pages": pages, "notes": previewing.notes(edition)}  # fmt: skip
        return render(request, "reports/preview.html", context)


class PreviewStyle(PermissionRequired, View):
    """The print style sheet, as a browser reads it."""

    permission = Permission.MAKE_REPORTS

    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(html.style_sheet(), content_type="text/css")
        response.headers["Cache-Control"] = "private, max-age=300"
        return response
