"""Forms of the cooperating doctors and of their days."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from accounts.lists.search import matches
from accounts.models import User
from designations.kinds import Kind
from designations.models import Operator
from facilities.kinds import MEDICAL_KINDS
from facilities.models import Facility
from programs.duty import WEEKDAYS, DutyLine, days_of
from programs.forms.fields import RecordForm, formfield
from programs.forms.filters import ANY, ListFilter, search_field
from programs.forms.institutions import FindsInstitution
from programs.kinds import DutyRole, Sex
from programs.models import CooperatingDoctor
from zones.fields import WholeNumberField
from zones.models import HealthCentre

SEXES = [(sex.value, sex.label) for sex in Sex if sex.value]


def hubs_of(user: User, prefecture: str) -> Any:
    rows = Operator.objects.visible_to(user).filter(prefecture=prefecture)
    return rows.filter(designations__kind=Kind.HUB).distinct().order_by("name", "pk")


class DutyFilter(ListFilter):
    month = forms.CharField(widget=forms.HiddenInput, required=False)
    q = search_field("診療科目・医療機関")
    role = forms.ChoiceField(
        label="役割", choices=[*ANY, *DutyRole.choices], required=False
    )
    sex = forms.ChoiceField(label="性別", choices=[*ANY, *SEXES], required=False)
    centre = forms.ModelChoiceField(
        HealthCentre.objects.none(),
        label="保健所",
        required=False,
        empty_label="すべて",
    )
    hub = forms.ModelChoiceField(
        Operator.objects.none(), label="拠点", required=False, empty_label="すべて"
    )

    def __init__(self, query: Any, *, user: User, prefecture: str) -> None:
        forms.Form.__init__(self, query or None)
        centres = HealthCentre.objects.visible_to(user).filter(prefecture=prefecture)
        self.fields["centre"].queryset = centres.order_by("code")
        self.fields["hub"].queryset = hubs_of(user, prefecture)
        self.is_valid()

    @property
    def active(self) -> int:
        names = ("q", "role", "sex", "centre", "hub")
        return sum(bool(self.said(name)) for name in names)

    def narrow(self, lines: Iterable[DutyLine]) -> list[DutyLine]:
        typed = self.said("q") or ""
        role, sex = self.said("role"), self.said("sex")
        centre, hub = self.said("centre"), self.said("hub")
        return [
            line
            for line in lines
            for doctor in [line.doctor]
            if matches(typed, doctor.specialties, str(doctor.facility or ""))
            and (not role or doctor.role in (role, DutyRole.BOTH))
            and (not sex or doctor.sex == sex)
            and (not centre or doctor.health_centre_id == centre.pk)
            and (not hub or doctor.hub_id == hub.pk)
        ]


class DoctorForm(FindsInstitution, RecordForm):
    """What is known of a doctor."""

    class Meta:
        model = CooperatingDoctor
        formfield_callback = formfield
        fields = [
            "health_centre",
            "hub",
            "name",
            "sex",
            "specialties",
            "role",
            "note",
            "ended_on",
        ]
        help_texts = {
            "sex": "患者の希望に応えるために使います。",
            "specialties": "例　内科、緩和ケア",
            "ended_on": "協力が続いている間は空けておきます。",
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
        centres = HealthCentre.objects.visible_to(user).filter(prefecture=prefecture)
        self.fields["health_centre"].queryset = centres.order_by("code")
        self.fields["hub"].queryset = hubs_of(user, prefecture)
        self.order_fields(
            ["version", "health_centre", "hub", "institution", "picked", "name"]
        )
        rows = Facility.objects.visible_to(user).filter(kind__in=MEDICAL_KINDS)
        self.offer(rows.filter(prefecture=prefecture))
        if new:
            del self.fields["version"], self.fields["ended_on"]
        else:
            del self.fields["health_centre"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        return data | {"facility": self.named(data)}

    def values(self, *without: str) -> dict[str, Any]:
        facility = self.cleaned_data["facility"]
        return {**super().values(*without), "facility": facility}


class DutyMonthForm(forms.Form):
    """The days of one month as boxes, by weekday."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, label="版")
    days = forms.MultipleChoiceField(
        label="対応できる日",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many days"}),
    )
    capacity = WholeNumberField(
        label="新しく受けられる人数（人）", min_value=0, max_value=999, required=False
    )
    note = forms.CharField(label="備考", max_length=200, required=False)

    def __init__(self, *args: object, month: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [
            (str(day.day), f"{day.day}日（{WEEKDAYS[day.weekday()]}）")
            for day in days_of(month)
        ]

    @property
    def typed_version(self) -> int:
        return self.cleaned_data["version"] or 0
