"""What people type when they take a step with an act, answer a requirement, or register a body."""

from django import forms

from accounts.models import User
from accounts.roles import Permission
from designations.forms import DAY_HELP
from designations.kinds import ENDINGS, CheckState, EndKind, OperatorKind
from designations.models import RequirementCheck
from designations.workflow import Move
from zones.fields import WarekiDateField
from zones.models import Municipality


class StepForm(forms.Form):
    """A step that needs no more than a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, label="版")
    reason = forms.CharField(
        label="意見・理由",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DesignateForm(StepForm):
    """The approver's decision."""

    decided_on = WarekiDateField(label="決定日", help_text=DAY_HELP)
    effective_from = WarekiDateField(label="効力の始まり")
    effective_until = WarekiDateField(
        label="効力の終わり",
        required=False,
        help_text="定めがないときは空けておきます。",
    )
    document_number = forms.CharField(
        label="文書番号", max_length=60, help_text="例　地医第123号"
    )
    field_order = [
        "version",
        "decided_on",
        "effective_from",
        "effective_until",
        "document_number",
        "reason",
    ]


class EndForm(StepForm):
    """An ending: an act of its own, with its decision and document."""

    kind = forms.ChoiceField(
        label="終了の種類",
        choices=[(k, EndKind(k).label) for k in ENDINGS],
        widget=forms.RadioSelect,
    )
    decided_on = WarekiDateField(label="終了の決定日", help_text=DAY_HELP)
    last_day = WarekiDateField(
        label="最後の日",
        help_text="この日まで効力があります。効力の始まりより前の日を入れた取消は、効力発生前の取消になります。",
    )
    document_number = forms.CharField(label="終了の文書番号", max_length=60)
    field_order = [
        "version",
        "kind",
        "decided_on",
        "last_day",
        "document_number",
        "reason",
    ]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].label = "理由"


class ContactForm(StepForm):
    """What may be corrected in a designated one."""

    secretariat = forms.CharField(label="事務局", max_length=120, required=False)
    contact = forms.CharField(label="事務局の連絡先", max_length=120, required=False)
    note = forms.CharField(
        label="備考", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ["version", "secretariat", "contact", "note", "reason"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].label = "直す理由"


class OperatorForm(forms.Form):
    """A body that is no institution of the registry."""

    kind = forms.ChoiceField(
        label="種類",
        choices=[
            c
            for c in OperatorKind.choices
            if c[0] not in (OperatorKind.FACILITY, OperatorKind.MUNICIPALITY)
        ],
    )
    name = forms.CharField(label="名称", max_length=200)
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(), label="所在の市町村", empty_label="選んでください"
    )
    area = forms.ModelMultipleChoiceField(
        Municipality.objects.none(),
        label="活動する市町村",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
        help_text="所在の市町村のほかに活動するところがあれば選びます。",
    )
    address = forms.CharField(label="住所", max_length=300, required=False)
    contact = forms.CharField(label="連絡先", max_length=200, required=False)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        places = Municipality.objects.visible_to(user).placed_by_plans()
        for name in ("municipality", "area"):
            self.fields[name].queryset = places.order_by("pk")


def step_form(move: Move) -> type[StepForm]:
    """The form of a step."""
    return {
        Move.DESIGNATE: DesignateForm,
        Move.END: EndForm,
        Move.CORRECT: ContactForm,
    }.get(move, StepForm)


class CheckForm(forms.Form):
    """How an act stands to one requirement. Only officials see the waiver."""

    version = forms.IntegerField(widget=forms.HiddenInput, label="版")
    state = forms.ChoiceField(
        label="状態", choices=CheckState, widget=forms.RadioSelect
    )
    evidence = forms.CharField(
        label="根拠",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例　連携会議を年6回開催（令和6年度の記録）",
    )
    planned_until = WarekiDateField(
        label="予定の期限", required=False, help_text="予定のときに入力します。"
    )
    waiver_reason = forms.CharField(
        label="適用除外の理由",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="書くと、この事項がそろわなくても指定できます。",
    )

    def __init__(
        self, *args: object, user: User, check: RequirementCheck, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        if not check.requirement.applies_if:
            self.fields["state"].choices = [
                c for c in CheckState.choices if c[0] != CheckState.NOT_APPLICABLE
            ]
        if not user.may(Permission.EDIT_DESIGNATIONS):
            self.fields["waiver_reason"].disabled = True
