"""Conditions of the lists of this room."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.lists.search import matches, stands_in
from accounts.models import User
from programs.kinds import Funding, FundKind, Implementer, Level, PolicyArea
from programs.measures_table import MeasureLine, MeasuresTable, TableRow
from programs.municipal_matrix import MunicipalRow
from programs.summary import ProgramRow
from zones.models import HomeCareZone

ANY = [("", "すべて")]


def search_field(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text="全角・半角、かな、髙・高などの違いは区別しません。",
    )


class ListFilter(forms.Form):
    """A form in the address: unreadable conditions count as none."""

    year = forms.CharField(widget=forms.HiddenInput, required=False)
    prefecture = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, query: Any, **kwargs: Any) -> None:
        super().__init__(query or None, **kwargs)
        self.is_valid()

    def said(self, name: str) -> Any:
        return getattr(self, "cleaned_data", {}).get(name)

    def search(self, rows: QuerySet, *keys: str) -> QuerySet:
        """Rows in whose stored keys every word of ``q`` stands, in any width, kana or form."""
        return rows.filter(stands_in(self.said("q") or "", *keys))

    @property
    def active(self) -> int:
        """How many conditions are set."""
        names = [n for n in self.fields if n not in ("year", "prefecture")]
        return sum(bool(self.said(name)) for name in names)


class ProgramFilter(ListFilter):
    q = search_field("事業名・コード・実施主体")
    area = forms.ChoiceField(
        label="分野", choices=[*ANY, *PolicyArea.choices], required=False
    )
    funding = forms.ChoiceField(
        label="財源", choices=[*ANY, *Funding.choices], required=False
    )
    fund_kind = forms.ChoiceField(
        label="基金の区分", choices=[*ANY, *FundKind.choices], required=False
    )
    doubtful = forms.BooleanField(label="未確認だけ", required=False)

    def narrow(self, rows: Iterable[ProgramRow]) -> list[ProgramRow]:
        """The rows that meet all conditions."""
        typed = self.said("q") or ""
        area = PolicyArea(self.said("area")).label if self.said("area") else ""
        funding = Funding(self.said("funding")).label if self.said("funding") else ""
        kind = self.said("fund_kind")
        kind = FundKind(kind).label if kind else ""
        return [
            row
            for row in rows
            if matches(typed, row.name, row.code, *row.bodies)
            and (not area or area in row.policy_areas)
            and (not funding or row.funding == funding)
            and (not kind or row.fund_kind == kind)
            and (not self.said("doubtful") or row.unconfirmed)
        ]


class MeasuresFilter(ListFilter):
    q = search_field("施策・対象職種")
    level = forms.ChoiceField(
        label="単位", choices=[*ANY, *Level.choices], required=False
    )
    implementer = forms.ChoiceField(
        label="実施者", choices=[*ANY, *Implementer.choices], required=False
    )
    doubtful = forms.BooleanField(label="未確認だけ", required=False)

    def narrow(self, table: MeasuresTable) -> MeasuresTable:
        """The table with the measures that meet all conditions, and what stands to them."""
        if not self.active:
            return table
        areas = (
            replace(area, rows=tuple(self._rows(area.rows))) for area in table.areas
        )
        return replace(table, areas=tuple(a for a in areas if a.rows))

    def _rows(self, rows: Iterable[TableRow]) -> Iterable[TableRow]:
        for row in rows:
            measures = tuple(m for m in row.measures if self._meets(m, row.group))
            codes = {measure.code for measure in measures}
            entries = (e for e in row.entries if codes & set(e.measures))
            if measures:
                yield replace(row, measures=measures, entries=tuple(entries))

    def _meets(self, measure: MeasureLine, group: str) -> bool:
        who = self.said("implementer")
        return (
            matches(self.said("q") or "", measure.name, group)
            and self.said("level") in ("", None, measure.level)
            and (not who or Implementer(who).label in measure.implementers)
            and (not self.said("doubtful") or measure.unconfirmed)
        )


class MunicipalFilter(ListFilter):
    """Conditions of the matrix of municipalities."""

    STATES = (
        ("entrusts", "委託している"),
        ("unknown", "未登録"),
        ("undone", "未実施の項目がある"),
        ("no_desk", "相談窓口がない"),
        ("issues", "対応していない課題がある"),
    )
    zone = forms.ModelChoiceField(
        HomeCareZone.objects.none(), label="圏域", required=False, empty_label="すべて"
    )
    state = forms.ChoiceField(label="状況", choices=[*ANY, *STATES], required=False)

    def __init__(self, query: Any, *, user: User, prefecture: str) -> None:
        forms.Form.__init__(self, query or None)
        zones = HomeCareZone.objects.visible_to(user)
        zones = zones.filter(plan__prefecture=prefecture).order_by("code")
        self.fields["zone"].queryset = zones
        self.is_valid()

    def narrow(self, rows: Iterable[MunicipalRow]) -> list[MunicipalRow]:
        zone = self.said("zone")
        return [
            row
            for row in rows
            if (zone is None or row.zone == zone.pk) and self._stands(row)
        ]

    def _stands(self, row: MunicipalRow) -> bool:
        return {
            "entrusts": row.entrusts,
            "unknown": not row.is_known,
            "undone": row.is_known and row.done < len(row.items),
            "no_desk": not row.desks,
            "issues": bool(row.open_issues),
        }.get(self.said("state") or "", True)
