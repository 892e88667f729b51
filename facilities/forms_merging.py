"""Forms that join and divide facilities."""

from collections.abc import Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from facilities.hanging import Group
from facilities.kinds import CodeSystem
from facilities.models import Facility, Filing, FunctionProvision
from formats.codes import CodeError, split_medical_code
from formats.dates import wareki
from formats.text import clean_text, code_key

REASON = "理由を入力してください。"


def _words(row: Model) -> str:
    """A row that hangs on a facility, for a person to choose."""
    if isinstance(row, Filing):
        number = f"　{row.number}" if row.number else ""
        return f"{row.kind}{number}　{wareki(row.starts_on)}から"
    if isinstance(row, FunctionProvision):
        return f"{row.get_function_display()}　{wareki(row.starts_on)}から"
    return str(row)


class MergeForm(forms.Form):
    """What stands behind the comparison: both as they were seen, and why they are one."""

    reason = forms.CharField(
        label="同じ機関とする理由",
        max_length=90,
        help_text="履歴に残ります。例：開設者の変更で番号が変わった",
        error_messages={"required": REASON},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    gone_version = forms.IntegerField(widget=forms.HiddenInput)


class SplitForm(forms.Form):
    """The second institution, and what of the first is its own."""

    code = forms.CharField(
        label="分ける機関の番号",
        max_length=20,
        error_messages={"required": "番号を入力してください。"},
    )
    name = forms.CharField(
        label="分ける機関の名称",
        max_length=200,
        error_messages={"required": "名称を入力してください。"},
    )
    reason = forms.CharField(
        label="別の機関とする理由",
        max_length=90,
        help_text="履歴に残ります。例：誤って1つにまとめていた",
        error_messages={"required": REASON},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: object,
        facility: Facility,
        groups: Sequence[Group],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.facility, self.groups = facility, groups
        for group in groups:
            self.fields[group.key] = forms.MultipleChoiceField(
                label=f"分ける機関へ移す{group.label}",
                choices=[(str(row.pk), _words(row)) for row in group.rows],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        self.order_fields(["code", "name", *(one.key for one in groups), "reason"])

    def clean_code(self) -> str:
        code, system = code_key(self.cleaned_data["code"]), self.facility.code_system
        if system == CodeSystem.MEDICAL:
            try:
                split_medical_code(code)
            except CodeError as error:
                raise ValidationError(str(error)) from error
        # every region: a code is taken wherever it stands.
        if Facility.objects.filter(code_system=system, code=code).exists():
            raise ValidationError(
                f"番号{code}はもう登録されています。番号を確かめてください。"
            )
        return code

    def clean_name(self) -> str:
        return clean_text(self.cleaned_data["name"])

    def chosen(self) -> dict[str, list[str]]:
        return {one.key: self.cleaned_data[one.key] for one in self.groups}
