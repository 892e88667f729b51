"""What stands now beside what was typed, for the second of two edits at the same time."""

from typing import Any

from django import forms
from django.db.models import Model

from formats.dates import wareki


def differences(current: Model, form: forms.Form) -> list[dict[str, str]]:
    """The fields whose typed value differs from the stored one, both in words."""
    rows = []
    for name, field in form.fields.items():
        if not hasattr(current, name) or name == "version":
            continue
        now, typed = getattr(current, name), form.cleaned_data.get(name)
        if now != typed and not (now in (None, "") and typed in (None, "")):
            rows.append(
                {
                    "field": field.label or name,
                    "before": _words(field, now),
                    "after": _words(field, typed),
                    "note": "左がいまの内容、右が入力した内容",
                }
            )
    return rows


def _words(field: forms.Field, value: Any) -> str:
    if value in (None, "", []):
        return ""
    choices = dict(getattr(field, "choices", []) or [])
    if isinstance(value, list):
        return "、".join(str(choices.get(one, one)) for one in value)
    if hasattr(value, "year") and hasattr(value, "day"):
        return wareki(value)
    return str(choices.get(value, value))
