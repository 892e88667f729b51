"""Progress towards the targets, and demand beside capacity."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from accounts.roles import Permission
from indicators import actions
from indicators.areas import Area
from indicators.errors import BrokenRule
from indicators.forms import AdditionalDemandForm
from indicators.kinds import AreaKind
from indicators.models import Caveat
from indicators.pages import ReachPage
from indicators.presenters import demand, progress
from indicators.reading import Readings
from indicators.sheets import Sheet


class AreaChoice(ReachPage):
    """A page about the prefecture or one zone of it (``?area=zone:Z01``)."""

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        return progress.area_choices(self.reach)

    @cached_property
    def chosen(self) -> str:
        wanted = self.request.GET.get("area")
        allowed = [value for value, _ in self.choices]
        return wanted if wanted in allowed else next(iter(allowed), "")

    @cached_property
    def area(self) -> Area | None:
        kind, _, code = self.chosen.partition(":")
        areas = self.reach.areas(AreaKind(kind)) if kind else []
        return next((area for area in areas if area.code == code), None)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            area=self.area, choices=self.choices, chosen=self.chosen, **more
        )


class ProgressBoard(AreaChoice):
    """The grades of all indicators of an area, and of all zones."""

    template_name = "indicators/progress.html"
    tab, title = "progress", "進み具合"

    @cached_property
    def readings(self) -> dict[AreaKind, Readings]:
        kinds = {AreaKind.ZONE} | ({self.area.kind} if self.area else set())
        return {
            kind: Readings(self.reach.catalogue, kind, self.reach.picture)
            for kind in kinds
        }

    def sheets(self) -> list[Sheet]:
        if self.area is None:
            return []
        own = self.readings[self.area.kind]
        return [
            progress.progress_sheet(self.reach, self.area, own),
            progress.grades_sheet(self.reach, self.readings[AreaKind.ZONE]),
        ]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        items = []
        if self.area is not None:
            items = progress.summary(self.area, self.readings[self.area.kind])
        return super().get_context_data(summary=items, **more)


class DemandOutlook(AreaChoice):
    """People to 2050, home visits, and the year when they pass what can be done."""

    template_name = "indicators/demand.html"
    tab, title = "demand", "需要と供給"

    @cached_property
    def kind(self) -> AreaKind:
        wanted = self.request.GET.get("by")
        return AreaKind(wanted) if wanted in AreaKind.values else AreaKind.ZONE

    @cached_property
    def age(self) -> str:
        wanted = self.request.GET.get("age", "over75")
        return wanted if wanted in demand.AGE_LABELS else "over75"

    @cached_property
    def outlook(self) -> demand.Outlook:
        return demand.Outlook(self.reach, self.kind)

    def sheets(self) -> list[Sheet]:
        return [
            demand.demand_sheet(self.outlook),
            demand.people_sheet(self.outlook, self.age),
            demand.additional_sheet(self.reach),
        ]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        of_area = self.outlook
        if self.area and self.area.kind not in {self.kind, AreaKind.PREFECTURE}:
            of_area = demand.Outlook(self.reach, self.area.kind)
        return super().get_context_data(
            chart=demand.chart(of_area, self.area) if self.area else None,
            kinds=self._chips("by", [(k.value, k.label) for k in AreaKind], self.kind),
            ages=self._chips("age", list(demand.AGE_LABELS.items()), self.age),
            caveats=Caveat.objects.filter(pk__in=["C4", "C12", "C13"]).order_by("pk"),
            **more,
        )

    def _chips(
        self, name: str, values: list[tuple[str, str]], current: str
    ) -> list[dict[str, object]]:
        kept = {"by": self.kind.value, "age": self.age, "area": self.chosen}
        return [
            {
                "label": label,
                "url": self.reach.query(**{**kept, name: value}),
                "current": value == current,
            }
            for value, label in values
        ]


class AdditionalDemandSet(ReachPage, FormView):
    """How the additional demand of a municipality is apportioned."""

    permission = Permission.EDIT_INDICATORS
    template_name = "indicators/form.html"
    form_class = AdditionalDemandForm
    title = "追加的需要の様式"

    def sheets(self) -> list[Sheet]:
        return [demand.additional_form(self.reach)]

    def get_form_kwargs(self) -> dict[str, object]:
        towns = self.reach.areas(AreaKind.MUNICIPALITY) if self.reach.may_edit else []
        choices = [(town.code, town.name) for town in towns]
        return {**super().get_form_kwargs(), "municipalities": choices}

    def form_valid(self, form: AdditionalDemandForm) -> HttpResponse:
        try:
            written = actions.set_additional_demand(
                **form.cleaned_data, by=self.request.user
            )
        except BrokenRule as broken:
            form.add_error(None, broken.messages)
            return self.form_invalid(form)
        told = "登録しました。" if written else "内容が同じため、変更はありません。"
        messages.success(self.request, told)
        return redirect(self._back())

    def _back(self) -> str:
        return reverse("indicators:demand") + self.reach.query()

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="追加的需要を登録する",
            lede="1つの市町村と年度の分を入力します。まとめて登録するときは、様式に入力して取り込みます。",
            template_url=self.reach.query(format="xlsx"),
            about=self.reach.prefecture,
            button="登録する",
            back_url=self._back(),
            **more,
        )
