"""Forms of the free beds for short stays."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from accounts.lists.search import matches
from accounts.models import User
from facilities.models import Facility
from programs.actions.vacancies import Free
from programs.forms.filters import ListFilter, search_field
from programs.models import ShortStayVacancy
from programs.vacancies import VacancyLine, monday_of
from zones.fields import WholeNumberField
from zones.models import HomeCareZone
from zones.placement import Placement


class VacancyFilter(ListFilter):
    q = search_field("事業所・市区町村")
    zone = forms.ModelChoiceField(
        HomeCareZone.objects.none(), label="圏域", required=False, empty_label="すべて"
    )
    free = forms.BooleanField(label="今週空きのあるものだけ", required=False)
    stale = forms.BooleanField(label="確認の古いものだけ", required=False)

    def __init__(self, query: Any, *, user: User, prefecture: str) -> None:
        forms.Form.__init__(self, query or None)
        zones = HomeCareZone.objects.visible_to(user)
        zones = zones.filter(plan__prefecture=prefecture).order_by("code")
        self.fields["zone"].queryset = zones
        self.is_valid()

    def narrow(
        self, lines: Iterable[VacancyLine], placed: Placement, day: date
    ) -> list[VacancyLine]:
        typed, zone = self.said("q") or "", self.said("zone")
        this = monday_of(day)
        return [
            line
            for line in lines
            for home in [line.facility]
            if matches(typed, home.shown_name, str(home.municipality or ""))
            and (not zone or placed.zone(home.municipality_id) == zone)
            and (not self.said("free") or line.free_in(this))
            and (not self.said("stale") or line.is_stale(day))
        ]


class VacanciesForm(forms.Form):
    """A line for each provider: free beds of the week, and on what terms."""

    def __init__(
        self,
        *args: object,
        lines: Iterable[VacancyLine],
        week: date,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.week = list(lines), week
        longest = ShortStayVacancy._meta.get_field("note").max_length
        for line in self.lines:
            key, name = line.facility.pk, line.facility.shown_name
            known = line.weeks.get(week)
            self.fields[f"version_{key}"] = forms.IntegerField(
                widget=forms.HiddenInput,
                required=False,
                initial=known.version if known else 0,
            )
            self.fields[f"free_{key}"] = WholeNumberField(
                label=f"空き（床）：{name}",
                min_value=0,
                max_value=999,
                required=False,
                initial=known.free if known else None,
            )
            self.fields[f"note_{key}"] = forms.CharField(
                label=f"受入れの条件：{name}",
                max_length=longest,
                required=False,
                initial=known.note if known else "",
            )

    def groups(self) -> list[dict[str, Any]]:
        """The boxes of each provider, to stand in one line."""
        return [
            {
                "title": line.facility.shown_name,
                "fields": [self[f"{n}_{line.facility.pk}"] for n in ("free", "note")],
                "version": self[f"version_{line.facility.pk}"],
            }
            for line in self.lines
        ]

    def beside(self) -> list[dict[str, str]]:
        """What others wrote since the page was opened, beside what was typed here."""
        rows = []
        for line in self.lines:
            key, now = line.facility.pk, line.weeks.get(self.week)
            seen = self.cleaned_data[f"version_{key}"] or 0
            if now is None or now.version == seen:
                continue
            typed = self.cleaned_data[f"free_{key}"], self.cleaned_data[f"note_{key}"]
            rows.append(
                {
                    "field": line.facility.shown_name,
                    "before": _words(now.free, now.note),
                    "after": _words(*typed),
                    "note": "左がいまの内容、右が入力した内容",
                }
            )
        return rows

    def read_again(self) -> None:
        """Take the versions of now, so that saving once more writes what was typed."""
        self.data = self.data.copy()
        for line in self.lines:
            now = line.weeks.get(self.week)
            version = str(now.version if now else 0)
            self.data[self.add_prefix(f"version_{line.facility.pk}")] = version

    def free(self) -> dict[Facility, Free]:
        """Those whose number was typed; an empty box says nothing."""
        data = self.cleaned_data
        return {
            line.facility: Free(
                beds,
                data[f"note_{line.facility.pk}"],
                data[f"version_{line.facility.pk}"] or 0,
            )
            for line in self.lines
            if (beds := data[f"free_{line.facility.pk}"]) is not None
        }


def _words(beds: int | None, note: str) -> str:
    """An empty box leaves what stands."""
    if beds is None:
        return "変えない"
    return f"{beds}床　{note}".strip()
