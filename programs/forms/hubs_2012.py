"""Conditions of the list of hubs of FY2012."""

from collections.abc import Iterable
from typing import Any

from django import forms

from accounts.lists.search import matches
from programs.forms.filters import ANY, ListFilter, search_field
from programs.hubs_2012 import SiteLine


class SiteFilter(ListFilter):
    q = search_field("市区町村")
    of = forms.ChoiceField(label="都道府県", required=False)
    doubtful = forms.BooleanField(label="未確認だけ", required=False)

    def __init__(self, query: Any, *, prefectures: Iterable[tuple[str, str]]) -> None:
        forms.Form.__init__(self, query or None)
        self.fields["of"].choices = [*ANY, *prefectures]
        self.is_valid()

    def narrow(self, lines: Iterable[SiteLine]) -> list[SiteLine]:
        typed, of = self.said("q") or "", self.said("of")
        return [
            line
            for line in lines
            if matches(typed, line.site.county, line.site.municipality)
            and (not of or line.site.prefecture_id == of)
            and (not self.said("doubtful") or line.site.unconfirmed)
        ]
