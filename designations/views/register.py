"""The register of a past day, what changed between two days, and both as files."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.generic import TemplateView, View

from accounts.access import PermissionRequired
from accounts.roles import Permission
from designations.differences import Change, changes_between, changes_table
from designations.models import Designation
from designations.presenters import rows_of
from designations.register import Register, register_on
from designations.sheets import (
    csv_answer,
    register_table,
    workbook_answer,
    zones_table,
)
from designations.views.base import prefecture_of
from zones.days import AskedDay, asked_day
from zones.models import HomeCareZone


class OnTwoDays:
    """The day asked for and the day to compare with, cut to the person's region."""

    permission = Permission.VIEW_REGISTRY

    def read(self, request: HttpRequest) -> None:
        today = timezone.localdate()
        self.prefecture = prefecture_of(request.user)
        self.on: AskedDay = asked_day(request.GET, today=today)
        year_ago = self.on.day - timedelta(days=365)
        self.since = asked_day(request.GET, today=year_ago, name="since")
        self.seen = set(
            Designation.objects.visible_to(request.user).values_list("pk", flat=True)
        )
        self.zones = HomeCareZone.objects.visible_to(request.user)

    @property
    def first(self) -> date:
        return min(self.on.day, self.since.day)

    @property
    def last(self) -> date:
        return max(self.on.day, self.since.day)

    def register(self) -> Register:
        return register_on(self.prefecture, self.on.day, zones=self.zones)

    def acts(self) -> list[Designation]:
        rows = Designation.objects.filter(pk__in=self.seen).effective_on(self.on.day)
        rows = rows.filter(prefecture=self.prefecture).with_parts()
        return list(rows.order_by("-kind", "effective_from", "case_number"))

    def changes(self) -> list[Change]:
        found = changes_between(self.prefecture, self.first, self.last)
        return [change for change in found if change.act.pk in self.seen]


class RegisterPage(OnTwoDays, PermissionRequired, TemplateView):
    template_name = "designations/register.html"

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        self.read(self.request)
        query = f"on={self.on.day.isoformat()}&since={self.since.day.isoformat()}"
        return super().get_context_data(
            **kwargs,
            on=self.on,
            since=self.since,
            first=self.first,
            last=self.last,
            register=self.register(),
            rows=rows_of(self.acts(), self.on.day),
            changes=self.changes(),
            query=query,
        )


class RegisterSheet(OnTwoDays, PermissionRequired, View):
    """The workbook: the register, the zones, the changes."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        self.read(request)
        tables = [
            register_table(self.acts(), self.on.day),
            zones_table(self.register()),
            changes_table(self.changes(), self.first, self.last),
        ]
        return workbook_answer(tables, f"指定の登録_{self.on.day.isoformat()}")


class RegisterCsv(OnTwoDays, PermissionRequired, View):
    """One line for each act and zone, in the layout of an open-data file."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        self.read(request)
        table = register_table(self.acts(), self.on.day)
        return csv_answer(table, f"指定の登録_{self.on.day.isoformat()}")
