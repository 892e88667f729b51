"""Forms of the municipal scheme, desks, issues, help, and the rules of a zone."""

from typing import Any

from django import forms

from accounts.models import User
from designations.models import Operator
from programs.actions import ItemDone
from programs.forms.fields import DAY_HELP, RecordForm, formfield
from programs.kinds import HandledBy, HelpKind, MunicipalItem
from programs.models import DischargeRule, MunicipalIssue
from zones.fields import WarekiDateField
from zones.models import Municipality

UNKNOWN = [("", "分からない")]


def bodies(user: User, prefecture: str) -> Any:
    rows = Operator.objects.visible_to(user).filter(prefecture=prefecture)
    return rows.select_related("facility").order_by("kind", "name", "pk")


class InitiativesForm(forms.Form):
    """The eight items of one municipality in one year: how, by whom, what."""

    def __init__(
        self, *args: object, user: User, municipality: Municipality, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        operators = bodies(user, municipality.prefecture_id)
        for item in MunicipalItem:
            word = f"（{item.value}）{item.label}"
            self.fields[f"{item.name}_by"] = forms.ChoiceField(
                label=word, choices=[*UNKNOWN, *HandledBy.choices], required=False
            )
            self.fields[f"{item.name}_to"] = forms.ModelChoiceField(
                operators,
                label=f"（{item.value}）委託先",
                required=False,
                empty_label="選ばない",
            )
            self.fields[f"{item.name}_name"] = forms.CharField(
                label=f"（{item.value}）委託先の名称（一覧にないとき）",
                max_length=120,
                required=False,
            )
            self.fields[f"{item.name}_note"] = forms.CharField(
                label=f"（{item.value}）内容", max_length=300, required=False
            )

    def groups(self) -> list[dict[str, Any]]:
        """The boxes of each item, to stand in one line."""
        return [
            {
                "title": f"（{item.value}）{item.label}",
                "fields": [
                    self[f"{item.name}_{part}"] for part in ("by", "to", "name", "note")
                ],
            }
            for item in MunicipalItem
        ]

    def items(self) -> dict[MunicipalItem, ItemDone | None]:
        data = self.cleaned_data
        return {
            item: ItemDone(
                HandledBy(data[f"{item.name}_by"]),
                data[f"{item.name}_to"],
                data[f"{item.name}_name"],
                data[f"{item.name}_note"],
            )
            if data[f"{item.name}_by"]
            else None
            for item in MunicipalItem
        }


class DeskForm(forms.Form):
    """Who runs the desk and how residents reach it."""

    operator = forms.ModelChoiceField(
        Operator.objects.none(),
        label="実施主体",
        required=False,
        empty_label="市町村が直接行う",
        help_text="拠点の候補を選ぶときに使います。",
    )
    name = forms.CharField(label="窓口の名称", max_length=120)
    address = forms.CharField(label="住所", max_length=300, required=False)
    phone = forms.CharField(label="電話番号", max_length=40)
    hours = forms.CharField(
        label="受付時間",
        max_length=120,
        required=False,
        help_text="例　平日 8時45分〜17時30分",
    )
    public = forms.BooleanField(
        label="住民向けの一覧に載せる", required=False, initial=True
    )
    starts_on = WarekiDateField(label="開始日", required=False, help_text=DAY_HELP)
    ends_on = WarekiDateField(label="終了日", required=False, help_text=DAY_HELP)

    def __init__(
        self, *args: object, user: User, municipality: Municipality, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["operator"].queryset = bodies(user, municipality.prefecture_id)


class IssueForm(RecordForm):
    class Meta:
        model = MunicipalIssue
        formfield_callback = formfield
        fields = ["raised_on", "text", "request", "state"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "request": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: object, new: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if new:
            del self.fields["state"], self.fields["version"]


class HelpForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, label="版")
    kind = forms.ChoiceField(label="支援の種類", choices=HelpKind)
    on = WarekiDateField(label="日付", help_text=DAY_HELP)
    person = forms.CharField(label="対応した人", max_length=80)
    text = forms.CharField(
        label="内容", max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )
    issue = forms.ModelChoiceField(
        MunicipalIssue.objects.none(),
        label="対応した課題",
        required=False,
        empty_label="選ばない",
    )

    def __init__(
        self, *args: object, municipality: Municipality, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issue"].queryset = municipality.issues.order_by("-raised_on", "pk")

    def values(self) -> dict[str, Any]:
        return {n: v for n, v in self.cleaned_data.items() if n != "version"}


class DischargeRuleForm(RecordForm):
    class Meta:
        model = DischargeRule
        formfield_callback = formfield
        fields = [
            "state",
            "name",
            "agreed_on",
            "review_on",
            "parties",
            "hospitals",
            "municipalities",
            "note",
        ]
        help_texts = {"parties": "例　市立病院、郡市医師会、居宅介護支援事業所の連絡会"}
