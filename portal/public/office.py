"""The office's side of the residents' pages: drafts, releases, and what stays out of them."""

from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, FormView, View

from accounts.access import PermissionRequired
from accounts.roles import Permission
from formats.dates import wareki
from portal.models import PublicExclusion, PublicRelease
from portal.public.bodies import ROLES
from portal.public.reading import contents, current, differences, roles_of
from portal.public.releases import (
    NothingToRelease,
    StaleRelease,
    exclude_body,
    include_body,
    make_release,
    publish_release,
    withdraw_release,
)
from zones.access import region_scope
from zones.fields import WarekiDateField
from zones.models import Prefecture

TOO_LATE = "この公表は、ほかの人が先に状態を変えました。いまの状態を確かめてください。"
SHOWN_AT_MOST = 50


class DayForm(forms.Form):
    on = WarekiDateField(
        label="基準日", help_text="この日に有効な指定・窓口・届出から作ります。"
    )

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError("基準日は今日までの日を入力してください。")
        return day


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class ExclusionForm(ReasonForm):
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)


class ReleasePage(PermissionRequired):
    permission = Permission.PUBLISH_REPORTS

    def releases(self) -> QuerySet[PublicRelease]:
        rows = PublicRelease.objects.editable_by(self.request.user)
        return rows.select_related("prefecture", "made_by", "released_by")

    def prefectures(self) -> QuerySet[Prefecture]:
        codes = sorted(region_scope(self.request.user).prefectures)
        return Prefecture.objects.filter(pk__in=codes).order_by("pk")


class ReleaseList(ReleasePage, FormView):
    """All releases of the person's prefectures, what stays out, and the form for a new draft."""

    template_name = "portal/releases.html"
    form_class = DayForm

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def form_valid(self, form: DayForm) -> HttpResponse:
        prefecture = get_object_or_404(self.prefectures()[:1])
        try:
            release = make_release(
                prefecture=prefecture,
                on=form.cleaned_data["on"],
                by=self.request.user,
            )
        except NothingToRelease:
            form.add_error("on", "この日に公表できる窓口・医療機関がありません。")
            return self.form_invalid(form)
        return redirect(release)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            releases=self.releases().defer("data").order_by("-pk"),
            exclusions=PublicExclusion.objects.editable_by(
                self.request.user
            ).select_related("by"),
            switched_on=settings.PUBLIC_PAGES,
            **more,
        )


class ReleaseDetail(ReleasePage, DetailView):
    """What a release holds, how it differs from what is public, and the button that releases it."""

    template_name = "portal/release.html"
    context_object_name = "release"

    def get_queryset(self) -> QuerySet[PublicRelease]:
        return self.releases()

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        release = self.object
        read = contents(release)
        public = current(release.prefecture_id)
        before = contents(public).bodies if public and public.pk != release.pk else ()
        changes = differences(before, read.bodies) if release.is_draft else []
        text = self.request.GET.get("q", "").strip()
        found = read.found(text=text)
        counts = [
            {"label": label, "value": sum(role in b.roles for b in read.bodies)}
            for role, label in ROLES.items()
        ]
        return super().get_context_data(
            counts=[*counts, {"label": "すべて", "value": len(read.bodies)}],
            changes=changes[:SHOWN_AT_MOST],
            changes_total=len(changes),
            first=release.is_draft and not before,
            found=[(body, roles_of(body)) for body in found[:SHOWN_AT_MOST]],
            found_total=len(found),
            text=text,
            public_url=reverse("public:list", args=[release.prefecture_id])
            if settings.PUBLIC_PAGES
            else "",
            **more,
        )


class ReleaseStep(ReleasePage, FormView):
    """A page that asks before a release changes its state; ``act`` changes it and says so."""

    template_name = "confirm.html"

    @cached_property
    def asked(self) -> PublicRelease:
        return get_object_or_404(self.releases(), pk=self.kwargs["pk"])

    def get(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        return self.render_to_response(self.get_context_data(asked=self.asked))

    def post(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        form = self.get_form()
        # Found first, so that another region's release is 404 whatever was typed.
        if self.asked and form.is_valid():
            return self.form_valid(form)
        return self.form_invalid(form)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            messages.success(self.request, self.act(form))
        except StaleRelease:
            messages.error(self.request, TOO_LATE)
        return redirect(self.asked)


class ReleasePublish(ReleaseStep):
    form_class = forms.Form

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            question="住民向けに公表しますか",
            text="公表用ページとオープンデータの内容が、この下書きに替わります。前の公表は残り、取り下げもできます。",
            facts=[
                {"label": "基準日", "value": wareki(self.asked.as_of)},
                {"label": "SHA-256", "value": self.asked.sha256[:16]},
            ],
            confirm="公表する",
            back_url=self.asked.get_absolute_url(),
            **{**more, "form": None},
        )

    def act(self, form: forms.Form) -> str:
        publish_release(release=self.asked, by=self.request.user)
        return "住民向けに公表しました。"


class ReleaseWithdraw(ReleaseStep):
    form_class = ReasonForm

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            question="公表を取り下げますか",
            text="公表用ページは、その前の公表の内容に戻ります。前の公表がなければ、ページは表示されなくなります。",
            confirm="取り下げる",
            danger=True,
            back_url=self.asked.get_absolute_url(),
            **more,
        )

    def act(self, form: forms.Form) -> str:
        withdraw_release(
            release=self.asked,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )
        return "公表を取り下げました。"


class BodyExclude(ReleasePage, FormView):
    """Keep one body out, with a reason. Releases already made stay as they are."""

    template_name = "portal/exclude.html"
    form_class = ExclusionForm

    def body(self) -> tuple[PublicRelease, Any]:
        release = get_object_or_404(self.releases(), pk=self.kwargs["pk"])
        key = self.request.POST.get("key") or self.request.GET.get("key", "")
        return release, contents(release).by_key.get(key)

    def get_initial(self) -> dict[str, Any]:
        return {"key": self.request.GET.get("key", "")}

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        release, body = self.body()
        return super().get_context_data(release=release, body=body, **more)

    def form_valid(self, form: ExclusionForm) -> HttpResponse:
        release, body = self.body()
        if body is None:
            form.add_error(
                None, "載せない機関が見つかりません。公表の内容から選び直してください。"
            )
            return self.form_invalid(form)
        exclude_body(
            prefecture=release.prefecture,
            key=body.key,
            name=body.name,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )
        messages.success(
            self.request,
            f"「{body.name}」を載せないことにしました。下書きを作り直すと反映されます。",
        )
        return redirect("portal:release-list")


class BodyInclude(ReleasePage, View):
    """Take an exclusion back."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = PublicExclusion.objects.editable_by(request.user)
        row = get_object_or_404(rows, pk=pk)
        name = row.name
        include_body(exclusion=row, by=request.user)
        messages.success(request, f"「{name}」は、次の下書きから載ります。")
        return redirect("portal:release-list")
