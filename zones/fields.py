"""Form fields that all rooms share: days as offices write them, and groups of municipalities."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from formats.codes import DASHES, postal_code
from formats.dates import (
    DateError,
    fiscal_year_label,
    parse_date,
    parse_fiscal_year,
    wareki,
)
from zones.models import HomeCareZone
from zones.placement import Placement

# How papers write what is less than nothing.
MINUS = ("▲", "△", "−", "-")


class WarekiDateInput(forms.TextInput):
    """A text box that shows a day as 令和7年12月1日 and keeps what was typed.

    ``data-day`` lets the script say which day was understood, in both calendars.
    """

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"data-day": "", "autocomplete": "off", **(attrs or {})})

    def format_value(self, value: object) -> str | None:
        return wareki(value) if isinstance(value, date) else super().format_value(value)


class WarekiDateField(forms.Field):
    """A day in any usual spelling: 令和7年4月1日, R7.4.1, 2025-04-01, 20250401, in any width."""

    widget = WarekiDateInput
    default_error_messages = {"required": "日付を入力してください。"}

    def to_python(self, value: object) -> date | None:
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        try:
            return parse_date(value)
        except DateError as error:
            raise ValidationError(str(error), code="invalid") from error

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class WrittenYearField(forms.Field):
    """A fiscal year in any usual spelling: 令和9年度, R9, 2027, in any width.

    The value is the western year in which it begins, between ``earliest`` and ``latest``.
    """

    default_error_messages = {"required": "年度を入力してください。"}

    def __init__(self, *, earliest: int, latest: int, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "令和9年度、R9、2027のどれでも入力できます。")
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest

    def prepare_value(self, value: object) -> object:
        return fiscal_year_label(value) if isinstance(value, int) else value

    def to_python(self, value: object) -> int | None:
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        try:
            found = parse_fiscal_year(value)
        except DateError as error:
            raise ValidationError(str(error), code="invalid") from error
        if not self.earliest <= found <= self.latest:
            first, last = (
                fiscal_year_label(self.earliest),
                fiscal_year_label(self.latest),
            )
            raise ValidationError(
                f"{first}から{last}までの年度を入力してください。", code="invalid"
            )
        return found

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class WrittenNumber:
    """A number as offices write it: in any width, with commas, a unit, and ▲ for less than nothing."""

    units: tuple[str, ...] = ("千円", "人", "件", "床", "か所", "回", "円")

    def to_python(self, value: object) -> object:
        return super().to_python(plain_number(value, self.units))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return {"inputmode": "numeric", "autocomplete": "off"}


class WholeNumberField(WrittenNumber, forms.IntegerField):
    """A whole number."""

    widget = forms.TextInput


class NumberField(WrittenNumber, forms.DecimalField):
    """A number with decimals."""

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        return super().widget_attrs(widget) | {"inputmode": "decimal"}


class AmountField(WholeNumberField):
    """An amount in thousand yen; one in yen is refused, since it would be a thousand times too much."""

    units = ("千円",)


def plain_number(value: object, units: Iterable[str] = ()) -> object:
    """What was typed, as digits that Python reads; anything but text stays as it is."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFKC", value).replace(",", "").replace(" ", "")
    for unit in units:
        text = text.removesuffix(unit)
    return f"-{text[1:]}" if text[:1] in MINUS else text


class PostalCodeField(forms.CharField):
    """A postal code as 000-0000, from any width, with or without 〒 and dash."""

    default_error_messages = {
        "odd": "「%(value)s」は郵便番号ではありません。7桁の数字で入力してください（例：060-8588）。"
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "max_length": 20})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        found = postal_code(text) if text else ""
        if found is None:
            raise ValidationError(
                self.error_messages["odd"], code="odd", params={"value": text}
            )
        return found


class WrittenCodeField(forms.CharField):
    """A number or code that may be typed in any width: telephone, corporation, office."""

    def to_python(self, value: Any) -> str:
        # First, so that the longest length counts what is kept.
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value).translate(DASHES)
        return super().to_python(value)


def municipality_choices(
    placed: Placement, zones: Iterable[HomeCareZone], names: dict[str, str]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of municipalities under the names of their zones; wards stay with their city.

    ``names`` maps the codes that may be chosen to what the screen says.
    """
    return [
        (
            zone.name,
            [(code, names[code]) for code in placed.members(zone) if code in names],
        )
        for zone in zones
    ]
