"""Pages of the course of a plan: the draft of its next version, of the next plan, and adoption."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import FormView, View

from formats.dates import fiscal_year, fiscal_year_label, wareki, wareki_short
from zones.actions import BrokenPartition
from zones.forms import AdoptForm, NextPlanForm
from zones.plan_actions import (
    DRAFT,
    AlreadyAdopted,
    OutsidePlan,
    PlanExists,
    adopt_version,
    draft_next_plan,
    draft_version,
)
from zones.views_edit import OfVersion

PLAN_YEARS = 6
MADE = "圏域・指標・目標・求められる事項を写しました。適用するまで、どの数字も変わりません。"


class VersionDraft(OfVersion, View):
    """Copies a version as the draft of the next."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        number = self.version.plan.versions.count() + 1
        draft = draft_version(
            version=self.version, name=f"第{number}版{DRAFT}", by=request.user
        )
        messages.success(request, f"{draft.name}を作りました。{MADE}")
        return redirect("zones:version", draft.pk)


class NextPlanDraft(OfVersion, FormView):
    """Begins the plan that follows, as a draft with a copy of the zones."""

    form_class = NextPlanForm
    template_name = "zones/edit.html"

    def get_initial(self) -> dict[str, object]:
        first = self.version.plan.last_fiscal_year + 1
        return {"first_fiscal_year": first, "last_fiscal_year": first + PLAN_YEARS - 1}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            heading="次の計画の案を作る",
            name=str(self.version),
            button="案を作る",
            back_url=reverse("zones:version", args=[self.version.pk]),
            **kwargs,
        )

    def form_valid(self, form: NextPlanForm) -> HttpResponse:
        try:
            draft = draft_next_plan(
                version=self.version, **form.cleaned_data, by=self.request.user
            )
        except PlanExists:
            form.add_error(
                "first_fiscal_year",
                "この年度に始まる計画がもうあります。別の年度を入力してください。",
            )
            return self.form_invalid(form)
        messages.success(self.request, f"{draft}の案を作りました。{MADE}")
        return redirect("zones:version", draft.pk)


class VersionAdopt(OfVersion, FormView):
    form_class = AdoptForm
    template_name = "confirm.html"

    def get_initial(self) -> dict[str, object]:
        """The first day of the next fiscal year, or that of a plan still to begin."""
        plan = self.version.plan
        year = max(fiscal_year(timezone.localdate()) + 1, plan.first_fiscal_year)
        year = min(year, plan.last_fiscal_year)
        return {"effective_from": wareki_short(date(year, 4, 1))}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        plan = self.version.plan
        last = fiscal_year_label(plan.last_fiscal_year)
        return super().get_context_data(
            question=f"{self.version.name}を適用しますか",
            text="適用開始日から、この版の圏域・指標・目標・求められる事項で一覧・集計・報告書を作ります。"
            f"前の日までは今の版のままです。計画は{last}までです。",
            confirm="適用する",
            back_url=reverse("zones:version", args=[self.version.pk]),
            **kwargs,
        )

    def form_valid(self, form: AdoptForm) -> HttpResponse:
        first_day = form.cleaned_data["effective_from"]
        try:
            adopt_version(
                version=self.version, **form.cleaned_data, by=self.request.user
            )
        except AlreadyAdopted:
            form.add_error(
                "effective_from",
                "この日以後に始まる版があるか、もう適用した版です。別の日を入力してください。",
            )
        except OutsidePlan as outside:
            form.add_error("effective_from", str(outside))
        except BrokenPartition as broken:
            for message in broken.messages:
                form.add_error(None, message)
        else:
            messages.success(self.request, f"{wareki(first_day)}から適用します。")
            return redirect("zones:version", self.version.pk)
        return self.form_invalid(form)
