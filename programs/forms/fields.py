"""Fields and form classes that the forms of this room share."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import models

from formats.dates import fiscal_year_label
from zones.fields import AmountField, WarekiDateField, WholeNumberField

DAY_HELP = "令和7年10月1日、R7.10.1、2025-10-01のどれでも入力できます"


class ManyField(forms.MultipleChoiceField):
    """Several values of a closed list, as boxes."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "many"})


class LinesField(forms.CharField):
    """A list of texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value) or ""
        return [line.strip() for line in text.splitlines() if line.strip()]


class FiscalYearField(forms.TypedChoiceField):
    """A fiscal year by its Japanese name; the value is the western year in which it begins."""

    def __init__(self, *, required: bool = True, **kwargs: Any) -> None:
        years = [(year, fiscal_year_label(year)) for year in range(2040, 2010, -1)]
        super().__init__(
            choices=[("", "選んでください" if required else "選ばない"), *years],
            required=required,
            coerce=int,
            empty_value=None,
            **kwargs,
        )


def formfield(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """Days are read in any spelling; long texts get a box of four lines."""
    if isinstance(field, models.DateField):
        return WarekiDateField(
            label=field.verbose_name, required=not field.blank, help_text=DAY_HELP
        )
    if field.name.endswith("fiscal_year"):
        return FiscalYearField(label=field.verbose_name, required=not field.blank)
    if isinstance(field, models.TextField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 4})
    elif isinstance(field, models.IntegerField) and not field.choices:
        in_money = str(field.verbose_name).endswith("（千円）")
        kwargs["form_class"] = AmountField if in_money else WholeNumberField
    made = field.formfield(**kwargs)
    _name_the_empty_choice(made, "選ばない" if field.blank else "選んでください")
    return made


def _name_the_empty_choice(made: forms.Field | None, words: str) -> None:
    """Words in place of the dashes that stand for no choice."""
    if isinstance(made, forms.ModelChoiceField):
        made.empty_label = words if made.empty_label is not None else None
    elif isinstance(made, forms.TypedChoiceField):
        made.choices = [
            (value, words if value == "" and "---" in str(label) else label)
            for value, label in made.choices
        ]


@dataclass(frozen=True, slots=True)
class Row:
    """Names of fields for one row; a legend tells what they have in common."""

    names: tuple[str, ...]
    legend: str = ""


class RecordForm(forms.ModelForm):
    """The fields of a record. It only reads and checks what was typed: an action writes."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, label="版")
    reason: forms.CharField
    beside: tuple[Row, ...] = ()
    """Fields that stand side by side, so that a long form stays a short page."""

    def get_context(self) -> dict[str, Any]:
        context = super().get_context()
        shown = {field.name: field for field, _ in context["fields"]}
        rows: list[dict[str, Any]] = []
        for name, field in shown.items():
            row = next((one for one in self.beside if name in one.names), None)
            if row is None:
                rows.append({"fields": [field]})
            elif name == next(n for n in row.names if n in shown):
                beside = [shown[n] for n in row.names if n in shown]
                rows.append({"legend": row.legend, "fields": beside})
        return context | {"rows": rows}

    def _post_clean(self) -> None:
        """The record is not touched here, so that the action sees what it was."""

    def values(self, *without: str) -> dict[str, Any]:
        """What was typed, by the names of the record's fields."""
        names = set(self.Meta.fields) - set(without)
        return {n: v for n, v in self.cleaned_data.items() if n in names}

    @property
    def typed_version(self) -> int:
        return self.cleaned_data["version"] or 0


class ReasonForm(forms.Form):
    """A step that needs no more than a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, label="版")
    reason = forms.CharField(
        label="理由・根拠",
        max_length=100,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="履歴に残ります。",
    )


def reason_field() -> forms.CharField:
    """Why something is changed; it goes into the history."""
    return forms.CharField(
        label="変更の理由", max_length=100, required=False, help_text="履歴に残ります。"
    )


def choices_of(rows: Iterable[Any]) -> list[tuple[Any, str]]:
    return [(row.pk, str(row)) for row in rows]
