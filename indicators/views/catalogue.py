"""The catalogue: its list, one indicator with its values, and the forms of officials."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, View

from accounts.access import PermissionRequired
from accounts.roles import Permission
from formats.dates import fiscal_year
from indicators import actions
from indicators.errors import BrokenRule
from indicators.forms import CatalogueFilter, IndicatorForm, TargetForm, ValueForm
from indicators.kinds import AREA_ORDER, AreaKind
from indicators.models import Indicator, Target
from indicators.pages import READS_AND_FORMS, ReachPage
from indicators.presenters.catalogue import catalogue_sheet
from indicators.presenters.indicator import IndicatorPage, page_of
from indicators.presenters.public import public_sheet
from indicators.querysets import IndicatorQuerySet
from indicators.reach import Reach, reach_of
from indicators.reading import reaches
from indicators.sheets import Sheet


class IndicatorList(ReachPage):
    template_name = "indicators/list.html"
    tab, title = "list", "指標の一覧"

    @cached_property
    def filter(self) -> CatalogueFilter:
        return CatalogueFilter(self.request.GET)

    def sheets(self) -> list[Sheet]:
        return [catalogue_sheet(self.reach, self.filter.narrow(self.reach.catalogue))]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(filter=self.filter, **more)


class OfOneIndicator:
    """Finds the indicator of a page, and reaches as far as its prefecture."""

    def found_among(self) -> IndicatorQuerySet:
        """The indicators that this person may have here."""
        return Indicator.objects.visible_to(self.request.user)

    @cached_property
    def indicator(self) -> Indicator:
        rows = self.found_among().select_related("version__plan__prefecture")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def reach(self) -> Reach:
        query = self.request.GET.copy()
        query["prefecture"] = self.indicator.version.plan.prefecture_id
        return reach_of(self.request.user, query)


class IndicatorDetail(OfOneIndicator, ReachPage):
    template_name = "indicators/detail.html"
    tab = "list"

    @property
    def title(self) -> str:
        return self.indicator.name

    @cached_property
    def kind(self) -> AreaKind:
        """The kind of area asked for, else the zones, else the smallest there is."""
        kinds = [kind for kind in AREA_ORDER if reaches(self.indicator, kind)]
        wanted = self.request.GET.get("by", AreaKind.ZONE)
        return AreaKind(wanted) if wanted in kinds else kinds[0]

    @cached_property
    def page(self) -> IndicatorPage:
        return page_of(self.reach, self.indicator, self.kind)

    def sheets(self) -> list[Sheet]:
        if self.request.GET.get("public"):
            return [public_sheet(self.reach, self.indicator, self.kind)]
        return [self.page.sheet, self.page.target_sheet]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        public = bool(self.request.GET.get("public"))
        by = self.kind.value
        other = self.reach.query(by=by) if public else self.reach.query(by=by, public=1)
        return super().get_context_data(
            indicator=self.indicator,
            page=self.page,
            public=public,
            other_url=other,
            **more,
        )


class EditingPage(OfOneIndicator, PermissionRequired, FormView):
    """A form of an official about one indicator."""

    permission = Permission.EDIT_INDICATORS
    http_method_names = READS_AND_FORMS
    template_name = "indicators/form.html"
    heading = ""
    button = "登録する"
    lede = ""

    def found_among(self) -> IndicatorQuerySet:
        return Indicator.objects.editable_by(self.request.user)

    def write(self, form: Any) -> object:
        """Call the action; None or False when it stood so already."""
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            written = self.write(form)
        except BrokenRule as broken:
            for message in broken.messages:
                form.add_error(None, message)
            return self.form_invalid(form)
        told = "登録しました。" if written else "内容が同じため、変更はありません。"
        messages.success(self.request, told)
        return redirect(self.back_url())

    def back_url(self) -> str:
        return self.indicator.get_absolute_url()

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            room="indicators",
            heading=self.heading,
            about=self.indicator.name,
            lede=self.lede,
            button=self.button,
            back_url=self.back_url(),
            **more,
        )


class IndicatorEdit(EditingPage):
    form_class = IndicatorForm
    heading = "指標の定義を直す"
    button = "保存する"

    def get_initial(self) -> dict[str, object]:
        names = [name for name in IndicatorForm.base_fields if name != "code"]
        return {name: getattr(self.indicator, name) for name in names}

    def write(self, form: IndicatorForm) -> bool:
        return actions.edit_indicator(
            indicator=self.indicator, values=form.cleaned_data, by=self.request.user
        )


class IndicatorCreate(ReachPage, FormView):
    """A new line in the version of the plan in force."""

    permission = Permission.EDIT_INDICATORS
    template_name = "indicators/form.html"
    form_class = IndicatorForm

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "new": True}

    def get_initial(self) -> dict[str, object]:
        return {"order": max((i.order for i in self.reach.catalogue), default=0) + 10}

    def form_valid(self, form: IndicatorForm) -> HttpResponse:
        if not self.reach.may_edit or self.reach.version is None:
            raise Http404
        values = dict(form.cleaned_data)
        try:
            made = actions.add_indicator(
                version=self.reach.version,
                code=values.pop("code"),
                values=values,
                by=self.request.user,
            )
        except BrokenRule as broken:
            form.add_error("code", broken.messages)
            return self.form_invalid(form)
        messages.success(self.request, "指標を加えました。")
        return redirect(made)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        back = reverse("indicators:list") + self.reach.query()
        return super().get_context_data(
            heading="指標を加える", button="加える", back_url=back, **more
        )


class AreaYearPage(EditingPage):
    """A form that asks for an area and a year."""

    def get_form_kwargs(self) -> dict[str, object]:
        plan = self.indicator.version.plan
        areas = {kind: self.reach.areas(kind) for kind in AREA_ORDER}
        return {
            **super().get_form_kwargs(),
            "indicator": self.indicator,
            "areas": areas,
            "years": range(plan.first_fiscal_year - 5, plan.last_fiscal_year + 1),
        }

    def get_initial(self) -> dict[str, object]:
        return {
            "area": self.request.GET.get("area", ""),
            "year": self.request.GET.get("year", "") or self.usual_year(),
        }

    def usual_year(self) -> int:
        """The year that is mostly meant."""
        raise NotImplementedError


class ValueRecord(AreaYearPage):
    form_class = ValueForm
    heading = "実績値を登録する"
    lede = "同じ地域と年度の値があるときは、書き換えて履歴に残します。"

    def usual_year(self) -> int:
        return fiscal_year(self.reach.day) - 1

    def write(self, form: ValueForm) -> object:
        data = form.cleaned_data
        names = ("value", "numerator", "denominator", "as_of", "source", "note")
        return actions.record_value(
            indicator=self.indicator,
            **form.place(),
            **{name: data[name] for name in names},
            small_count=data["small_count"],
            by=self.request.user,
        )


class TargetSet(AreaYearPage):
    form_class = TargetForm
    heading = "基準値・目標値を登録する"
    lede = "基準値は地域ごとに1つ、目標値は年度ごとに1つです。"

    def usual_year(self) -> int:
        return self.indicator.version.plan.last_fiscal_year

    def write(self, form: TargetForm) -> object:
        data = form.cleaned_data
        return actions.set_target(
            indicator=self.indicator,
            **form.place(),
            value=data["value"],
            kind=data["kind"],
            note=data["note"],
            by=self.request.user,
        )


class IndicatorStep(PermissionRequired, View):
    """One press: confirm a definition, or take it out of use."""

    permission = Permission.EDIT_INDICATORS
    http_method_names = ["post"]
    steps = {
        "confirm": (actions.confirm_indicator, "定義を確認済みにしました。"),
        "drop": (actions.drop_indicator, "この指標を使わないことにしました。"),
    }

    def post(self, request: Any, pk: int, step: str) -> HttpResponse:
        indicator = get_object_or_404(
            Indicator.objects.editable_by(request.user), pk=pk
        )
        if step not in self.steps:
            raise Http404
        action, told = self.steps[step]
        try:
            action(indicator=indicator, by=request.user)
        except BrokenRule as broken:
            messages.error(request, str(broken))
        else:
            messages.success(request, told)
        return redirect(indicator)


class TargetRemove(PermissionRequired, View):
    permission = Permission.EDIT_INDICATORS
    http_method_names = ["post"]

    def post(self, request: Any, pk: int) -> HttpResponse:
        target = get_object_or_404(Target.objects.editable_by(request.user), pk=pk)
        indicator = target.indicator
        actions.remove_target(target=target, by=request.user)
        messages.success(request, "取り消しました。履歴に残っています。")
        return redirect(indicator)
