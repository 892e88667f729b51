"""Forms of officials about the years of programs: budget, evaluation, sheet, results, carrying over."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from formats.dates import fiscal_year_label
from programs.actions import (
    carry_over,
    carry_over_all,
    edit_year,
    evaluate_year,
    remove_result,
    set_result,
    set_sheet,
)
from programs.forms.programs import (
    EvaluationForm,
    ResultForm,
    SheetForm,
    YearForm,
)
from programs.kinds import SheetSection
from programs.models import (
    ProgramResult,
    ProgramYear,
)
from programs.reach import Reach, reach_of
from programs.views.base import ConfirmPage, EditPage


class OfYear(EditPage):
    """A form about one fiscal year of a program."""

    crumb = ("補助事業", "programs:list")

    @cached_property
    def thing(self) -> ProgramYear:
        rows = ProgramYear.objects.select_related("program")
        return self.find(rows, pk=self.kwargs["pk"])

    def about(self) -> str:
        return f"{self.thing.program}　{fiscal_year_label(self.thing.fiscal_year)}"


class YearEdit(OfYear):
    form_class = YearForm
    heading = "予算額と実施数を直す"
    lede = "金額は千円で入力します。"

    def get_initial(self) -> dict[str, Any]:
        names = YearForm.Meta.fields
        return super().get_initial() | {n: getattr(self.thing, n) for n in names}

    def write(self, form: YearForm) -> bool:
        return edit_year(
            year=self.thing,
            version=form.typed_version,
            values=form.values(),
            reason=form.cleaned_data["reason"],
            by=self.request.user,
        )


class YearEvaluate(OfYear):
    form_class = EvaluationForm
    heading = "年度の評価を登録する"
    lede = "基金の事後評価に使います。達成の状況、その理由、次年度に向けた見直しを登録します。"

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {
            "achievement": self.thing.achievement,
            "evaluation": self.thing.evaluation,
            "next_year": self.thing.next_year,
            "on": self.thing.evaluated_on or timezone.localdate(),
        }

    def write(self, form: EvaluationForm) -> bool:
        data = form.cleaned_data
        return evaluate_year(
            year=self.thing,
            version=data.pop("version") or 0,
            **data,
            by=self.request.user,
        )


class YearSheet(OfYear):
    form_class = SheetForm
    heading = "個票を直す"

    def get_initial(self) -> dict[str, Any]:
        lines = list(self.thing.lines.order_by("section", "order", "pk"))
        return {
            section.value: [line.text for line in lines if line.section == section]
            for section in SheetSection
        }

    def write(self, form: SheetForm) -> int | bool:
        written = set_sheet(
            year=self.thing, sections=form.sections(), by=self.request.user
        )
        return written or False


class YearResult(OfYear):
    form_class = ResultForm
    heading = "指標を登録する"

    def get_initial(self) -> dict[str, Any]:
        wanted = self.request.GET.get("result", "")
        if not wanted.isdigit():
            return {}
        result = get_object_or_404(self.thing.results, pk=wanted)
        return {name: getattr(result, name) for name in ResultForm.base_fields}

    def write(self, form: ResultForm) -> ProgramResult:
        return set_result(year=self.thing, **form.cleaned_data, by=self.request.user)


class ResultRemove(ConfirmPage):
    question, button, danger = "この指標を外しますか", "外す", True
    text = "計画と実績の数も消えます。記録は操作の記録に残ります。"
    saved = "指標を外しました。"

    @cached_property
    def thing(self) -> ProgramYear:
        return self.find(ProgramYear.objects, results=self.kwargs["pk"])

    @cached_property
    def result(self) -> ProgramResult:
        return get_object_or_404(self.thing.results, pk=self.kwargs["pk"])

    def about(self) -> str:
        return f"{self.thing}　{self.result}"

    def write(self, form: Any) -> bool:
        remove_result(result=self.result, by=self.request.user)
        return True


class YearCarry(ConfirmPage):
    """Make the next fiscal year of one program."""

    question, button = "次の年度へ引き継ぎますか", "引き継ぐ"
    text = (
        "当初予算額・計画数・個票の背景などを次の年度に写し、未確認の印を付けます。"
        "決算・負担額・実績・評価は空から始めます。いまの年度は変わりません。"
    )
    saved = "次の年度を作りました。額と計画を確かめてください。"

    @cached_property
    def thing(self) -> ProgramYear:
        rows = ProgramYear.objects.select_related("program")
        return self.find(rows, pk=self.kwargs["pk"])

    def write(self, form: Any) -> ProgramYear:
        return carry_over(year=self.thing, by=self.request.user)

    def after(self, written: ProgramYear) -> str:
        return written.get_absolute_url()


class CarryAll(ConfirmPage):
    """Make the next fiscal year of all programs that run on."""

    question, button = "全部の事業を次の年度へ引き継ぎますか", "引き継ぐ"
    text = (
        "続いている事業のうち、次の年度がまだないものだけを写します。"
        "当初予算額と計画数には未確認の印を付けます。いまの年度は変わりません。"
    )
    saved = "次の年度を作りました。額と計画を確かめてください。"

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.request.user, self.request.GET)

    def prepare(self) -> None:
        if not self.reach.may_edit or self.reach.asked_year is None:
            raise Http404

    def write(self, form: Any) -> bool:
        made = carry_over_all(
            prefecture=self.reach.prefecture,
            fiscal_year=self.reach.asked_year,
            by=self.request.user,
        )
        return bool(made)

    def back_url(self) -> str:
        year = self.reach.asked_year
        return reverse("programs:list") + self.reach.query(year=year)

    def after(self, written: object) -> str:
        following = self.reach.asked_year + 1
        return reverse("programs:list") + self.reach.query(year=following)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        following = fiscal_year_label(self.reach.asked_year + 1)
        return super().get_context_data(
            **more, facts=[{"label": "次の年度", "value": following}]
        )
