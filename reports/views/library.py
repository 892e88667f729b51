"""Pages of the library: the editions a person may see, one of them, and its files."""

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import DetailView, TemplateView

from accounts.access import PermissionRequired
from accounts.audit import record
from accounts.lists.listing import Listing
from accounts.lists.table import PickColumn
from accounts.models import SavedView
from accounts.roles import Permission
from reports.collecting.freezing import words_differ
from reports.forms import CompareForm
from reports.kinds import OPEN
from reports.library_list import EditionFilter, EditionTable
from reports.models import Edition, EditionFile, EditionPage
from reports.presenters import comparing, course, library
from reports.views.scope import OfOneEdition

TYPES = {
    EditionFile.Kind.PDF: "application/pdf",
    EditionFile.Kind.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class EditionList(PermissionRequired, TemplateView):
    """The library, as cards or as a table; committee members find the issued ones only."""

    permission = Permission.READ_PUBLISHED
    template_name = "reports/list.html"

    def get(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        found = EditionFilter(request.GET, user=request.user)
        visible = Edition.objects.visible_to(request.user)
        rows = found.narrow(visible.defer("snapshot"))
        rows = rows.select_related("corrects", "made_by").order_by("-as_of", "-number")
        may_make = request.user.may(Permission.MAKE_REPORTS)
        pick = PickColumn("bulk", str, may=lambda edition: edition.status in OPEN)
        listing = Listing(
            request,
            EditionTable(rows, request.GET, pick=pick if may_make else None),
            which=SavedView.List.REPORTS,
            title="報告書",
            as_of=timezone.localdate(),
            bulk_url=reverse("portal:bulk", args=["edition"]),
            bulk_label="選んだ版をまとめて変更する",
        )
        as_table, shown = found.said("view") == "table", listing.records
        counts = visible.order_by().values_list("kind").annotate(number=Count("pk"))
        context = {
            "filter": found,
            "listing": listing,
            "as_table": as_table,
            "tabs": library.tabs(dict(counts), found.said("kind")),
            "shapes": _shapes(request, as_table=as_table),
            "cards": [] if as_table else _cards(shown),
            "working": library.working(shown),
            "compare": CompareForm(
                user=request.user, days=False, initial=comparing.last_two(shown)
            ),
            "may_make": may_make,
        }
        return listing.download() or self.render_to_response(context)


def _shapes(request: HttpRequest, *, as_table: bool) -> list[dict[str, object]]:
    """Cards or a table, with the conditions kept."""
    query = request.GET.copy()
    shapes = []
    for view, label in (("", "カード"), ("table", "表")):
        query["view"] = view
        current = as_table == bool(view)
        shapes.append(
            {"label": label, "url": f"?{query.urlencode()}", "current": current}
        )
    return shapes


def _cards(editions: list[Edition]) -> list[dict]:
    files: dict[object, list[EditionFile]] = {}
    rows = EditionFile.objects.filter(edition__in=[e.pk for e in editions])
    for file in rows.defer("content"):
        files.setdefault(file.edition_id, []).append(file)
    pictured = set(
        EditionPage.objects.filter(edition__in=editions, number=1).values_list(
            "edition", flat=True
        )
    )
    return [
        library.card(e, files.get(e.pk, []), pictured=e.pk in pictured)
        for e in editions
    ]


class EditionPicture(PermissionRequired, OfOneEdition, View):
    """The small picture of one page; its address changes with the data."""

    permission = Permission.READ_PUBLISHED

    def get(self, request: HttpRequest, pk: str, number: int) -> HttpResponse:
        page = self.edition.page_pictures.filter(number=number).first()
        if page is None:
            raise Http404
        response = HttpResponse(bytes(page.picture), content_type="image/png")
        response.headers["Cache-Control"] = "private, max-age=86400, immutable"
        return response


class EditionDetail(PermissionRequired, OfOneEdition, DetailView):
    permission = Permission.READ_PUBLISHED
    template_name = "reports/detail.html"
    context_object_name = "edition"

    def get_context_data(self, **kwargs):
        edition, user = self.object, self.request.user
        files = list(edition.files.defer("content"))
        official = user.may(Permission.MAKE_REPORTS)
        differ = official and words_differ(edition)
        return super().get_context_data(
            badge=library.badge(edition),
            facts=library.facts(edition, files),
            figures=library.figures(edition),
            files=library.files(edition, files),
            steps=course.steps(edition) if official else [],
            moves=course.moves(edition, words_differ=differ) if official else [],
            notices=course.notices(edition, official=official, words_differ=differ),
            pictures=comparing.pictures(edition),
            comparisons=comparing.links(edition),
            working=course.working(edition, timezone.now()),
            **kwargs,
        )

    def get_template_names(self) -> list[str]:
        if self.request.htmx and self.object.is_working:
            return ["reports/_working.html"]
        return super().get_template_names()

    def render_to_response(self, context, **kwargs):
        response = super().render_to_response(context, **kwargs)
        if self.request.htmx and not self.object.is_working:
            # The waiting page asks only for itself: send it to the finished one.
            response.headers["HX-Refresh"] = "true"
        return response


class EditionDownload(PermissionRequired, OfOneEdition, View):
    """The stored bytes; each download is on record. A PDF opens in the browser's viewer."""

    permission = Permission.READ_PUBLISHED
    kind = EditionFile.Kind.PDF

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        file = self.edition.files.filter(kind=self.kind).first()
        if file is None:
            raise Http404
        record(
            "download_edition",
            by=request.user,
            target=self.edition,
            detail={"file": file.kind, "sha256": file.sha256},
        )
        response = HttpResponse(bytes(file.content), content_type=TYPES[self.kind])
        shown = "inline" if self.kind == EditionFile.Kind.PDF else "attachment"
        name = f"{self.edition.file_stem}.{self.kind}"
        response.headers["Content-Disposition"] = f'{shown}; filename="{name}"'
        response.headers["Cache-Control"] = "private, no-store"
        return response
