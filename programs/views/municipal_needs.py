"""What a municipality asks for and what help it got: reporting, answering and correcting."""

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from programs.actions import (
    edit_help,
    edit_issue,
    give_help,
    report_issue,
)
from programs.forms.municipal import (
    HelpForm,
    IssueForm,
)
from programs.models import HelpGiven, MunicipalIssue
from programs.views.base import EditPage
from programs.views.municipal import OfMunicipality


class IssueReport(OfMunicipality):
    form_class = IssueForm
    heading, button = "課題を登録する", "登録する"
    saved = "課題を登録しました。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "new": True}

    def get_initial(self) -> dict[str, Any]:
        return {"raised_on": timezone.localdate()}

    def write(self, form: IssueForm) -> MunicipalIssue:
        return report_issue(
            municipality=self.thing, **form.values(), by=self.request.user
        )


class IssueEdit(EditPage):
    permission = Permission.RECORD_ACTIVITIES
    form_class = IssueForm
    heading = "課題を直す"
    crumb = ("市町村事業", "programs:initiatives")

    @cached_property
    def thing(self) -> MunicipalIssue:
        rows = MunicipalIssue.objects.select_related("municipality")
        return self.find(rows, pk=self.kwargs["pk"])

    def about(self) -> str:
        return str(self.thing.municipality)

    def get_initial(self) -> dict[str, Any]:
        names = IssueForm.Meta.fields
        return super().get_initial() | {n: getattr(self.thing, n) for n in names}

    def write(self, form: IssueForm) -> bool:
        return edit_issue(
            issue=self.thing,
            version=form.typed_version,
            values=form.values(),
            by=self.request.user,
        )

    def back_url(self) -> str:
        return reverse("programs:municipality", args=[self.thing.municipality_id])


class HelpGive(OfMunicipality):
    form_class = HelpForm
    heading, button = "支援を記録する", "記録する"
    saved = "支援を記録しました。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "municipality": self.thing}

    def get_initial(self) -> dict[str, Any]:
        issue = self.request.GET.get("issue", "")
        return {
            "on": timezone.localdate(),
            "person": str(self.request.user),
            "issue": issue if issue.isdigit() else None,
        }

    def write(self, form: HelpForm) -> object:
        return give_help(municipality=self.thing, **form.values(), by=self.request.user)


class HelpEdit(EditPage):
    permission = Permission.RECORD_ACTIVITIES
    form_class = HelpForm
    heading = "支援の記録を直す"
    crumb = ("市町村事業", "programs:initiatives")

    @cached_property
    def thing(self) -> HelpGiven:
        rows = HelpGiven.objects.select_related("municipality")
        return self.find(rows, pk=self.kwargs["pk"])

    def about(self) -> str:
        return str(self.thing.municipality)

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {"municipality": self.thing.municipality}
        return {**super().get_form_kwargs(), **given}

    def get_initial(self) -> dict[str, Any]:
        names = ("kind", "on", "person", "text", "issue")
        return super().get_initial() | {n: getattr(self.thing, n) for n in names}

    def write(self, form: HelpForm) -> bool:
        return edit_help(
            given=self.thing,
            version=form.cleaned_data["version"] or 0,
            values=form.values(),
            by=self.request.user,
        )

    def back_url(self) -> str:
        return reverse("programs:municipality", args=[self.thing.municipality_id])
