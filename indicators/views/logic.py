"""The logic model and its boxes."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.generic import FormView, View

from accounts.access import PermissionRequired
from accounts.roles import Permission
from indicators import actions
from indicators.errors import BrokenRule
from indicators.forms_logic import LogicForm
from indicators.models import LogicItem
from indicators.pages import ReachPage
from indicators.presenters.logic import LogicModel
from indicators.reach import Reach, reach_of
from indicators.sheets import Sheet


class LogicBoard(ReachPage):
    template_name = "indicators/logic.html"
    tab, title = "logic", "ロジックモデル"

    @cached_property
    def model(self) -> LogicModel:
        return LogicModel(self.reach)

    def sheets(self) -> list[Sheet]:
        return [self.model.sheet()]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=self.model.rows(), loose=self.model.loose(), **more
        )


class LogicItemPage(ReachPage, FormView):
    """The form of a box of the version in force."""

    permission = Permission.EDIT_INDICATORS
    template_name = "indicators/form.html"
    form_class = LogicForm
    item: LogicItem | None = None
    heading, button = "項目を加える", "加える"

    def get_form_kwargs(self) -> dict[str, object]:
        if not self.reach.may_edit or self.reach.version is None:
            raise Http404
        return {
            **super().get_form_kwargs(),
            "version": self.reach.version,
            "item": self.item,
        }

    def form_valid(self, form: LogicForm) -> HttpResponse:
        try:
            actions.save_logic_item(
                version=self.reach.version,
                item=self.item,
                **form.cleaned_data,
                by=self.request.user,
            )
        except BrokenRule as broken:
            form.add_error(None, broken.messages)
            return self.form_invalid(form)
        messages.success(self.request, "ロジックモデルを保存しました。")
        return redirect(self.back_url())

    def back_url(self) -> str:
        return reverse("indicators:logic") + self.reach.query()

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading,
            about="ロジックモデル",
            button=self.button,
            back_url=self.back_url(),
            remove_url=reverse("indicators:logic-remove", args=[self.item.pk])
            if self.item
            else "",
            **more,
        )


class LogicItemCreate(LogicItemPage):
    pass


class LogicItemEdit(LogicItemPage):
    heading, button = "項目を直す", "保存する"

    @cached_property
    def item(self) -> LogicItem:
        rows = LogicItem.objects.editable_by(self.request.user)
        return get_object_or_404(
            rows.select_related("version__plan__prefecture"), pk=self.kwargs["pk"]
        )

    @cached_property
    def reach(self) -> Reach:
        query = self.request.GET.copy()
        query["prefecture"] = self.item.version.plan.prefecture_id
        found = reach_of(self.request.user, query)
        # A box is edited in its own version, whichever is in force today.
        found.__dict__["version"] = self.item.version
        return found


class LogicItemRemove(PermissionRequired, View):
    permission = Permission.EDIT_INDICATORS

    def _item(self) -> LogicItem:
        rows = LogicItem.objects.editable_by(self.request.user)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self._item()
        context = {
            "question": f"「{item.title}」を取り除きますか",
            "text": "項目とつながりがなくなります。指標、施策、補助事業はそのままです。",
            "confirm": "取り除く",
            "danger": True,
            "back_url": reverse("indicators:logic-edit", args=[item.pk]),
            "room": "indicators",
        }
        return render(request, "confirm.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actions.remove_logic_item(item=self._item(), by=request.user)
        messages.success(request, "項目を取り除きました。")
        return redirect("indicators:logic")
