"""Forms of grants: application, steps, documents, upload of a list."""

from typing import Any

from django import forms

from accounts.models import User
from designations.models import Operator
from facilities.models import Facility
from programs.forms.fields import DAY_HELP, RecordForm, choices_of, formfield
from programs.forms.filters import ANY, ListFilter, search_field
from programs.forms.institutions import FindsInstitution
from programs.kinds import GrantMove, GrantStatus
from programs.models import Grant, Program
from zones.fields import AmountField, WarekiDateField
from zones.models import HomeCareZone, Municipality


class GrantFilter(ListFilter):
    q = search_field("申請者・番号")
    program = forms.ModelChoiceField(
        Program.objects.none(), label="事業", required=False, empty_label="すべて"
    )
    zone = forms.ModelChoiceField(
        HomeCareZone.objects.none(), label="圏域", required=False, empty_label="すべて"
    )
    status = forms.ChoiceField(
        label="状態", choices=[*ANY, *GrantStatus.choices], required=False
    )

    def __init__(self, query: Any, *, user: User, prefecture: str) -> None:
        forms.Form.__init__(self, query or None)
        programs = Program.objects.of(prefecture).exclude(record_type="parent")
        self.fields["program"].queryset = programs.order_by("code")
        zones = HomeCareZone.objects.visible_to(user)
        zones = zones.filter(plan__prefecture=prefecture).order_by("code")
        self.fields["zone"].queryset = zones
        self.is_valid()

    def narrow(self, rows: Any) -> Any:
        if program := self.said("program"):
            rows = rows.filter(year__program=program)
        if zone := self.said("zone"):
            rows = rows.filter(zone=zone)
        if status := self.said("status"):
            rows = rows.filter(status=status)
        return self.search(
            rows,
            "search_key",
            "applicant__search_key",
            "applicant__facility__search_key",
            "year__program__search_key",
        )


class ApplyForm(FindsInstitution):
    """An application. The applicant is one of three: a known body, an institution, a municipality."""

    operator = forms.ChoiceField(label="申請者", required=False)
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label="市町村（市町村が申請するとき）",
        required=False,
        empty_label="選ばない",
    )
    zone = forms.ModelChoiceField(
        HomeCareZone.objects.none(),
        label="在宅医療圏",
        required=False,
        empty_label="定めない",
    )
    purpose = forms.CharField(
        label="内容",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    requested = AmountField(label="申請額（千円）", min_value=1)
    on = WarekiDateField(label="申請日", help_text=DAY_HELP)

    def __init__(
        self, *args: object, user: User, prefecture: str, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        operators = Operator.objects.visible_to(user).filter(prefecture=prefecture)
        operators = operators.select_related("facility").order_by("kind", "name", "pk")
        self.fields["operator"].choices = [("", "選ばない"), *choices_of(operators)]
        places = Municipality.objects.visible_to(user).placed_by_plans()
        self.fields["municipality"].queryset = places.filter(
            prefecture=prefecture
        ).order_by("pk")
        zones = HomeCareZone.objects.visible_to(user).filter(
            plan__prefecture=prefecture
        )
        self.fields["zone"].queryset = zones.order_by("code")
        found = self.fields["institution"]
        found.label = "医療機関（申請者が一覧にないとき。名称かコード）"
        found.help_text = "名称の一部でも探せます。"
        self.order_fields(["operator", "institution", "picked"])
        rows = Facility.objects.visible_to(user).filter(prefecture=prefecture)
        self.offer(rows)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        names = ("operator", "institution", "municipality")
        given = [name for name in names if data.get(name)]
        if len(given) != 1 and not self.errors:
            self.add_error(
                "operator",
                "申請者・医療機関・市町村のうち、1つだけを選んでください。",
            )
        return data | {"facility": self.named(data)}


class GrantForm(RecordForm):
    """What an application says beside its amounts and days."""

    reason = forms.CharField(
        label="変更の理由", max_length=100, help_text="履歴に残ります。"
    )

    class Meta:
        model = Grant
        formfield_callback = formfield
        fields = ["purpose", "zone", "document_number"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 2})}

    def __init__(
        self,
        *args: object,
        user: User,
        prefecture: str,
        decided: bool,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        zones = HomeCareZone.objects.visible_to(user)
        zones = zones.filter(plan__prefecture=prefecture)
        self.fields["zone"].queryset = zones.order_by("code")
        if not decided:
            del self.fields["document_number"]


class StepForm(forms.Form):
    """What one step of a grant needs."""

    version = forms.IntegerField(widget=forms.HiddenInput, label="版")
    on = WarekiDateField(label="日付", help_text=DAY_HELP)
    amount = AmountField(label="金額（千円）", min_value=1)
    document_number = forms.CharField(label="文書番号", max_length=60, required=False)
    reason = forms.CharField(
        label="理由",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    LABELS = {
        GrantMove.DECIDE: ("決定日", "決定額（千円）"),
        GrantMove.CHANGE: ("変更の決定日", "変更後の決定額（千円）"),
        GrantMove.REPORT: ("実績報告日", "実績額（千円）"),
        GrantMove.FINALISE: ("確定日", "確定額（千円）"),
    }

    def __init__(self, *args: object, move: GrantMove, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if move in self.LABELS:
            self.fields["on"].label, self.fields["amount"].label = self.LABELS[move]
        else:
            del self.fields["amount"]
        if move not in (GrantMove.DECIDE, GrantMove.CHANGE, GrantMove.REVOKE):
            del self.fields["document_number"]
        wants = (GrantMove.REJECT, GrantMove.SEND_BACK, GrantMove.REVOKE)
        self.fields["reason"].required = move in (*wants, GrantMove.CHANGE)


class DocumentForm(forms.Form):
    title = forms.CharField(label="件名", max_length=120)
    number = forms.CharField(label="文書番号", max_length=60, required=False)
    dated_on = WarekiDateField(label="文書の日付", required=False, help_text=DAY_HELP)
    file = forms.FileField(
        label="ファイル",
        help_text="PDF、Excel（xlsx）、Word（docx）、画像（png、jpg）。10MBまで",
    )


class WorkbookForm(forms.Form):
    """A workbook that came back."""

    file = forms.FileField(label="ファイル", help_text="Excelブック（xlsx）。5MBまで")


def first_amount(grant: Grant, move: GrantMove) -> int | None:
    """The amount that stands in the box of a step to begin with."""
    if move == GrantMove.FINALISE:
        return min(grant.decided or 0, grant.spent or 0)
    return {
        GrantMove.DECIDE: grant.requested,
        GrantMove.CHANGE: grant.decided,
    }.get(move)
