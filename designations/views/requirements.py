"""Answering one requirement of an act."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from accounts.access import PermissionRequired
from accounts.roles import Permission
from designations.actions import record_check
from designations.errors import NotAllowed, RuleBroken, StaleDesignation
from designations.forms_steps import CheckForm
from designations.models import RequirementCheck
from designations.views.base import OfOneAct
from designations.workflow import Move, may


class RequirementAnswer(PermissionRequired, OfOneAct, FormView):
    permission = Permission.PROPOSE_DESIGNATIONS
    template_name = "designations/check.html"
    form_class = CheckForm

    @cached_property
    def check(self) -> RequirementCheck:
        rows = self.designation.checks.select_related("requirement__version")
        return get_object_or_404(rows, requirement=self.kwargs["requirement"])

    def get_form_kwargs(self) -> dict[str, Any]:
        if not may(self.request.user, self.designation.status, Move.RECORD):
            raise NotAllowed
        given = {"user": self.request.user, "check": self.check}
        return super().get_form_kwargs() | given

    def get_initial(self) -> dict[str, Any]:
        names = ("state", "evidence", "planned_until", "waiver_reason")
        stands = {name: getattr(self.check, name) for name in names}
        return stands | {"version": self.designation.version}

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            designation=self.designation,
            check=self.check,
            requirement=self.check.requirement,
        )

    def form_valid(self, form: CheckForm) -> HttpResponse:
        try:
            record_check(
                designation=self.designation,
                requirement=self.check.requirement,
                on=timezone.localdate(),
                by=self.request.user,
                **form.cleaned_data,
            )
        except RuleBroken as broken:
            form.add_error(None, broken)
            return self.form_invalid(form)
        except StaleDesignation:
            return self._ask_again(form)
        messages.success(self.request, "求められる事項を記録しました。")
        return redirect(self.designation)

    def _ask_again(self, form: CheckForm) -> HttpResponse:
        """What was typed stays, beside what somebody else wrote meanwhile."""
        del self.designation, self.check
        form.data = form.data.copy()
        form.data["version"] = str(self.designation.version)
        context = self.get_context_data(form=form) | {"is_stale": True}
        return self.render_to_response(context, status=409)
