"""Forms of officials about programs, and the confirmation of what a program claims."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from formats.dates import fiscal_year
from programs.actions import (
    confirm_fact,
    edit_program,
    register_program,
)
from programs.forms.fields import ReasonForm
from programs.forms.programs import (
    ProgramForm,
)
from programs.models import (
    Activity,
    CaseElement,
    CaseExample,
    Measure,
    MeasureStatus,
    Program,
    ProgramYear,
)
from programs.reach import Reach, reach_of
from programs.views.base import EditPage


class ProgramCreate(EditPage):
    form_class = ProgramForm
    heading, button, saved = (
        "補助事業を登録する",
        "登録する",
        "補助事業を登録しました。",
    )
    crumb = ("補助事業", "programs:list")

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.request.user, self.request.GET)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "prefecture": self.reach.prefecture.pk}

    def get_initial(self) -> dict[str, Any]:
        return {"fiscal_year": fiscal_year(timezone.localdate())}

    def write(self, form: ProgramForm) -> Program:
        return register_program(
            prefecture=self.reach.prefecture,
            values=form.values(),
            measures=form.cleaned_data["measures"],
            fiscal_year=form.cleaned_data["fiscal_year"],
            by=self.request.user,
        )

    def back_url(self) -> str:
        return reverse("programs:list") + self.reach.query()

    def after(self, written: Program) -> str:
        return written.get_absolute_url()


class ProgramEdit(EditPage):
    form_class = ProgramForm
    heading = "補助事業を直す"
    lede = "全部の年度に共通する内容です。予算額や実施数は年度ごとに登録します。"
    crumb = ("補助事業", "programs:list")

    @cached_property
    def thing(self) -> Program:
        return self.find(Program.objects, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {"prefecture": self.thing.prefecture_id, "program": self.thing}
        return {**super().get_form_kwargs(), **given}

    def get_initial(self) -> dict[str, Any]:
        names = [n for n in ProgramForm.Meta.fields if n not in ("code", "parent")]
        return (
            super().get_initial()
            | {name: getattr(self.thing, name) for name in names}
            | {
                "parent": self.thing.parent_id,
                "measures": list(self.thing.measures.values_list("pk", flat=True)),
            }
        )

    def write(self, form: ProgramForm) -> bool:
        return edit_program(
            program=self.thing,
            version=form.typed_version,
            values=form.values("code"),
            measures=form.cleaned_data["measures"],
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )


FACTS = {
    "measure": Measure,
    "status": MeasureStatus,
    "program": Program,
    "year": ProgramYear,
    "activity": Activity,
    "case": CaseExample,
    "element": CaseElement,
}


class FactConfirm(EditPage):
    """Take the mark 未確認 off, with the ground for it."""

    permission = Permission.EDIT_PROGRAMS
    form_class = ReasonForm
    heading, button, saved = "確認済みにする", "確認済みにする", "確認済みにしました。"

    @cached_property
    def thing(self) -> Any:
        if self.kwargs["kind"] not in FACTS:
            raise Http404
        return self.find(FACTS[self.kwargs["kind"]].objects, pk=self.kwargs["pk"])

    @property
    def lede(self) -> str:
        return f"未確認の理由：{self.thing.doubt or '記載なし'}"

    def write(self, form: ReasonForm) -> bool:
        confirm_fact(
            fact=self.thing,
            version=form.cleaned_data["version"] or 0,
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )
        return True

    def back_url(self) -> str:
        thing = self.thing
        owner = thing.measure if isinstance(thing, MeasureStatus) else thing
        return owner.get_absolute_url()
