"""What the lists of designations can be narrowed by."""

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from designations.kinds import Kind, Status
from zones.fields import WarekiDateField
from zones.models import HomeCareZone

ANY = [("", "すべて")]


class RegisterFilter(forms.Form):
    """Day, kind, zone and words. A bad day leaves the list at today and says what is wrong."""

    view = forms.CharField(widget=forms.HiddenInput, required=False)
    on = WarekiDateField(
        label="基準日", required=False, help_text="この日に効力のあるものを示します"
    )
    kind = forms.ChoiceField(label="種類", choices=ANY + Kind.choices, required=False)
    zone = forms.ModelChoiceField(
        HomeCareZone.objects.none(),
        label="圏域",
        required=False,
        empty_label="すべて",
        to_field_name="code",
    )
    status = forms.ChoiceField(
        label="状態", choices=ANY + Status.choices, required=False
    )
    q = forms.CharField(
        label="名称・番号",
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, data: object, *, user: User, view: str, prefecture: str) -> None:
        super().__init__(data)
        zones = HomeCareZone.objects.visible_to(user).order_by("plan", "code")
        self.fields["zone"].queryset = zones.filter(plan__prefecture=prefecture)
        if view == "cases":
            del self.fields["on"]
        else:
            del self.fields["status"]
        self.is_valid()

    @property
    def day(self) -> date:
        return self.cleaned_data.get("on") or timezone.localdate()

    @property
    def chosen_zone(self) -> HomeCareZone | None:
        return self.cleaned_data.get("zone")

    @property
    def active(self) -> int:
        """How many conditions are set."""
        return sum(bool(v) for n, v in self.cleaned_data.items() if n != "view")

    def narrow(self, rows: QuerySet) -> QuerySet:
        """Cut a queryset of designations by everything but the day."""
        data = self.cleaned_data
        if data.get("kind"):
            rows = rows.of_kind(data["kind"])
        if self.chosen_zone:
            rows = rows.in_zone(self.chosen_zone)
        if data.get("status"):
            rows = rows.filter(status=data["status"])
        if data.get("q"):
            rows = rows.search(data["q"])
        return rows
