"""The cooperating doctors of a month and of a year, and the forms that keep them.

A health centre sees its own doctors, head office those of its prefecture, and nobody else any.
"""

from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Permission
from formats.dates import wareki_month
from formats.tables import Table
from programs.actions.duty import (
    copy_duty_month,
    note_duty_export,
    set_duty_month,
)
from programs.duty import DutyLine, duty_lines, month_of, months_of, next_month
from programs.forms.duty import DutyFilter, DutyMonthForm
from programs.models import CooperatingDoctor, DutyMonth
from programs.presenters.duty import (
    day_heads,
    day_sums,
    month_rows,
    month_table,
    year_rows,
    year_table,
)
from programs.views.base import ConfirmPage, RoomPage
from programs.views.doctors import OneDoctor
from zones.models import HealthCentre


class DutyPage(RoomPage):
    """One month, day by day."""

    permission = Permission.RECORD_ACTIVITIES
    template_name = "programs/duty.html"
    tab, title = "duty", "協力医の当番表"
    lede = "主治医・副主治医を引き受ける協力医と、対応できる日の一覧です。氏名は、登録した保健所と都道府県の担当者だけが見られます。"

    @cached_property
    def filter(self) -> DutyFilter:
        prefecture = self.reach.prefecture.pk
        return DutyFilter(
            self.request.GET, user=self.request.user, prefecture=prefecture
        )

    @cached_property
    def month(self) -> date:
        return month_of(self.request.GET.get("month", ""), self.reach.day)

    def months(self) -> list[date]:
        return [self.month]

    @cached_property
    def lines(self) -> list[DutyLine]:
        doctors = CooperatingDoctor.objects.visible_to(self.request.user)
        doctors = doctors.of(self.reach.prefecture.pk)
        return self.filter.narrow(duty_lines(doctors, self.months()))

    def tables(self) -> list[Table]:
        return [month_table(self.lines, self.month, self.reach.day)]

    def get(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        answer = super().get(request, *args, **kwargs)
        if answer.headers.get("Content-Disposition"):
            note_duty_export(
                prefecture=self.reach.prefecture,
                form=request.GET["format"],
                doctors=len(self.lines),
                by=request.user,
            )
        return answer

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        centres = HealthCentre.objects.visible_to(self.request.user)
        centres = centres.filter(prefecture=self.reach.prefecture)
        with_doctors = {line.doctor.health_centre_id for line in self.lines}
        return super().get_context_data(
            filter=self.filter,
            count=len(self.lines),
            month=self.month,
            month_words=wareki_month(self.month),
            before=f"{next_month(self.month, -1):%Y-%m}",
            after=f"{next_month(self.month):%Y-%m}",
            this=f"{self.month:%Y-%m}",
            copies=centres.filter(pk__in=with_doctors).order_by("code"),
            **self.shown(),
            **more,
        )

    def shown(self) -> dict[str, Any]:
        return {
            "rows": month_rows(self.lines, self.month),
            "heads": day_heads(self.month),
            "sums": day_sums(self.lines, self.month),
        }


class DutyYear(DutyPage):
    """A fiscal year, month by month, in the manner of the sample sheet."""

    template_name = "programs/duty_year.html"
    title = "担当医調整表"

    def months(self) -> list[date]:
        return months_of(self.year)

    def tables(self) -> list[Table]:
        return [year_table(self.lines, self.year, self.reach.day)]

    def shown(self) -> dict[str, Any]:
        return {"rows": year_rows(self.lines, self.year), "heads": self.months()}


class DutyMonthEdit(OneDoctor):
    """The days of one month (``?month=2025-11``) that a doctor can take."""

    form_class = DutyMonthForm

    @cached_property
    def month(self) -> date:
        return month_of(self.request.GET.get("month", ""), timezone.localdate())

    @cached_property
    def known(self) -> DutyMonth | None:
        return self.thing.months.filter(month=self.month).first()

    @property
    def heading(self) -> str:
        return f"{wareki_month(self.month)}に対応できる日"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "month": self.month}

    def get_initial(self) -> dict[str, Any]:
        if self.known is None:
            return {}
        one = self.known
        days = [str(day) for day in one.days]
        values = {"capacity": one.capacity, "note": one.note}
        return {"version": one.version, "days": days, **values}

    def back_url(self) -> str:
        return f"{reverse('programs:duty')}?month={self.month:%Y-%m}"

    def write(self, form: DutyMonthForm) -> bool:
        return set_duty_month(
            doctor=self.thing,
            month=self.month,
            version=form.typed_version,
            days=[int(day) for day in form.cleaned_data["days"]],
            capacity=form.cleaned_data["capacity"],
            note=form.cleaned_data["note"],
            by=self.request.user,
        )

    def _show_both(self, form: DutyMonthForm) -> HttpResponse:
        current = self.thing.months.get(month=self.month)
        form.data = form.data.copy()
        form.data["version"] = str(current.version)
        context = self.get_context_data(form=form)
        context["differences"] = [
            {
                "field": "対応できる日",
                "before": "、".join(map(str, current.days)),
                "after": "、".join(form.cleaned_data["days"]),
                "note": "左がいまの内容、右が入力した内容",
            }
        ]
        return self.render_to_response(context, status=409)


class DutyCopy(ConfirmPage):
    """The weekdays of the month before as a start for a month; the address names the centre."""

    permission = Permission.RECORD_ACTIVITIES
    button = "写す"
    text = (
        "前の月に対応できた曜日を、この月の同じ曜日に写します。"
        "この月の予定をもう入れた協力医は、そのままです。"
    )
    saved = "前の月の曜日を写しました。日を確かめてください。"

    @cached_property
    def thing(self) -> HealthCentre:
        rows = HealthCentre.objects.visible_to(self.request.user)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def month(self) -> date:
        return month_of(self.request.GET.get("month", ""), timezone.localdate())

    @property
    def question(self) -> str:
        return f"{self.thing}の{wareki_month(self.month)}を前の月から写しますか"

    def back_url(self) -> str:
        return f"{reverse('programs:duty')}?month={self.month:%Y-%m}"

    def write(self, form: Any) -> int | None:
        made = copy_duty_month(
            health_centre=self.thing, to=self.month, by=self.request.user
        )
        return made or None
