"""What is typed when a value is put back or several records are changed at once."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db import models

from accounts.models import User
from accounts.records.kinds import RecordKind
from zones.fields import WarekiDateField

KEEP = [("", "変えない")]
YES_OR_NO = [*KEEP, ("yes", "はい"), ("no", "いいえ")]


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="理由", max_length=100, widget=forms.Textarea(attrs={"rows": 2})
    )


class BulkForm(forms.Form):
    """One field for each that may be changed; what is left empty stays as it is."""

    def __init__(self, *args: Any, kind: RecordKind, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        choices = kind.choices(user)
        for name in kind.bulk:
            given = choices.get(name)
            self.fields[name] = _field(kind.field(name), given)
            if isinstance(given, Sequence) and len(kind.bulk) == len(given) == 1:
                # There is one thing to do, and the list's button said which.
                self.fields[name].initial = given[0][0]
        self.fields["reason"] = forms.CharField(
            label="理由",
            max_length=100,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def values(self) -> dict[str, Any]:
        """The fields to change, as the action takes them."""
        found = {}
        for name in self.kind.bulk:
            value = self.cleaned_data[name]
            if value in (None, ""):
                continue
            is_flag = isinstance(self.kind.field(name), models.BooleanField)
            found[name] = value == "yes" if is_flag else value
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.errors and not self.values():
            raise forms.ValidationError("変える項目を1つ以上選んでください。")
        return values


def _field(
    field: models.Field, rows: models.QuerySet | Sequence[tuple[str, str]] | None
) -> forms.Field:
    label = str(field.verbose_name)
    if isinstance(rows, Sequence):
        return forms.ChoiceField(label=label, choices=[*KEEP, *rows], required=False)
    if isinstance(field, models.DateField):
        return WarekiDateField(
            label=label, required=False, help_text="空けておくと変えません。"
        )
    if field.is_relation:
        empty = field.related_model._default_manager.none()
        return forms.ModelChoiceField(
            rows if rows is not None else empty,
            label=label,
            required=False,
            empty_label="変えない",
        )
    if isinstance(field, models.BooleanField):
        return forms.ChoiceField(label=label, choices=YES_OR_NO, required=False)
    if field.choices:
        choices = [c for c in field.flatchoices if c[0] not in (None, "")]
        return forms.ChoiceField(label=label, choices=[*KEEP, *choices], required=False)
    return forms.CharField(
        label=label,
        max_length=field.max_length,
        required=False,
        help_text="空けておくと変えません。",
    )
