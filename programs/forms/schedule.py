"""Forms of the yearly schedule."""

from typing import Any

from django import forms

from accounts.models import User
from accounts.roles import Permission
from programs.forms.fields import DAY_HELP, RecordForm, formfield, reason_field
from programs.forms.filters import ANY, ListFilter
from programs.kinds import Layer
from programs.models import Measure, Milestone
from programs.schedule import Planned, State
from zones.fields import WarekiDateField
from zones.models import HealthCentre, HomeCareZone

STATES = [(state.value, state.label) for state in State]


class ScheduleFilter(ListFilter):
    layer = forms.ChoiceField(
        label="担い手", choices=[*ANY, *Layer.choices], required=False
    )
    state = forms.ChoiceField(label="状態", choices=[*ANY, *STATES], required=False)
    zone = forms.ModelChoiceField(
        HomeCareZone.objects.none(), label="圏域", required=False, empty_label="すべて"
    )

    def __init__(self, query: Any, *, user: User, prefecture: str) -> None:
        forms.Form.__init__(self, query or None)
        zones = HomeCareZone.objects.visible_to(user)
        zones = zones.filter(plan__prefecture=prefecture).order_by("code")
        self.fields["zone"].queryset = zones
        self.is_valid()

    def narrow(self, rows: list[Planned]) -> list[Planned]:
        layer, state, zone = (self.said(n) for n in ("layer", "state", "zone"))
        return [
            row
            for row in rows
            if (not layer or row.milestone.layer == layer)
            and (not state or row.state == state)
            and (not zone or row.milestone.zone_id == zone.pk)
        ]


class MilestoneForm(RecordForm):
    """A milestone. Places are those of the person's region; head office's layer is its own."""

    starts_on = WarekiDateField(
        label="開始日",
        required=False,
        help_text="1日だけの予定は空けておきます。",
    )
    reason = reason_field()

    class Meta:
        model = Milestone
        formfield_callback = formfield
        fields = [
            "fiscal_year",
            "layer",
            "title",
            "starts_on",
            "due_on",
            "zone",
            "health_centre",
            "measure",
            "note",
        ]

    def __init__(
        self,
        *args: object,
        user: User,
        prefecture: str,
        new: bool = False,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        zones = HomeCareZone.objects.visible_to(user).filter(
            plan__prefecture=prefecture
        )
        centres = HealthCentre.objects.visible_to(user).filter(prefecture=prefecture)
        measures = Measure.objects.filter(node_type="measure", prefecture=prefecture)
        self.fields["zone"].queryset = zones.order_by("code")
        self.fields["health_centre"].queryset = centres.order_by("code")
        self.fields["measure"].queryset = measures.order_by("order", "code")
        self.fields["measure"].label_from_instance = lambda m: f"{m.code}　{m.name}"
        if not user.may(Permission.EDIT_PROGRAMS):
            own = [one for one in Layer.choices if one[0] != Layer.HEAD_OFFICE]
            self.fields["layer"].choices = [("", "選んでください"), *own]
            self.fields["health_centre"].required = True
            self.fields["health_centre"].empty_label = None
        if new:
            del self.fields["version"], self.fields["reason"]
        else:
            del self.fields["fiscal_year"]


class DoneForm(forms.Form):
    """When it was done; empty takes it back."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, label="版")
    done_on = WarekiDateField(
        label="完了日",
        required=False,
        help_text=f"{DAY_HELP}。空けて保存すると、完了を取り消します。",
    )

    @property
    def typed_version(self) -> int:
        return self.cleaned_data["version"] or 0
