"""Forms of programs, their years, results, sheets and evaluations."""

from typing import Any

from django import forms

from programs.forms.fields import (
    DAY_HELP,
    FiscalYearField,
    LinesField,
    ManyField,
    RecordForm,
    formfield,
    reason_field,
)
from programs.kinds import Achievement, PolicyArea, ResultKind, SheetSection
from programs.models import Measure, Program, ProgramYear
from zones.fields import NumberField, WarekiDateField, WholeNumberField


class ProgramForm(RecordForm):
    """What holds for all years of a program. A new one also says its first fiscal year."""

    implementing_bodies = LinesField(
        label="実施主体", required=False, help_text="1行に1つ入力します。"
    )
    target_professions = LinesField(
        label="対象職種", required=False, help_text="1行に1つ入力します。"
    )
    policy_areas = ManyField(label="分野", choices=PolicyArea, required=False)
    measures = forms.ModelMultipleChoiceField(
        Measure.objects.none(),
        label="施策",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="施策の表に、この事業の予算と数を示します。",
    )
    fiscal_year = FiscalYearField(label="最初の年度")
    reason = reason_field()

    class Meta:
        model = Program
        formfield_callback = formfield
        fields = [
            "code",
            "record_type",
            "name",
            "short_name",
            "parent",
            "funding",
            "fund_kind",
            "standard_project",
            "implementing_bodies",
            "target_professions",
            "policy_areas",
            "starts_on",
            "ends_on",
        ]

    def __init__(
        self,
        *args: object,
        prefecture: str,
        program: Program | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = Program.objects.of(prefecture).filter(record_type="parent")
        self.fields["parent"].queryset = rows.order_by("code")
        measures = Measure.objects.of(prefecture).filter(node_type="measure")
        self.fields["measures"].queryset = measures.order_by("order", "code")
        self.fields["measures"].label_from_instance = lambda m: f"{m.code}　{m.name}"
        gone = ("code", "fiscal_year") if program else ("version", "reason")
        for name in gone:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "終了日を、開始日以後の日にしてください。")
        if data.get("fund_kind") and data.get("funding") != "fund":
            self.add_error(
                "fund_kind",
                "財源が地域医療介護総合確保基金のときだけ選びます。",
            )
        return data


class YearForm(RecordForm):
    reason = reason_field()

    class Meta:
        model = ProgramYear
        formfield_callback = formfield
        fields = [
            "budget_first",
            "budget_supplementary",
            "settled",
            "national_share",
            "prefecture_share",
            "other_share",
            "sites_planned",
            "sites_actual",
            "sites_unit",
            "status_text",
            "as_of",
            "as_of_label",
        ]
        help_texts = {
            "budget_supplementary": "減額は負の数で入力します。",
            "national_share": "国費・都道府県費・その他の合計を予算額と同じにします。基金は国3分の2、都道府県3分の1です。",
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("budget_supplementary", "other_share"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name in ("budget_supplementary", "other_share"):
            data[name] = data.get(name) or 0
        return data


class EvaluationForm(forms.Form):
    """The yearly evaluation that the fund asks for."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, label="版")
    achievement = forms.ChoiceField(
        label="達成の状況", choices=Achievement, widget=forms.RadioSelect
    )
    evaluation = forms.CharField(
        label="評価の理由", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000
    )
    next_year = forms.CharField(
        label="次年度に向けて",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
    )
    on = WarekiDateField(label="評価日", help_text=DAY_HELP)


class ResultForm(forms.Form):
    """An output or outcome indicator; one of the same kind and name is rewritten."""

    kind = forms.ChoiceField(label="種類", choices=ResultKind, widget=forms.RadioSelect)
    name = forms.CharField(
        label="指標",
        max_length=120,
        help_text="同じ種類と名前の指標があるときは書き換えます。",
    )
    unit = forms.CharField(label="単位", max_length=20, required=False)
    planned = NumberField(label="計画", max_digits=14, decimal_places=2, required=False)
    actual = NumberField(label="実績", max_digits=14, decimal_places=2, required=False)
    out_of = WholeNumberField(
        label="母数",
        min_value=0,
        required=False,
        help_text="全体のうちいくつかを示すときに入力します。例　16医師会のうち12",
    )


class SheetForm(forms.Form):
    """The lines of a sheet, a box for each section."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for section in SheetSection:
            self.fields[section.value] = LinesField(
                label=section.label,
                required=False,
                help_text="1行に1項目を入力します（1項目400字まで）。",
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, lines in list(data.items()):
            if any(len(line) > 400 for line in lines):
                self.add_error(name, "1項目は400字までにしてください。")
        return data

    def sections(self) -> dict[SheetSection, list[str]]:
        return {SheetSection(n): lines for n, lines in self.cleaned_data.items()}
