"""The chapters of a report as boxes for their order: 1 first, an empty one leaves the chapter out."""

import unicodedata
from collections.abc import Mapping, Sequence

from django import forms
from django.core.exceptions import ValidationError


class PartsWidget(forms.Widget):
    """One small box a chapter."""

    template_name = "reports/_parts.html"
    use_fieldset = True

    def __init__(self, parts: Mapping[str, str]) -> None:
        super().__init__()
        self.parts = parts

    def get_context(self, name: str, value: object, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        typed = value if isinstance(value, Mapping) else _numbered(value or self.parts)
        context["boxes"] = [
            {
                "id": f"{context['widget']['attrs'].get('id', name)}_{key}",
                "name": f"{name}_{key}",
                "label": label,
                "value": typed.get(key, ""),
            }
            for key, label in self.parts.items()
        ]
        return context

    def value_from_datadict(self, data, files, name) -> dict[str, str]:
        return {key: data.get(f"{name}_{key}", "") for key in self.parts}

    def value_omitted_from_data(self, data, files, name) -> bool:
        return not any(f"{name}_{key}" in data for key in self.parts)

    def id_for_label(self, id_: str) -> str:
        return ""


class PartsField(forms.Field):
    """Cleans to the keys of the chapters in order; all of them in the usual order clean to ()."""

    def __init__(self, parts: Mapping[str, str], **more: object) -> None:
        super().__init__(widget=PartsWidget(parts), required=False, **more)
        self.parts = parts

    def clean(self, value: Mapping[str, str]) -> tuple[str, ...]:
        places: dict[str, int] = {}
        for key, typed in value.items():
            text = unicodedata.normalize("NFKC", typed or "").strip()
            if not text:
                continue
            if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 99:
                raise ValidationError(
                    f"「{self.parts[key]}」の順に「{typed}」とあります。1から99までの数字か、空欄にしてください。"
                )
            places[key] = int(text)
        if not places:
            raise ValidationError("章を1つ以上選び、順を数字で入れてください。")
        order = sorted(places, key=lambda key: (places[key], list(self.parts).index(key)))  # fmt: skip
        return () if order == list(self.parts) else tuple(order)


def _numbered(order: Sequence[str] | Mapping[str, str]) -> dict[str, int]:
    return {key: place for place, key in enumerate(order, 1)}
