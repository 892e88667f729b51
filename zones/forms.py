"""Forms of zones and of the versions of a plan."""

from django import forms
from django.core.exceptions import ValidationError

from formats.dates import fiscal_year_label
from formats.text import clean_text, code_key
from zones.fields import WarekiDateField, WrittenYearField
from zones.models import HomeCareZone, MedicalPlan

REASON = {
    "label": "理由",
    "max_length": 100,
    "help_text": "記録に残ります。例：協議会の合意による",
    "error_messages": {"required": "理由を入力してください。"},
}


class ZoneForm(forms.Form):
    """The words of a zone."""

    code = forms.CharField(
        label="圏域コード",
        max_length=10,
        error_messages={"required": "圏域コードを入力してください。"},
    )
    name = forms.CharField(
        label="名称",
        max_length=40,
        error_messages={"required": "名称を入力してください。"},
    )
    kana = forms.CharField(label="かな", max_length=60, required=False)
    basis = forms.CharField(
        label="設定の考え方",
        max_length=200,
        required=False,
        help_text="例：二次医療圏、医師会の区域",
    )
    reason = forms.CharField(**REASON)

    def __init__(
        self,
        *args: object,
        plan: MedicalPlan,
        zone: HomeCareZone | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.others = plan.zones.exclude(pk=zone.pk if zone else None)

    def clean_code(self) -> str:
        code = code_key(self.cleaned_data["code"])
        if not code:
            raise ValidationError("圏域コードは英数字で入力してください。例：Z0119")
        if self.others.filter(code=code).exists():
            raise ValidationError(
                f"圏域コード{code}はほかの圏域が使っています。別のコードを入力してください。"
            )
        return code

    def clean_name(self) -> str:
        name = clean_text(self.cleaned_data["name"])
        if self.others.filter(name=name).exists():
            raise ValidationError(
                f"「{name}」はほかの圏域の名称です。別の名称を入力してください。"
            )
        return name


class MoveForm(forms.Form):
    """Which municipalities go to which zone."""

    municipalities = forms.MultipleChoiceField(
        label="移す市区町村",
        error_messages={"required": "移す市区町村を1つ以上選んでください。"},
    )
    zone = forms.ModelChoiceField(
        label="移す先の圏域",
        queryset=HomeCareZone.objects.none(),
        empty_label="選んでください",
        error_messages={"required": "移す先の圏域を選んでください。"},
    )
    reason = forms.CharField(**REASON)

    def __init__(
        self,
        *args: object,
        plan: MedicalPlan,
        names: dict[str, str],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].queryset = plan.zones.order_by("code")
        self.fields["municipalities"].choices = list(names.items())


class NextPlanForm(forms.Form):
    """The plan that follows: its name and its years."""

    name = forms.CharField(
        label="計画の名称",
        max_length=80,
        error_messages={"required": "計画の名称を入力してください。"},
    )
    first_fiscal_year = WrittenYearField(
        label="最初の年度",
        earliest=2018,
        latest=2100,
        help_text="令和12年度、R12、2030のどれでも入力できます。",
        error_messages={"required": "最初の年度を入力してください。例：令和12年度"},
    )
    last_fiscal_year = WrittenYearField(
        label="最後の年度",
        earliest=2018,
        latest=2105,
        help_text="令和17年度、R17、2035のどれでも入力できます。",
        error_messages={"required": "最後の年度を入力してください。例：令和17年度"},
    )

    def clean_name(self) -> str:
        return clean_text(self.cleaned_data["name"])

    def clean(self) -> dict[str, object]:
        values = super().clean()
        first, last = values.get("first_fiscal_year"), values.get("last_fiscal_year")
        if first and last and last < first:
            self.add_error(
                "last_fiscal_year",
                f"最後の年度は{fiscal_year_label(first)}以後の年度を入力してください。",
            )
        return values


class AdoptForm(forms.Form):
    effective_from = WarekiDateField(
        label="適用開始日", help_text="R9.4.1、2027-04-01 とも書けます。"
    )
    reason = forms.CharField(**REASON)
