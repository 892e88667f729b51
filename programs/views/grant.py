"""One grant with its course and documents, and each step of its way."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.roles import Permission
from programs.actions import (
    Step,
    edit_grant,
    move_grant,
)
from programs.actions.grants import permission_to_edit
from programs.errors import NotAllowed
from programs.forms.grants import (
    GrantForm,
    StepForm,
    first_amount,
)
from programs.kinds import GrantMove
from programs.models import Grant
from programs.presenters.grants import (
    BADGES,
    buttons,
    course,
    facts,
    timeline,
)
from programs.reach import Reach, reach_of
from programs.views.base import EditPage, RegionalEdit, RoomPage, history_of
from programs.views.documents import OwnedDocument
from programs.workflow import rule_for

READ = (
    "applicant__facility",
    "applicant__municipality",
    "zone",
    "municipality",
    "year__program",
)


class GrantDetail(RoomPage):
    template_name = "programs/grant.html"
    tab = "grants"

    @cached_property
    def grant(self) -> Grant:
        rows = Grant.objects.visible_to(self.request.user).select_related(*READ)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def reach(self) -> Reach:
        prefecture = self.grant.year.program.prefecture_id
        return reach_of(self.request.user, self.request.GET, prefecture=prefecture)

    @property
    def title(self) -> str:
        return str(self.grant.applicant)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        grant = self.grant
        return super().get_context_data(
            grant=grant,
            badge=BADGES[grant.status],
            course=course(grant),
            buttons=buttons(grant, self.request.user),
            timeline=timeline(grant.steps.select_related("by").order_by("-pk")),
            facts=facts(grant),
            may_correct=self._may_correct(),
            documents=grant.documents.defer("content").order_by("pk"),
            history=history_of(grant),
            **more,
        )

    def _may_correct(self) -> bool:
        user, grant = self.request.user, self.grant
        mine = Grant.objects.editable_by(user).filter(pk=grant.pk)
        return user.may(permission_to_edit(grant)) and mine.exists()


class OfGrant(EditPage):
    permission = Permission.RECORD_ACTIVITIES
    crumb = ("交付", "programs:grants")

    @cached_property
    def thing(self) -> Grant:
        return self.find(Grant.objects.select_related(*READ), pk=self.kwargs["pk"])


class GrantMoveForm(OfGrant):
    """One step: the table of ``workflow`` says who may take it from here."""

    form_class = StepForm
    saved = "登録しました。"

    @cached_property
    def move(self) -> GrantMove:
        if self.kwargs["move"] not in set(GrantMove) - {GrantMove.APPLY}:
            raise Http404
        return GrantMove(self.kwargs["move"])

    def prepare(self) -> None:
        rule = rule_for(self.thing.status, self.move)
        if rule is None and self.request.method == "GET":
            raise Http404
        if rule is not None and not self.request.user.may(rule.permission):
            raise NotAllowed

    @property
    def heading(self) -> str:
        return self.move.label

    @property
    def button(self) -> str:
        return self.move.label

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "move": self.move}

    def get_initial(self) -> dict[str, Any]:
        return {
            "version": self.thing.version,
            "on": timezone.localdate(),
            "amount": first_amount(self.thing, self.move),
        }

    def write(self, form: StepForm) -> Grant:
        data = form.cleaned_data
        return move_grant(
            grant=self.thing,
            version=data.pop("version"),
            move=self.move,
            step=Step(**data),
            by=self.request.user,
        )


class GrantEdit(RegionalEdit, OfGrant):
    """Correct what an application says; amounts and days change by steps alone."""

    form_class = GrantForm
    heading, saved = "申請の情報を直す", "申請の情報を直しました。"

    def prepare(self) -> None:
        if not self.request.user.may(permission_to_edit(self.thing)):
            raise NotAllowed

    @property
    def prefecture(self) -> str:
        return self.thing.year.program.prefecture_id

    def get_form_kwargs(self) -> dict[str, Any]:
        decided = self.thing.decided_on is not None
        return {**super().get_form_kwargs(), "decided": decided}

    def write(self, form: GrantForm) -> bool:
        return edit_grant(
            grant=self.thing,
            version=form.typed_version,
            values=form.values(),
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )


class GrantDocument(OwnedDocument, OfGrant):
    """Attach a file to this grant."""
