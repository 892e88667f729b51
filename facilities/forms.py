"""Forms of facilities. The choices of places are those of the person's region."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from facilities.actions import EDITABLE
from facilities.kinds import BedsState, CareFunction, CodeSystem
from facilities.models import Facility
from formats.codes import CodeError, split_medical_code
from formats.dates import wareki
from formats.text import clean_text, code_key, private_use
from zones.fields import (
    PostalCodeField,
    WarekiDateField,
    WholeNumberField,
    WrittenCodeField,
)
from zones.models import Municipality

LISTED = "名簿に載る項目です。次の名簿の取込で、名簿の内容に戻ることがあります。"
MOST_BEDS = 9999


class FacilityForm(forms.ModelForm):
    """What a person may change of a facility."""

    field_order = EDITABLE
    reason = forms.CharField(
        label="理由",
        max_length=100,
        help_text="履歴に残ります。例：電話で確認した",
        error_messages={"required": "変更の理由を入力してください。"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Facility
        fields = list(EDITABLE)
        field_classes = {
            "postal_code": PostalCodeField,
            "phone": WrittenCodeField,
            "fax": WrittenCodeField,
            "corporation_number": WrittenCodeField,
            "office_number": WrittenCodeField,
            "beds": WholeNumberField,
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "name": LISTED,
            "corrected_name": "名簿の名称に表示できない文字（〓）があるときの正しい名称です。",
            "kana": "検索に使います。",
            "municipality": "住所から市区町村が分からないときに選びます。",
            "contact_window": "例：地域連携室　平日9時〜17時",
            "beds": f"0〜{MOST_BEDS}の整数。{LISTED}",
        }
        error_messages = {"name": {"required": "名称を入力してください。"}}

    def __init__(self, *args: object, by: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if private_use(self.instance.name):
            # Nobody can type such a name again; the corrected one stands for it.
            del self.fields["name"]
        places = Municipality.objects.editable_by(by).order_by("code")
        self.fields["municipality"].queryset = places
        self.fields["municipality"].empty_label = "不明"
        self.fields["beds"].max_value = MOST_BEDS
        self.fields["beds_state"].label = "病床の有無"

    def clean_name(self) -> str:
        return clean_text(self.cleaned_data["name"])

    def clean_corrected_name(self) -> str:
        name = clean_text(self.cleaned_data["corrected_name"])
        if private_use(name):
            raise ValidationError(
                f"「{name}」に表示できない文字（外字）があります。ほかの字で入力してください。"
            )
        return name

    def clean(self) -> dict:
        values = super().clean()
        beds, state = values.get("beds"), values.get("beds_state")
        if beds is not None and state == BedsState.NONE:
            self.add_error(
                "beds_state",
                f"病床数に{beds}床とあります。「あり」を選ぶか、病床数を消してください。",
            )
        if beds is None and state == BedsState.KNOWN:
            self.add_error("beds", "病床数を入力するか、「不明」を選んでください。")
        return values

    def values(self) -> dict[str, object]:
        """The fields that the action takes."""
        return {
            name: self.cleaned_data[name] for name in self.fields if name in EDITABLE
        }


class RegisterForm(FacilityForm):
    """A facility that stands on no official list."""

    code_system = forms.ChoiceField(
        label="番号の種類", choices=CodeSystem.choices, initial=CodeSystem.CARE_OFFICE
    )
    code = forms.CharField(
        label="番号",
        max_length=20,
        error_messages={"required": "番号を入力してください。"},
    )
    since = WarekiDateField(
        label="この日から数える",
        help_text="開設日など。R7.4.1、2025-04-01 とも書けます。",
    )
    field_order = ("code_system", "code", *EDITABLE, "since", "reason")

    class Meta(FacilityForm.Meta):
        help_texts = {**FacilityForm.Meta.help_texts, "name": "", "beds": ""}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["corrected_name"], self.fields["version"]
        self.fields["municipality"].required = True
        self.fields["municipality"].empty_label = "選んでください"
        self.fields["municipality"].help_text = ""
        self.fields["municipality"].error_messages["required"] = (
            "市区町村を選んでください。"
        )

    def clean(self) -> dict:
        values = super().clean()
        system, code = values.get("code_system"), values.get("code")
        if not system or not code:
            return values
        code = values["code"] = code_key(code)
        if system == CodeSystem.MEDICAL:
            try:
                split_medical_code(code)
            except CodeError as error:
                self.add_error("code", str(error))
        taken = Facility.objects.filter(code_system=system, code=code).first()
        if taken is not None:
            self.add_error(
                "code", f"番号{code}はもう登録されています。番号を確かめてください。"
            )
        return values

    def values(self) -> dict[str, object]:
        system, code = self.cleaned_data["code_system"], self.cleaned_data["code"]
        medical = system == CodeSystem.MEDICAL
        sector = split_medical_code(code).sector if medical else ""
        return super().values() | {
            "code_system": system,
            "code": code,
            "sector": sector,
        }


class CloseForm(forms.Form):
    on = WarekiDateField(
        label="最後の日", help_text="R7.4.1、2025-04-01 とも書けます。"
    )
    reason = forms.CharField(
        label="理由",
        max_length=100,
        error_messages={"required": "理由を入力してください。"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="理由",
        max_length=100,
        error_messages={"required": "理由を入力してください。"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class FunctionForm(forms.Form):
    """That a facility provides a function."""

    function = forms.ChoiceField(label="医療機能", choices=CareFunction.choices)
    starts_on = WarekiDateField(label="開始日")
    evidence_text = forms.CharField(
        label="根拠",
        max_length=300,
        help_text="例：地域の退院調整会議に参加（令和7年11月 電話で確認）",
        error_messages={"required": "何で確かめたかを入力してください。"},
    )


class EndFunctionForm(forms.Form):
    on = WarekiDateField(
        label="最後の日", help_text="R7.4.1、2025-04-01 とも書けます。"
    )
    reason = forms.CharField(
        label="理由",
        max_length=100,
        error_messages={"required": "理由を入力してください。"},
    )

    def __init__(self, *args: object, starts_on: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.starts_on = starts_on

    def clean_on(self) -> date:
        on = self.cleaned_data["on"]
        if on < self.starts_on:
            raise ValidationError(
                f"最後の日は{wareki(self.starts_on)}以降の日を入力してください。"
            )
        return on
