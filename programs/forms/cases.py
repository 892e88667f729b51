"""Forms of the cases worth sharing."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.models import User
from facilities.kinds import CareFunction
from programs.cases import Case, Wanted
from programs.forms.fields import ManyField, RecordForm, formfield, reason_field
from programs.forms.filters import ANY, ListFilter, search_field
from programs.kinds import ActivityKind
from programs.models import CaseElement, CaseExample
from zones.models import HomeCareZone

SHORT_KINDS = [(kind.value, kind.short) for kind in ActivityKind]
RELEASES = [("released", "公開"), ("draft", "公開していない")]


def own_zones(user: User, prefecture: str) -> Any:
    rows = HomeCareZone.objects.visible_to(user).filter(plan__prefecture=prefecture)
    return rows.order_by("code")


class CaseFilter(ListFilter):
    q = search_field("題名・団体・内容")
    of = forms.ChoiceField(label="都道府県", required=False)
    zone = forms.ModelChoiceField(
        HomeCareZone.objects.none(), label="圏域", required=False, empty_label="すべて"
    )
    function = forms.ChoiceField(
        label="医療機能", choices=[*ANY, *CareFunction.choices], required=False
    )
    kind = forms.ChoiceField(
        label="取組の種類", choices=[*ANY, *SHORT_KINDS], required=False
    )
    release = forms.ChoiceField(
        label="公開の状態", choices=[*ANY, *RELEASES], required=False
    )
    doubtful = forms.BooleanField(label="未確認だけ", required=False)

    def __init__(
        self, query: Any, *, user: User, prefecture: str, cases: Iterable[Case]
    ) -> None:
        forms.Form.__init__(self, query or None)
        found = {c.example.prefecture_id: c.example.prefecture.name for c in cases}
        self.fields["of"].choices = [*ANY, *sorted(found.items())]
        self.fields["zone"].queryset = own_zones(user, prefecture)
        self.is_valid()

    def narrow(self, cases: Iterable[Case]) -> list[Case]:
        zone = self.said("zone")
        wanted = Wanted(
            words=(self.said("q") or "").strip(),
            prefecture=self.said("of") or "",
            zone=zone.pk if zone else None,
            function=self.said("function") or "",
            kind=self.said("kind") or "",
            release=self.said("release") or "",
            doubtful=bool(self.said("doubtful")),
        )
        return [case for case in cases if wanted.holds(case)]


class CaseForm(RecordForm):
    functions = ManyField(
        label="医療機能", choices=CareFunction.choices, required=False
    )
    reason = reason_field()

    class Meta:
        model = CaseExample
        formfield_callback = formfield
        fields = [
            "title",
            "organisation",
            "place",
            "zone",
            "summary",
            "functions",
            "source",
        ]
        help_texts = {
            "organisation": "例　○○郡市医師会",
            "source": "例　第3回在宅医療小委員会 資料2",
        }

    def __init__(
        self,
        *args: object,
        user: User,
        prefecture: str,
        new: bool = False,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].queryset = own_zones(user, prefecture)
        if new:
            del self.fields["version"], self.fields["reason"]


class ElementForm(RecordForm):
    kind = forms.ChoiceField(
        label="取組の種類",
        choices=[("", "当てはまらない"), *SHORT_KINDS],
        required=False,
    )

    class Meta:
        model = CaseElement
        formfield_callback = formfield
        fields = ["name", "aspect", "text", "count", "unit", "kind"]
        help_texts = {"aspect": "例　体制、研修、様式、ICT", "unit": "例　回/月"}
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
