"""Planning years for zones, and logging decisions."""

from collections.abc import Sequence

from django import forms

from designations.actions import DecisionValues
from designations.models import ZoneSchedule
from formats.dates import fiscal_year_label
from zones.fields import WarekiDateField
from zones.models import HomeCareZone, MedicalPlan


class ScheduleForm(forms.Form):
    """One choice of a fiscal year for each zone."""

    def __init__(
        self,
        *args: object,
        plan: MedicalPlan,
        zones: Sequence[HomeCareZone],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.zones = {f"zone_{zone.pk}": zone for zone in zones}
        years = range(plan.first_fiscal_year, plan.last_fiscal_year + 1)
        choices = [("", "未定"), *((y, fiscal_year_label(y)) for y in years)]
        planned = dict(
            ZoneSchedule.objects.filter(zone__plan=plan).values_list(
                "zone", "fiscal_year"
            )
        )
        for name, zone in self.zones.items():
            self.fields[name] = forms.TypedChoiceField(
                label=zone.name,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=planned.get(zone.pk, ""),
            )

    def years(self) -> dict[HomeCareZone, int | None]:
        return {zone: self.cleaned_data[name] for name, zone in self.zones.items()}


class DecisionForm(forms.Form):
    on = WarekiDateField(label="決めた日", help_text="例　令和6年8月21日")
    body = forms.CharField(label="決めた機関", max_length=200)
    subject = forms.CharField(label="件名", max_length=200)
    decision = forms.CharField(
        label="内容",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(label="出典", max_length=200, required=False)

    def values(self) -> DecisionValues:
        return DecisionValues(**self.cleaned_data)
