"""The grants of a fiscal year, one grant with its course and documents, and the way through it."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from accounts.access import PermissionRequired
from accounts.lists.listing import Listing
from accounts.models import SavedView
from accounts.roles import Permission
from designations.actions import operator_of_facility, operator_of_municipality
from designations.models import Operator
from formats.dates import fiscal_year_label
from formats.tables import Table
from programs.actions import (
    Step,
    apply_for_grant,
    attach_document,
    enter_grant_list,
    move_grant,
    remove_document,
)
from programs.errors import NotAllowed
from programs.exports import attachment, download
from programs.forms.grants import (
    ApplyForm,
    DocumentForm,
    GrantFilter,
    StepForm,
    first_amount,
)
from programs.grant_lists import GrantList, grant_table, read_grants
from programs.grant_totals import (
    by_operator_kind,
    by_zone,
    check,
    totals_of,
)
from programs.kinds import GrantMove
from programs.models import DischargeRule, Document, Grant, ProgramYear
from programs.presenters.grants import (
    BADGES,
    buttons,
    course,
    facts,
    sums_table,
    timeline,
)
from programs.reach import Reach, reach_of
from programs.tables import GrantTable
from programs.views.base import ConfirmPage, EditPage, RoomPage, history_of
from programs.views.uploads import WorkbookPage
from programs.workbooks import Problems
from programs.workflow import rule_for
from zones.models import HomeCareZone

READ = (
    "applicant__facility",
    "applicant__municipality",
    "zone",
    "municipality",
    "year__program",
)


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
        return Listing(
            self.request,
            GrantTable(self.visible, self.request.GET),
            which=SavedView.List.GRANTS,
            title=f"{fiscal_year_label(self.year)}の交付",
            as_of=self.reach.day,
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


class GrantDetail(RoomPage):
    template_name = "programs/grant.html"
    tab = "grants"

    @cached_property
    def grant(self) -> Grant:
        rows = Grant.objects.visible_to(self.request.user).select_related(*READ)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def reach(self) -> Reach:
        prefecture = self.grant.year.program.prefecture_id
        return reach_of(self.request.user, self.request.GET, prefecture=prefecture)

    @property
    def title(self) -> str:
        return str(self.grant.applicant)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        grant = self.grant
        return super().get_context_data(
            grant=grant,
            badge=BADGES[grant.status],
            course=course(grant),
            buttons=buttons(grant, self.request.user),
            timeline=timeline(grant.steps.select_related("by").order_by("-pk")),
            facts=facts(grant),
            documents=grant.documents.defer("content").order_by("pk"),
            history=history_of(grant),
            **more,
        )


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
            year=self.thing,
            operators=operators.select_related("facility"),
            zones=zones,
            grants=self.known,
            today=timezone.localdate(),
        )

    def store(self, read: GrantList, *, content: bytes, name: str) -> int | bool:
        count = enter_grant_list(year=self.thing, grants=read, by=self.request.user)
        return count or False


class OfGrant(EditPage):
    permission = Permission.RECORD_ACTIVITIES
    crumb = ("交付", "programs:grants")

    @cached_property
    def thing(self) -> Grant:
        return self.find(Grant.objects.select_related(*READ), pk=self.kwargs["pk"])


class GrantMoveForm(OfGrant):
    """One step: the table of ``workflow`` says who may take it from here."""

    form_class = StepForm
    saved = "登録しました。"

    @cached_property
    def move(self) -> GrantMove:
        if self.kwargs["move"] not in set(GrantMove) - {GrantMove.APPLY}:
            raise Http404
        return GrantMove(self.kwargs["move"])

    def prepare(self) -> None:
        rule = rule_for(self.thing.status, self.move)
        if rule is None and self.request.method == "GET":
            raise Http404
        if rule is not None and not self.request.user.may(rule.permission):
            raise NotAllowed

    @property
    def heading(self) -> str:
        return self.move.label

    @property
    def button(self) -> str:
        return self.move.label

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "move": self.move}

    def get_initial(self) -> dict[str, Any]:
        return {
            "version": self.thing.version,
            "on": timezone.localdate(),
            "amount": first_amount(self.thing, self.move),
        }

    def write(self, form: StepForm) -> Grant:
        data = form.cleaned_data
        return move_grant(
            grant=self.thing,
            version=data.pop("version"),
            move=self.move,
            step=Step(**data),
            by=self.request.user,
        )


class OwnedDocument(EditPage):
    """Attach a file to a grant or to the rules of a zone."""

    permission = Permission.RECORD_ACTIVITIES
    form_class = DocumentForm
    heading, button, saved = "文書を添付する", "添付する", "文書を添付しました。"

    def write(self, form: DocumentForm) -> Document:
        data = form.cleaned_data
        return attach_document(
            owner=self.thing,
            title=data["title"],
            number=data["number"],
            dated_on=data["dated_on"],
            file_name=data["file"].name,
            content=data["file"].read(),
            by=self.request.user,
        )


class GrantDocument(OwnedDocument, OfGrant):
    pass


def _owned(user: Any, pk: int, *, edit: bool = False) -> Document:
    """A document whose grant or rule the person sees; else 404."""
    document = get_object_or_404(
        Document.objects.select_related("grant", "rule"), pk=pk
    )
    owner = Grant if document.grant_id else DischargeRule
    rows = owner.objects.editable_by(user) if edit else owner.objects.visible_to(user)
    get_object_or_404(rows, pk=document.grant_id or document.rule_id)
    return document


class DocumentFile(PermissionRequired, View):
    """A stored file, to be saved."""

    permission = Permission.VIEW_REGISTRY

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        document = _owned(request.user, pk)
        return attachment(
            bytes(document.content), document.content_type, document.file_name
        )


class DocumentRemove(ConfirmPage):
    question, button, danger = "この文書を外しますか", "外す", True
    text = "ファイルは消え、元に戻せません。外したことは操作の記録に残ります。"
    saved = "文書を外しました。"

    @cached_property
    def thing(self) -> Document:
        return _owned(self.request.user, self.kwargs["pk"], edit=True)

    def back_url(self) -> str:
        return (self.thing.grant or self.thing.rule).get_absolute_url()

    def write(self, form: Any) -> bool:
        remove_document(document=self.thing, by=self.request.user)
        return True
