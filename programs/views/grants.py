"""The grants of a fiscal year as a list, one application, and the list as a workbook."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.lists.listing import Listing
from accounts.lists.table import PickColumn
from accounts.models import SavedView
from accounts.roles import Permission
from designations.actions import operator_of_facility, operator_of_municipality
from designations.models import Operator
from formats.dates import fiscal_year_label
from formats.tables import Table
from programs.actions import (
    apply_for_grant,
    enter_grant_list,
)
from programs.exports import download
from programs.forms.grants import (
    ApplyForm,
    GrantFilter,
)
from programs.grant_lists import GrantList, grant_table, read_grants
from programs.grant_totals import (
    by_operator_kind,
    by_zone,
    check,
    totals_of,
)
from programs.models import Grant, ProgramYear
from programs.presenters.grants import (
    sums_table,
)
from programs.tables import GrantTable
from programs.views.base import EditPage, RoomPage
from programs.views.grant import READ
from programs.views.uploads import WorkbookPage
from programs.workbooks import Problems
from zones.models import HomeCareZone


class GrantsPage(RoomPage):
    template_name = "programs/grants.html"
    tab, title = "grants", "交付"
    lede = (
        "補助金の申請、決定、変更、実績報告、額の確定を、事業と年度ごとに管理します。"
    )

    def years(self) -> Iterable[int]:
        rows = ProgramYear.objects.filter(program__prefecture=self.reach.prefecture)
        return set(rows.values_list("fiscal_year", flat=True))

    @cached_property
    def filter(self) -> GrantFilter:
        return GrantFilter(
            self.request.GET,
            user=self.request.user,
            prefecture=self.reach.prefecture.pk,
        )

    @cached_property
    def visible(self) -> list[Grant]:
        rows = Grant.objects.visible_to(self.request.user).of(self.reach.prefecture.pk)
        rows = rows.filter(year__fiscal_year=self.year).select_related(*READ)
        return list(self.filter.narrow(rows).order_by("year__program__code", "number"))

    def tables(self) -> list[Table]:
        """The form to fill in and to bring back: every column, whatever the list shows."""
        day, label = self.reach.day, fiscal_year_label(self.year)
        whole = totals_of("計", self.visible)
        return [
            grant_table(f"{label}の交付", self.visible, day),
            sums_table("圏域別", by_zone(self.visible), whole, day),
            sums_table("申請者の種類別", by_operator_kind(self.visible), whole, day),
        ]

    def get(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        if request.GET.get("format") == "form":
            return download(self.tables(), "xlsx", f"交付_{self.year}")
        return super().get(request, *args, **kwargs)

    @cached_property
    def listing(self) -> Listing:
        pick = PickColumn("bulk", str) if self.reach.may_record else None
        return Listing(
            self.request,
            GrantTable(self.visible, self.request.GET, pick=pick),
            which=SavedView.List.GRANTS,
            title=f"{fiscal_year_label(self.year)}の交付",
            as_of=self.reach.day,
            bulk_url=reverse("portal:bulk", args=["grant"]),
            bulk_where={"prefecture": self.reach.prefecture.pk, "year": self.year},
        )

    def programs(self) -> list[dict[str, object]]:
        """The programs of the year with the sums of their grants and what is left."""
        years = ProgramYear.objects.filter(
            program__prefecture=self.reach.prefecture, fiscal_year=self.year
        ).exclude(program__record_type="parent")
        years = years.select_related("program").prefetch_related("grants")
        chosen = self.filter.said("program")
        return [
            {"year": year, "check": check(year, year.grants.all())}
            for year in years.order_by("program__code")
            if chosen in (None, year.program)
        ]

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        return super().get_context_data(
            filter=self.filter,
            listing=self.listing,
            total=totals_of("計", self.visible),
            zones=by_zone(self.visible),
            kinds=by_operator_kind(self.visible),
            programs=self.programs() if self.reach.sees_all else [],
            open_years=self._open_years(),
            **more,
        )

    def _open_years(self) -> list[ProgramYear]:
        """The programs for which an application may be entered."""
        rows = ProgramYear.objects.filter(
            program__prefecture=self.reach.prefecture, fiscal_year=self.year
        ).exclude(program__record_type="parent")
        return list(rows.select_related("program").order_by("program__code"))


class OfProgramYear(EditPage):
    """A form of a year of a program that a health centre may fill in as well."""

    permission = Permission.RECORD_ACTIVITIES
    crumb = ("交付", "programs:grants")

    @cached_property
    def thing(self) -> ProgramYear:
        rows = ProgramYear.objects.visible_to(self.request.user)
        rows = rows.exclude(program__prefecture=None)
        rows = rows.exclude(program__record_type="parent").select_related("program")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def about(self) -> str:
        return f"{self.thing.program}　{fiscal_year_label(self.thing.fiscal_year)}"

    def back_url(self) -> str:
        query = f"?year={self.thing.fiscal_year}&program={self.thing.program_id}"
        return reverse("programs:grants") + query


class GrantApply(OfProgramYear):
    form_class = ApplyForm
    heading, button, saved = "交付の申請を登録する", "登録する", "申請を登録しました。"

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {
            "user": self.request.user,
            "prefecture": self.thing.program.prefecture_id,
        }
        return {**super().get_form_kwargs(), **given}

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def write(self, form: ApplyForm) -> Grant:
        data = form.cleaned_data
        return apply_for_grant(
            year=self.thing,
            applicant=self._applicant(data),
            zone=data["zone"],
            purpose=data["purpose"],
            requested=data["requested"],
            on=data["on"],
            by=self.request.user,
        )

    def _applicant(self, data: dict[str, Any]) -> Operator:
        if facility := data.get("facility"):
            return operator_of_facility(facility=facility, by=self.request.user)
        if place := data["municipality"]:
            return operator_of_municipality(municipality=place, by=self.request.user)
        return Operator.objects.get(pk=data["operator"])

    def after(self, written: Grant) -> str:
        return written.get_absolute_url()


class GrantUpload(OfProgramYear, WorkbookPage):
    heading = "交付の一覧を取り込む"
    lede = (
        "交付の一覧をExcelで書き出し、行を加えて取り込みます。番号のない行は新しい申請、"
        "番号のある行の実績額は実績報告になります。誤りが1つでもあれば、何も登録しません。"
    )
    saved = "一覧を取り込みました。"

    @cached_property
    def known(self) -> list[Grant]:
        rows = Grant.objects.editable_by(self.request.user).filter(year=self.thing)
        return list(rows.select_related(*READ).order_by("number"))

    def read(self, content: bytes) -> tuple[GrantList, Problems]:
        user, prefecture = self.request.user, self.thing.program.prefecture_id
        operators = Operator.objects.visible_to(user).filter(prefecture=prefecture)
        zones = HomeCareZone.objects.visible_to(user).filter(
            plan__prefecture=prefecture
        )
        return read_grants(
            content,
            operators=operators.select_related("facility"),
            zones=zones,
            grants=self.known,
            today=timezone.localdate(),
        )

    def store(self, read: GrantList, *, content: bytes, name: str) -> int | bool:
        count = enter_grant_list(year=self.thing, grants=read, by=self.request.user)
        return count or False
