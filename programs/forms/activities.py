"""Forms of activities and of the yearly reports of hubs."""

from typing import Any

from django import forms

from accounts.models import User
from designations.kinds import Kind
from designations.models import Operator
from programs.forms.fields import (
    DAY_HELP,
    RecordForm,
    Row,
    formfield,
    reason_field,
)
from programs.forms.filters import ANY, ListFilter, search_field
from programs.kinds import ActivityKind, Implementer, Profession
from programs.models import Activity, HubReport, Measure
from zones.fields import WarekiDateField, WholeNumberField
from zones.models import HealthCentre, HomeCareZone, Municipality

SHORT_KINDS = [(kind.value, kind.short) for kind in ActivityKind]


class ActivityFilter(ListFilter):
    q = search_field("名称・実施者・成果")
    kind = forms.ChoiceField(
        label="取組の種類", choices=[*ANY, *SHORT_KINDS], required=False
    )
    actor = forms.ChoiceField(
        label="実施者", choices=[*ANY, *Implementer.choices], required=False
    )
    zone = forms.ModelChoiceField(
        HomeCareZone.objects.none(), label="圏域", required=False, empty_label="すべて"
    )

    def __init__(self, query: Any, *, user: User, prefecture: str) -> None:
        forms.Form.__init__(self, query or None)
        zones = HomeCareZone.objects.visible_to(user)
        zones = zones.filter(plan__prefecture=prefecture).order_by("code")
        self.fields["zone"].queryset = zones
        self.is_valid()

    def narrow(self, rows: Any) -> Any:
        if kind := self.said("kind"):
            rows = rows.filter(kind=kind)
        if actor := self.said("actor"):
            rows = rows.filter(actor_kind=actor)
        if zone := self.said("zone"):
            rows = rows.filter(zone=zone)
        return self.search(rows, "search_key", "program__search_key")


class ActivityForm(RecordForm):
    """An activity with its participants by profession. Places are those of the person's region."""

    reason = reason_field()
    beside = (
        Row(("fiscal_year", "date_from", "date_to")),
        Row(("sessions", "participants")),
        Row(
            tuple(f"of_{one.value}" for one in Profession),
            "職種別の参加者（分かるものだけ）",
        ),
        Row(("actor_kind", "actor")),
        Row(("operator", "health_centre")),
        Row(("zone", "municipality")),
        Row(("grade", "evaluation")),
    )

    class Meta:
        model = Activity
        formfield_callback = formfield
        fields = [
            "kind",
            "name",
            "fiscal_year",
            "date_from",
            "date_to",
            "sessions",
            "participants",
            "actor_kind",
            "actor",
            "operator",
            "health_centre",
            "zone",
            "municipality",
            "measure",
            "grade",
            "evaluation",
            "outcome",
            "note",
        ]
        help_texts = {
            "date_to": "1日だけのときは空けておきます。",
            "participants": "空けておくと、職種別の合計になります。",
            "actor": "実施した団体や協議会の名称",
            "measure": "施策の表の回数と人数に数えます。",
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
        for profession in Profession:
            self.fields[f"of_{profession.value}"] = WholeNumberField(
                label=f"{profession.label}（人）", min_value=0, required=False
            )
        inside = {"prefecture": prefecture}
        rows = {
            "operator": Operator.objects.visible_to(user)
            .filter(designations__kind=Kind.HUB, **inside)
            .distinct()
            .order_by("name", "pk"),
            "health_centre": HealthCentre.objects.visible_to(user)
            .filter(**inside)
            .order_by("code"),
            "zone": HomeCareZone.objects.visible_to(user)
            .filter(plan__prefecture=prefecture)
            .order_by("code"),
            "municipality": Municipality.objects.visible_to(user)
            .placed_by_plans()
            .filter(**inside)
            .order_by("pk"),
            "measure": Measure.objects.filter(node_type="measure", **inside).order_by(
                "order", "code"
            ),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset
        self.fields["measure"].label_from_instance = lambda m: f"{m.code}　{m.name}"
        self.order_fields([*self._before(), *self._professions()])
        del self.fields["version" if new else "fiscal_year"]
        if new:
            del self.fields["reason"]

    def _before(self) -> list[str]:
        names = list(self.Meta.fields)
        return ["version", *names[: names.index("participants") + 1]]

    def _professions(self) -> list[str]:
        return [f"of_{profession.value}" for profession in Profession]

    def values(self, *without: str) -> dict[str, Any]:
        professions = {
            p.value: number
            for p in Profession
            if (number := self.cleaned_data.get(f"of_{p.value}")) is not None
        }
        return {**super().values(*without), "by_profession": professions}


class AskForm(forms.Form):
    """By which day the hubs hand in their reports."""

    due_on = WarekiDateField(label="提出期限", help_text=DAY_HELP)


class RemindForm(forms.Form):
    message = forms.CharField(
        label="保健所への連絡",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="保健所の画面に、期限とともに示します。",
    )


class ReportForm(RecordForm):
    """The words of a yearly report, typed in by the health centre."""

    class Meta:
        model = HubReport
        formfield_callback = formfield
        fields = ["filled_in_by", "contact", "staff", "summary", "issues", "next_year"]
