"""Asking for candidates, and editing the steps of the selection rule."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from designations.actions import StepValues
from designations.candidates import DESK
from designations.kinds import Kind, OperatorKind
from designations.models import SelectionStep
from facilities.kinds import FacilityClass
from zones.fields import WarekiDateField, WholeNumberField
from zones.models import HomeCareZone, Municipality

OPERATOR_CHOICES = [
    (DESK, "市町村の相談窓口"),
    *[c for c in OperatorKind.choices if c[0] != OperatorKind.FACILITY],
]
# First the one that the page answers for when none is asked about.
KINDS = [(kind.value, kind.label) for kind in (Kind.ACTIVE, Kind.HUB)]


class CandidateFilter(forms.Form):
    """Kind, place and day. ``is_bound`` always: the page answers without any of them."""

    kind = forms.ChoiceField(label="種類", choices=KINDS, required=False)
    zone = forms.ModelChoiceField(
        HomeCareZone.objects.none(),
        label="圏域",
        required=False,
        empty_label="すべて",
        to_field_name="code",
    )
    municipality = forms.ModelChoiceField(
        Municipality.objects.none(),
        label="市町村",
        required=False,
        empty_label="すべて",
    )
    on = WarekiDateField(label="基準日", required=False)

    def __init__(self, data: object, *, user: User, prefecture: str) -> None:
        super().__init__(data)
        zones = HomeCareZone.objects.visible_to(user).filter(
            plan__prefecture=prefecture
        )
        towns = Municipality.objects.visible_to(user).placed_by_plans()
        self.fields["zone"].queryset = zones.order_by("plan", "code")
        self.fields["municipality"].queryset = towns.filter(
            prefecture=prefecture
        ).order_by("pk")
        self.is_valid()

    def asked(self, name: str) -> object:
        """A value, or its default where none or a wrong one was given."""
        defaults = {"kind": Kind.ACTIVE, "on": timezone.localdate()}
        return self.cleaned_data.get(name) or defaults.get(name)

    @property
    def active(self) -> int:
        return sum(bool(value) for value in self.cleaned_data.values())


class SelectionStepForm(forms.Form):
    code = forms.SlugField(label="記号", max_length=10)
    order = WholeNumberField(label="順", min_value=1, max_value=999)
    label = forms.CharField(label="手順", max_length=20, help_text="例　①")
    candidate = forms.CharField(label="候補", max_length=100)
    scope = forms.ChoiceField(label="範囲", choices=SelectionStep.Scope)
    filing_classes = forms.MultipleChoiceField(
        label="届出の類型",
        choices=FacilityClass,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
    )
    enhanced_first = forms.BooleanField(label="機能強化型を優先", required=False)
    operator_kinds = forms.MultipleChoiceField(
        label="実施主体の種類",
        choices=OPERATOR_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
    )
    in_use = forms.BooleanField(label="この手順を使う", required=False, initial=True)

    def clean(self) -> dict[str, object]:
        data = super().clean()
        if not data.get("filing_classes") and not data.get("operator_kinds"):
            raise ValidationError("届出の類型か実施主体の種類を選んでください。")
        return data

    def values(self) -> StepValues:
        return StepValues(**self.cleaned_data)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="直す理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


def step_initial(step: SelectionStep) -> dict[str, object]:
    return {name: getattr(step, name) for name in SelectionStepForm.base_fields}


MOST_STEPS = 30
SelectionStepFormSet = forms.formset_factory(
    SelectionStepForm,
    extra=0,
    min_num=1,
    validate_min=True,
    max_num=MOST_STEPS,
    validate_max=True,
    absolute_max=MOST_STEPS + 1,
)
