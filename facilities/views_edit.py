"""Pages that change a facility. Each finds it in the person's region, asks a form, calls an action."""

from datetime import date
from functools import cached_property

from django import forms
from django.contrib import messages
from django.forms import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.generic import FormView, View

from accounts.access import PermissionRequired
from accounts.roles import Permission
from facilities.actions import (
    AlreadyClosed,
    EditedMeanwhile,
    close_facility,
    confirm_facility,
    confirm_function,
    end_function,
    register_facility,
    reopen_facility,
    update_facility,
)
from facilities.detail import conflict_rows, left_alone
from facilities.forms import (
    CloseForm,
    EndFunctionForm,
    FacilityForm,
    FunctionForm,
    RegisterForm,
    ReopenForm,
)
from facilities.models import Facility, FunctionProvision
from formats.dates import wareki

CHANGED_MEANWHILE = (
    "ほかの人が先に変更しました。内容を確かめて、もう一度操作してください。"
)


class OfFacility(PermissionRequired):
    """A page of one facility that the person may edit; any other is not found."""

    permission = Permission.EDIT_FACILITIES

    @cached_property
    def facility(self) -> Facility:
        mine = Facility.objects.editable_by(self.request.user)
        return get_object_or_404(
            mine.select_related("municipality", "prefecture"), pk=self.kwargs["pk"]
        )

    def dispatch(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponseBase:
        if request.user.may(self.permission):
            _ = self.facility
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(facility=self.facility, **kwargs)


class FacilityCreate(PermissionRequired, FormView):
    permission = Permission.EDIT_FACILITIES
    form_class = RegisterForm
    template_name = "facilities/create.html"

    def get_form_kwargs(self) -> dict[str, object]:
        return {**super().get_form_kwargs(), "by": self.request.user}

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        made = register_facility(
            values=form.values(),
            on=form.cleaned_data["since"],
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )
        messages.success(self.request, f"{made.shown_name}を登録しました。")
        return redirect(made)


class FacilityEdit(OfFacility, FormView):
    form_class = FacilityForm
    template_name = "facilities/edit.html"

    def get_initial(self) -> dict[str, object]:
        return {"version": self.facility.version}

    def get_form_kwargs(self) -> dict[str, object]:
        kwargs = super().get_form_kwargs()
        return {**kwargs, "instance": self.facility, "by": self.request.user}

    def form_valid(self, form: FacilityForm) -> HttpResponse:
        try:
            saved = update_facility(
                facility=self.facility,
                version=form.cleaned_data["version"],
                values=form.values(),
                reason=form.cleaned_data["reason"],
                by=self.request.user,
            )
        except EditedMeanwhile as race:
            return self._show_both(form, race.current)
        messages.success(self.request, f"{saved.shown_name}を保存しました。")
        return redirect(saved)

    def _show_both(self, form: FacilityForm, current: Facility) -> HttpResponse:
        """Both values side by side; what this person left alone follows the other's change."""
        untouched = left_alone(current, form.cleaned_data["version"], form.values())
        stored = model_to_dict(current, untouched)
        typed: QueryDict = self.request.POST.copy()
        typed["version"] = str(current.version)
        for name, value in stored.items():
            typed[name] = "" if value is None else str(value)
        mine = {n: v for n, v in form.values().items() if n not in untouched}
        again = FacilityForm(typed, instance=current, by=self.request.user)
        rows = conflict_rows(current, mine)
        context = self.get_context_data(form=again, conflict=rows, current=current)
        return render(self.request, self.template_name, context, status=409)


class FacilityConfirm(OfFacility, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        today = timezone.localdate()
        confirm_facility(facility=self.facility, on=today, by=request.user)
        messages.success(request, f"{wareki(today)}に内容を確認したと記録しました。")
        return redirect(self.facility)


class FacilityClose(OfFacility, FormView):
    form_class = CloseForm
    template_name = "confirm.html"

    def get_initial(self) -> dict[str, object]:
        return {"version": self.facility.version}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            question=f"{self.facility.shown_name}を廃止にしますか",
            text="最後の日の次の日から、一覧と集計に入らなくなります。登録と履歴は消えません。"
            "指定は自動では終わりません。指定のページで終了の手続きをしてください。"
            "廃止は取り消せます。",
            confirm="廃止にする",
            danger=True,
            back_url=self.facility.get_absolute_url(),
            **kwargs,
        )

    def form_valid(self, form: CloseForm) -> HttpResponse:
        try:
            close_facility(
                facility=self.facility, **form.cleaned_data, by=self.request.user
            )
        except EditedMeanwhile:
            messages.warning(self.request, CHANGED_MEANWHILE)
        except AlreadyClosed:
            messages.warning(self.request, "もう廃止になっています。")
        else:
            messages.success(self.request, "廃止にしました。")
        return redirect(self.facility)


class FacilityReopen(OfFacility, FormView):
    form_class = ReopenForm
    template_name = "confirm.html"

    def get_initial(self) -> dict[str, object]:
        return {"version": self.facility.version}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            question=f"{self.facility.shown_name}の廃止を取り消しますか",
            text="一覧と集計にまた入ります。終了の手続きをした指定は、終わったままです。",
            confirm="廃止を取り消す",
            back_url=self.facility.get_absolute_url(),
            **kwargs,
        )

    def form_valid(self, form: ReopenForm) -> HttpResponse:
        try:
            reopen_facility(
                facility=self.facility, **form.cleaned_data, by=self.request.user
            )
        except EditedMeanwhile:
            messages.warning(self.request, CHANGED_MEANWHILE)
        else:
            messages.success(self.request, "廃止を取り消しました。")
        return redirect(self.facility)


class FunctionConfirm(OfFacility, FormView):
    form_class = FunctionForm
    template_name = "facilities/function.html"

    def form_valid(self, form: FunctionForm) -> HttpResponse:
        confirm_function(
            facility=self.facility, **form.cleaned_data, by=self.request.user
        )
        messages.success(self.request, "医療機能を記録しました。")
        return redirect(self.facility)


class FunctionEnd(OfFacility, FormView):
    form_class = EndFunctionForm
    template_name = "confirm.html"

    @cached_property
    def provision(self) -> FunctionProvision:
        standing = self.facility.provisions.filter(ends_on=None)
        found = standing.filter(pk=self.kwargs["provision"]).first()
        if found is None:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, object]:
        starts_on: date = self.provision.starts_on
        return {**super().get_form_kwargs(), "starts_on": starts_on}

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        function = self.provision.get_function_display()
        return super().get_context_data(
            question=f"{function}の提供を終わりにしますか",
            text="最後の日の次の日から数えません。届出が根拠のものは残ります。",
            facts=[
                {"label": "医療機関", "value": self.facility.shown_name},
                {"label": "根拠", "value": self._ground()},
                {"label": "開始日", "value": wareki(self.provision.starts_on)},
            ],
            confirm="終わりにする",
            danger=True,
            back_url=self.facility.get_absolute_url(),
            **kwargs,
        )

    def _ground(self) -> str:
        said = self.provision
        kind = said.get_evidence_display()
        return f"{said.evidence_text}（{kind}）" if said.evidence_text else kind

    def form_valid(self, form: forms.Form) -> HttpResponse:
        end_function(
            provision=self.provision, **form.cleaned_data, by=self.request.user
        )
        messages.success(self.request, "医療機能の提供を終わりにしました。")
        return redirect(self.facility)
