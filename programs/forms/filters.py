"""Conditions of the lists of this room."""

from collections.abc import Iterable
from typing import Any

from django import forms

from formats.text import search_key
from programs.kinds import Funding, PolicyArea
from programs.summary import ProgramRow

ANY = [("", "すべて")]


class ListFilter(forms.Form):
    """A form in the address: unreadable conditions count as none."""

    year = forms.CharField(widget=forms.HiddenInput, required=False)
    prefecture = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, query: Any, **kwargs: Any) -> None:
        super().__init__(query or None, **kwargs)
        self.is_valid()

    def said(self, name: str) -> Any:
        return getattr(self, "cleaned_data", {}).get(name)

    @property
    def active(self) -> int:
        """How many conditions are set."""
        names = [n for n in self.fields if n not in ("year", "prefecture")]
        return sum(bool(self.said(name)) for name in names)


class ProgramFilter(ListFilter):
    q = forms.CharField(label="事業名", required=False)
    area = forms.ChoiceField(
        label="分野", choices=[*ANY, *PolicyArea.choices], required=False
    )
    funding = forms.ChoiceField(
        label="財源", choices=[*ANY, *Funding.choices], required=False
    )
    doubtful = forms.BooleanField(label="未確認だけ", required=False)

    def narrow(self, rows: Iterable[ProgramRow]) -> list[ProgramRow]:
        """The rows that meet all conditions."""
        wanted = search_key(self.said("q") or "")
        area = PolicyArea(self.said("area")).label if self.said("area") else ""
        funding = Funding(self.said("funding")).label if self.said("funding") else ""
        return [
            row
            for row in rows
            if wanted in search_key(row.name)
            and (not area or area in row.policy_areas)
            and (not funding or row.funding == funding)
            and (not self.said("doubtful") or row.unconfirmed)
        ]
