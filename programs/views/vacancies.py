"""The weekly list of free beds for short stays, and the form that fills in a week."""

from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from formats.dates import wareki
from formats.tables import Table
from programs.actions.vacancies import record_vacancies
from programs.forms.vacancies import VacanciesForm, VacancyFilter
from programs.models import ShortStayVacancy
from programs.presenters.vacancies import (
    STALE,
    vacancy_rows,
    vacancy_table,
    week_heads,
)
from programs.reach import Reach, reach_of
from programs.vacancies import (
    VacancyLine,
    monday_of,
    providers,
    vacancy_lines,
    weeks_around,
)
from programs.views.base import EditPage, RoomPage, history_of
from zones.placement import placement


class VacancyPage(RoomPage):
    template_name = "programs/vacancies.html"
    tab, title = "vacancies", "短期入所の空き"
    lede = "短期入所（ショートステイ）の空きを週ごとに集めた一覧です。7日を過ぎて確認されていない事業所に印を付けます。"

    @cached_property
    def lines(self) -> list[VacancyLine]:
        rows = providers(self.request.user, self.reach.prefecture.pk, self.reach.day)
        return vacancy_lines(rows, self.reach.day)

    @cached_property
    def weeks(self) -> list[date]:
        return weeks_around(self.reach.day)

    @cached_property
    def filter(self) -> VacancyFilter:
        prefecture = self.reach.prefecture.pk
        return VacancyFilter(
            self.request.GET, user=self.request.user, prefecture=prefecture
        )

    @cached_property
    def shown(self) -> list[VacancyLine]:
        placed = placement(self.reach.prefecture.pk, self.reach.day)
        return self.filter.narrow(self.lines, placed, self.reach.day)

    def tables(self) -> list[Table]:
        return [vacancy_table(self.shown, self.weeks, self.reach.day)]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        day, this = self.reach.day, monday_of(self.reach.day)
        stale = sum(line.is_stale(day) for line in self.lines)
        found = [line.free_in(this) for line in self.lines]
        free = [beds for beds in found if beds is not None]
        records = ShortStayVacancy.objects.visible_to(self.request.user)
        records = records.filter(facility__in=[line.facility for line in self.shown])
        names = {line.facility.pk: line.facility.shown_name for line in self.lines}
        return super().get_context_data(
            rows=vacancy_rows(self.shown, self.weeks, day),
            heads=week_heads(self.weeks, this),
            filter=self.filter,
            may_fill=self.reach.may_record and bool(self.lines),
            figures=[
                {"label": "事業所", "value": len(self.lines), "unit": "か所"},
                {
                    "label": "今週の空き",
                    "value": sum(free) if free else None,
                    "unit": "床",
                    "note": f"{len(free)}か所の合計",
                },
                {"label": STALE["text"], "value": stale, "unit": "か所"},
            ],
            history=history_of(
                *records.order_by("-week", "pk")[:200],
                about=lambda one: names[one.facility_id],
            ),
            **more,
        )


class VacanciesEdit(EditPage):
    """All providers of the region in one form, for the week of ``?week=`` or this one."""

    permission = Permission.RECORD_ACTIVITIES
    form_class = VacanciesForm
    template_name = "programs/vacancies_form.html"
    button = "確認した日を今日として保存する"
    crumb = ("短期入所の空き", "programs:vacancies")
    lede = "数を入れた事業所だけが記録されます。変わっていないときも、確かめたら同じ数のまま保存してください。"

    @cached_property
    def reach(self) -> Reach:
        return reach_of(self.request.user, self.request.GET)

    def prepare(self) -> None:
        _ = self.reach

    @cached_property
    def week(self) -> date:
        try:
            return monday_of(date.fromisoformat(self.request.GET.get("week", "")))
        except ValueError:
            return monday_of(timezone.localdate())

    @property
    def heading(self) -> str:
        return f"{wareki(self.week)}の週の空き"

    def get_form_kwargs(self) -> dict[str, Any]:
        today = timezone.localdate()
        rows = providers(self.request.user, self.reach.prefecture.pk, today)
        given = {"lines": vacancy_lines(rows, today), "week": self.week}
        return {**super().get_form_kwargs(), **given}

    def get_initial(self) -> dict[str, Any]:
        return {}

    def back_url(self) -> str:
        return reverse("programs:vacancies") + self.reach.query()

    def show_both(self, form: VacanciesForm) -> HttpResponse:
        """Several records are written at once, each with a version of its own."""
        differences = form.beside()
        form.read_again()
        context = self.get_context_data(form=form, differences=differences)
        return self.render_to_response(context, status=409)

    def write(self, form: VacanciesForm) -> int | None:
        changed = record_vacancies(
            week=self.week,
            free=form.free(),
            on=timezone.localdate(),
            by=self.request.user,
        )
        return changed or None
