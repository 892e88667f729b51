"""The cases worth sharing: found, read, printed as a booklet, written and released."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from formats.tables import Table
from programs.actions.cases import (
    add_case,
    add_element,
    edit_case,
    edit_element,
    release_case,
    remove_case,
    remove_element,
)
from programs.cases import Case, cases_in, cases_of
from programs.forms.cases import CaseFilter, CaseForm, ElementForm
from programs.models import CaseElement, CaseExample
from programs.presenters.cases import case_facts, case_rows, case_table, element_rows
from programs.views.base import (
    ConfirmPage,
    CreatePage,
    EditPage,
    RegionalEdit,
    RoomPage,
    history_of,
)

CRUMB = ("先進事例集", "programs:cases")


class CaseList(RoomPage):
    template_name = "programs/cases.html"
    tab, title = "cases", "先進事例集"
    lede = "ほかの地域の参考になる取組を、医療機能と取組の種類から探せます。公開した事例は、どの地域の担当者も読めます。"

    @cached_property
    def all_cases(self) -> list[Case]:
        return cases_of(self.request.user)

    @cached_property
    def filter(self) -> CaseFilter:
        return CaseFilter(
            self.request.GET,
            user=self.request.user,
            prefecture=self.reach.prefecture.pk,
            cases=self.all_cases,
        )

    @cached_property
    def cases(self) -> list[Case]:
        return self.filter.narrow(self.all_cases)

    def tables(self) -> list[Table]:
        return [case_table(self.cases, self.reach.day)]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            filter=self.filter, rows=case_rows(self.cases), **more
        )


class CaseBook(CaseList):
    """The cases found, in full, one after the other, to be printed."""

    template_name = "programs/case_book.html"


class CaseDetail(RoomPage):
    template_name = "programs/case.html"
    tab = "cases"

    @cached_property
    def case(self) -> Case:
        rows = CaseExample.objects.visible_to(self.request.user)
        get_object_or_404(rows, pk=self.kwargs["pk"])
        return cases_in(rows.filter(pk=self.kwargs["pk"]))[0]

    @property
    def title(self) -> str:
        return self.case.example.title

    def tables(self) -> list[Table]:
        return [case_table([self.case], self.reach.day)]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        example = self.case.example
        editable = CaseExample.objects.editable_by(self.request.user)
        may_edit = self.reach.may_edit and editable.filter(pk=example.pk).exists()
        return super().get_context_data(
            case=self.case,
            example=example,
            facts=case_facts(self.case),
            elements=element_rows(self.case),
            doubts=self.case.doubts,
            may_edit=may_edit,
            history=history_of(example, *self.case.elements) if may_edit else None,
            **more,
        )


class CaseCreate(CreatePage):
    form_class = CaseForm
    heading, button, saved = "事例を登録する", "登録する", "事例を登録しました。"
    lede = "登録した事例は、公開するまで都道府県の担当者だけが読めます。"
    crumb = CRUMB

    def write(self, form: CaseForm) -> CaseExample:
        return add_case(
            prefecture=self.reach.prefecture, values=form.values(), by=self.request.user
        )


class OneCase(EditPage):
    crumb = CRUMB

    @cached_property
    def thing(self) -> CaseExample:
        return self.find(CaseExample.objects, pk=self.kwargs["pk"])


class CaseEdit(OneCase, RegionalEdit):
    form_class = CaseForm
    heading = "事例を直す"

    def write(self, form: CaseForm) -> bool:
        return edit_case(
            case=self.thing,
            version=form.typed_version,
            values=form.values(),
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )


class CaseRelease(ConfirmPage, OneCase):
    """Release a case, or take a released one back."""

    @property
    def question(self) -> str:
        return (
            "公開を取り下げますか" if self.thing.released else "この事例を公開しますか"
        )

    @property
    def text(self) -> str:
        if self.thing.released:
            return (
                "都道府県の担当者だけが読めるようになります。いつでも公開し直せます。"
            )
        return "すべての地域の都道府県・保健所の担当者が読めるようになります。あとで取り下げることもできます。"

    @property
    def button(self) -> str:
        return "公開を取り下げる" if self.thing.released else "公開する"

    def write(self, form: Any) -> bool:
        return release_case(
            case=self.thing,
            version=self.thing.version,
            released=not self.thing.released,
            by=self.request.user,
        )


class CaseRemove(ConfirmPage, OneCase):
    question, button, danger = "この事例を消しますか", "消す", True
    text = "要素も消えます。消したことと前の内容は、操作の記録に残ります。"
    saved = "事例を消しました。"

    def write(self, form: Any) -> bool:
        remove_case(case=self.thing, by=self.request.user)
        return True

    def after(self, written: object) -> str:
        return reverse("programs:cases")


class ElementAdd(OneCase):
    form_class = ElementForm
    heading, button, saved = "要素を加える", "加える", "要素を加えました。"

    def get_initial(self) -> dict[str, Any]:
        return {}

    def write(self, form: ElementForm) -> CaseElement:
        return add_element(case=self.thing, values=form.values(), by=self.request.user)


class OneElement(EditPage):
    crumb = CRUMB

    @cached_property
    def thing(self) -> CaseElement:
        rows = CaseElement.objects.select_related("case")
        return self.find(rows, pk=self.kwargs["pk"])

    def about(self) -> str:
        return f"{self.thing.case}　{self.thing}"

    def back_url(self) -> str:
        return self.thing.get_absolute_url()


class ElementEdit(OneElement):
    form_class = ElementForm
    heading = "要素を直す"

    def get_initial(self) -> dict[str, Any]:
        names = ElementForm.Meta.fields
        return super().get_initial() | {n: getattr(self.thing, n) for n in names}

    def write(self, form: ElementForm) -> bool:
        return edit_element(
            element=self.thing,
            version=form.typed_version,
            values=form.values(),
            by=self.request.user,
        )


class ElementRemove(ConfirmPage, OneElement):
    question, button, danger = "この要素を消しますか", "消す", True
    text = "消したことと前の内容は、操作の記録に残ります。"
    saved = "要素を消しました。"

    def write(self, form: Any) -> bool:
        remove_element(element=self.thing, by=self.request.user)
        return True
