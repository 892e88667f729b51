"""The steps of the course, one page for all: a reason, or the decision that a step needs."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView

from accounts.access import PermissionRequired
from accounts.roles import Permission
from designations.actions import (
    advance,
    confirm_entry,
    correct_contact,
    designate,
    end_designation,
)
from designations.errors import NotAllowed, RuleBroken, StaleDesignation
from designations.forms_steps import StepForm, step_form
from designations.models import Designation
from designations.presenters import facts, state_badge
from designations.views.base import OfOneAct
from designations.workflow import LABELS, Move, may

PAGES = {
    Move.COORDINATE: "実施主体や市町村との調整を始めます。",
    Move.SUBMIT: "都道府県の審査に付します。審査中は、起案した側から内容を直せません。",
    Move.SEND_BACK: "1つ前の段階に戻します。理由は経過に残ります。",
    Move.DESIGNATE: "指定を決定します。効力の始まりの日から、名簿と公表の一覧に載ります。",
    Move.DECLINE: "指定しないことにします。あとで改めて起案できます。",
    Move.WITHDRAW: "決定の前に取り下げます。あとで改めて起案できます。",
    Move.CORRECT: "決定した内容は変わりません。事務局・連絡先・備考だけを直します。",
    Move.CONFIRM: "直接登録された既決の指定を、文書と照らして確認したことを記録します。",
    Move.END: "辞退・取消・期間満了の決定を登録し、効力の終わりを定めます。",
}
DONE = {
    Move.COORDINATE: "調整を始めました。",
    Move.SUBMIT: "審査に付しました。",
    Move.SEND_BACK: "差し戻しました。",
    Move.DESIGNATE: "指定しました。",
    Move.DECLINE: "見送りました。",
    Move.WITHDRAW: "取り下げました。",
    Move.CORRECT: "直しました。",
    Move.CONFIRM: "確認を記録しました。",
    Move.END: "終了を登録しました。",
}


class DesignationMove(PermissionRequired, OfOneAct, FormView):
    """Asks for what a step needs and takes it; the table of ``workflow`` says who may."""

    permission = Permission.PROPOSE_DESIGNATIONS
    template_name = "designations/move.html"

    @cached_property
    def move(self) -> Move:
        if self.kwargs["move"] not in set(PAGES):
            raise Http404
        return Move(self.kwargs["move"])

    def get(self, *args: object, **kwargs: object) -> HttpResponse:
        self._refuse_unless_allowed()
        return super().get(*args, **kwargs)

    def post(self, *args: object, **kwargs: object) -> HttpResponse:
        self._refuse_unless_allowed()
        return super().post(*args, **kwargs)

    def _refuse_unless_allowed(self) -> None:
        if not may(self.request.user, self.designation.status, self.move):
            raise NotAllowed

    def get_form_class(self) -> type[StepForm]:
        return step_form(self.move)

    def get_initial(self) -> dict[str, Any]:
        act = self.designation
        names = ("secretariat", "contact", "note")
        if self.move == Move.DESIGNATE:
            names = (
                "decided_on",
                "effective_from",
                "effective_until",
                "document_number",
            )
        return {"version": act.version} | {name: getattr(act, name) for name in names}

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        act = self.designation
        return super().get_context_data(
            **kwargs,
            designation=act,
            badge=state_badge(act, timezone.localdate()),
            title=LABELS[self.move],
            text=PAGES[self.move],
            danger=self.move in (Move.DECLINE, Move.WITHDRAW, Move.END),
            facts=facts(act),
        )

    def form_valid(self, form: StepForm) -> HttpResponse:
        try:
            self._take(form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(None, broken)
            return self.form_invalid(form)
        except StaleDesignation:
            return self._ask_again(form)
        messages.success(self.request, DONE[self.move])
        return redirect(self.designation)

    def _take(self, data: dict[str, Any]) -> Designation:
        given = {
            "designation": self.designation,
            "on": timezone.localdate(),
            "by": self.request.user,
        }
        if self.move == Move.CONFIRM:
            return confirm_entry(**given)
        if self.move == Move.CORRECT:
            reason, version = data.pop("reason"), data.pop("version")
            return correct_contact(
                **given, version=version, reason=reason, changes=data
            )
        action: dict[Move, Callable[..., Designation]] = {
            Move.DESIGNATE: designate,
            Move.END: end_designation,
        }
        if self.move in action:
            return action[self.move](**given, **data)
        return advance(**given, move=self.move, **data)

    def _ask_again(self, form: StepForm) -> HttpResponse:
        """What was typed stays; the page shows the act as somebody else left it."""
        del self.designation
        self._refuse_unless_allowed()
        form.data = form.data.copy()
        form.data["version"] = str(self.designation.version)
        context = self.get_context_data(form=form)
        return self.render_to_response(context | {"is_stale": True}, status=409)
