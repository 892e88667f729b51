"""What two people wrote about one act, field beside field."""

from django import forms

from designations.forms import ActForm, initial_of
from designations.models import Designation
from formats.dates import wareki

NOT_COMPARED = {"version", "reason"}


def differences(current: Designation, form: ActForm) -> list[dict[str, str]]:
    """Fields in which what stands now differs from what the valid form says, both in words."""
    stands = initial_of(current)
    rows = []
    for name, field in form.fields.items():
        if name in NOT_COMPARED:
            continue
        now, typed = (
            _words(field, stands.get(name)),
            _words(field, form.cleaned_data[name]),
        )
        if now != typed:
            rows.append({"field": field.label, "now": now, "typed": typed})
    return rows


def _words(field: forms.Field, value: object) -> str:
    if value in (None, ""):
        return ""
    if hasattr(value, "isoformat"):
        return wareki(value)
    if isinstance(field, forms.ModelMultipleChoiceField):
        chosen = {getattr(one, "pk", one) for one in value}
        return "、".join(
            str(one) for one in field.queryset.order_by("pk") if one.pk in chosen
        )
    if isinstance(field, forms.MultipleChoiceField):
        return "、".join(label for key, label in _flat(field) if key in set(value))
    if isinstance(field, forms.ChoiceField):
        return dict(_flat(field)).get(str(value), str(value))
    return str(value)


def _flat(field: forms.ChoiceField) -> list[tuple[str, str]]:
    """Choices without their groups."""
    flat = []
    for key, label in field.choices:
        flat += label if isinstance(label, list | tuple) else [(key, label)]
    return flat
