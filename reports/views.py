"""Pages of the library: what was published, what is being made, and how to make one."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import DetailView, FormView, ListView, TemplateView

from accounts.access import PermissionRequired
from accounts.audit import record
from accounts.roles import Permission
from reports.actions import (
    WrongState,
    make_edition,
    publish_edition,
    retry_edition,
    withdraw_edition,
)
from reports.collecting.asked import NoPlan
from reports.forms import EditionForm
from reports.kinds import EditionStatus
from reports.models import Edition, EditionFile
from reports.presenters import library
from reports.tasks import typeset
from zones.models import Prefecture


class EditionList(PermissionRequired, ListView):
    """The library; committee members find the published ones only."""

    permission = Permission.READ_PUBLISHED
    template_name = "reports/list.html"
    paginate_by = 20

    def get_queryset(self):
        editions = Edition.objects.visible_to(self.request.user).defer("snapshot")
        return editions.order_by("-as_of", "-number", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = context["object_list"]
        pdfs = {
            file.edition_id: file
            for file in EditionFile.objects.filter(
                edition__in=[edition.pk for edition in shown]
            ).defer("content")
        }
        context["cards"] = [library.card(e, pdfs.get(e.pk)) for e in shown]
        context["may_make"] = self.request.user.may(Permission.MAKE_REPORTS)
        return context


class EditionCreate(PermissionRequired, FormView):
    permission = Permission.MAKE_REPORTS
    template_name = "reports/create.html"
    form_class = EditionForm

    def get_initial(self) -> dict:
        return super().get_initial() | {"as_of": timezone.localdate()}

    def form_valid(self, form: EditionForm) -> HttpResponse:
        granted = self.request.user.regions.filter(health_centre=None)
        prefecture = get_object_or_404(
            Prefecture, pk__in=granted.order_by("pk").values("prefecture")[:1]
        )
        try:
            with transaction.atomic():
                edition = make_edition(
                    prefecture=prefecture,
                    today=timezone.localdate(),
                    by=self.request.user,
                    **form.cleaned_data,
                )
                transaction.on_commit(lambda: typeset.enqueue(str(edition.pk)))
        except NoPlan as problem:
            form.add_error("as_of", str(problem))
            return self.form_invalid(form)
        return redirect(edition)


class OfOneEdition:
    """The edition named in the address, among those that the person may see; else 404."""

    changing = False

    def get_queryset(self):
        user = self.request.user
        editions = Edition.objects
        return (
            editions.editable_by(user) if self.changing else editions.visible_to(user)
        )

    @cached_property
    def edition(self) -> Edition:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])


class EditionDetail(PermissionRequired, OfOneEdition, DetailView):
    permission = Permission.READ_PUBLISHED
    template_name = "reports/detail.html"
    context_object_name = "edition"

    def get_context_data(self, **kwargs):
        edition = self.object
        pdf = edition.files.defer("content").filter(kind=EditionFile.Kind.PDF).first()
        user = self.request.user
        is_draft = edition.status == EditionStatus.DRAFT
        return super().get_context_data(
            badge=library.badge(edition),
            facts=library.facts(edition, pdf),
            figures=library.figures(edition),
            pdf=pdf,
            may_publish=is_draft and user.may(Permission.PUBLISH_REPORTS),
            may_retry=edition.status == EditionStatus.FAILED
            and user.may(Permission.MAKE_REPORTS),
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


class EditionPdf(PermissionRequired, OfOneEdition, View):
    """The stored bytes, shown in the browser's viewer; each download is on record."""

    permission = Permission.READ_PUBLISHED

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        file = self.edition.files.filter(kind=EditionFile.Kind.PDF).first()
        if file is None:
            raise Http404
        record("download_edition", by=request.user, target=self.edition)
        response = HttpResponse(bytes(file.content), content_type="application/pdf")
        response.headers["Content-Disposition"] = (
            f'inline; filename="{self.edition.file_name}"'
        )
        response.headers["Cache-Control"] = "private, no-store"
        return response


class EditionMove(PermissionRequired, OfOneEdition, TemplateView):
    """A page that asks, and a step of the edition's course."""

    template_name = "confirm.html"
    changing = True
    question = text = confirm = done = ""
    action: Callable[..., None]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            question=self.question,
            text=self.text,
            confirm=self.confirm,
            facts=library.facts(self.edition, None)[:2],
            back_url=reverse("reports:detail", args=[self.edition.pk]),
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        edition = self.edition
        try:
            type(self).action(edition=edition, by=request.user)
        except WrongState:
            messages.error(
                request,
                f"この版は「{edition.get_status_display()}」ではなくなりました。今の状態を確かめてください。",
            )
        else:
            messages.success(request, self.done)
        return redirect(edition)


class EditionPublish(EditionMove):
    permission = Permission.PUBLISH_REPORTS
    question = "この版を公表しますか"
    text = (
        "委員が読み、ダウンロードできるようになります。"
        "公表した版は直せません。誤りがあれば訂正した新しい版を作ります。"
    )
    confirm = "公表する"
    done = "公表しました。委員の画面に表示されます。"
    action = staticmethod(publish_edition)


class EditionWithdraw(EditionMove):
    permission = Permission.MAKE_REPORTS
    question = "この版を取りやめますか"
    text = "下書きを取りやめます。記録は残りますが、公表できなくなります。"
    confirm = "取りやめる"
    done = "取りやめました。"
    action = staticmethod(withdraw_edition)


class EditionRetry(EditionMove):
    permission = Permission.MAKE_REPORTS
    question = "もう一度PDFを作りますか"
    text = "凍結した同じデータから作り直します。"
    confirm = "作り直す"
    done = "作り直しています。"
    action = staticmethod(retry_edition)

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        response = super().post(request, pk)
        if self.edition.is_working:
            typeset.enqueue(str(self.edition.pk))
        return response
