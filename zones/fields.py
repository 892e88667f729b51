"""Form fields that all rooms share: days as offices write them, and groups of municipalities."""

from collections.abc import Iterable
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from formats.dates import DateError, parse_date, wareki
from zones.models import HomeCareZone
from zones.placement import Placement


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
