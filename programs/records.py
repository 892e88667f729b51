"""This room's records, for their histories and for changes in bulk."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.models import SavedView, User
from accounts.records.kinds import (
    RecordKind,
    Refused,
    Write,
    register,
    register_read_only,
)
from accounts.roles import Permission
from programs.actions import (
    edit_activity,
    edit_grant,
    edit_measure,
    edit_program,
    edit_year,
)
from programs.actions.cases import edit_case
from programs.actions.schedule import edit_milestone
from programs.errors import NotAllowed, RuleBroken, Stale
from programs.forms.activities import ActivityFilter
from programs.forms.filters import ProgramFilter
from programs.forms.grants import GrantFilter
from programs.models import (
    Activity,
    CaseElement,
    CaseExample,
    CooperatingDoctor,
    DeskDetails,
    DischargeRule,
    DutyMonth,
    Grant,
    HelpGiven,
    HubReport,
    Measure,
    MeasureStatus,
    Milestone,
    MunicipalInitiative,
    MunicipalIssue,
    Program,
    ProgramYear,
    SheetLine,
    ShortStayVacancy,
)
from programs.querysets import prefectures_of
from programs.reach import reach_of
from programs.summary import program_rows
from zones.models import HomeCareZone, Municipality

STALE = "ほかの人が先に直しました。何も変えていません。もう一度開いてください。"


def _said(error: Exception) -> Refused:
    if isinstance(error, RuleBroken):
        return Refused(list(error.messages))
    return Refused(
        [STALE if isinstance(error, Stale) else "変更する権限がありません。"]
    )


def _written_by(action: Callable[..., object], name: str) -> Write:
    """How an action that takes a record, its version and values writes some of its fields."""

    def write(*, thing: Any, values: Mapping[str, Any], reason: str, by: User) -> None:
        given = {name: thing, "values": dict(values)}
        try:
            action(**given, version=thing.version, reason=reason, by=by)
        except (RuleBroken, Stale, NotAllowed) as error:
            raise _said(error) from error

    return write


def _write_activity(
    *, thing: Activity, values: Mapping[str, Any], reason: str, by: User
) -> None:
    try:
        edit_activity(
            activity=thing,
            version=thing.version,
            values=_whole(thing) | dict(values),
            reason=reason,
            today=timezone.localdate(),
            by=by,
        )
    except (RuleBroken, Stale, NotAllowed) as error:
        raise _said(error) from error


def _whole(activity: Activity) -> dict[str, Any]:
    """What the rules of an activity look at together."""
    names = ("kind", "fiscal_year", "date_from", "date_to", "sessions", "participants",
             "areas", "by_profession", "other_count", "other_unit", "out_of")  # fmt: skip
    return {name: getattr(activity, name) for name in names}


def _choices(user: User) -> Mapping[str, QuerySet]:
    codes = sorted(prefectures_of(user))
    return {
        "measure": Measure.objects.visible_to(user).order_by("code"),
        "program": Program.objects.filter(prefecture__in=codes).order_by("code"),
    }


def _found_programs(user: User, query: QueryDict) -> QuerySet[Program]:
    reach = reach_of(user, query)
    rows = program_rows(reach.prefecture.pk, reach.year(()))
    shown = [row.pk for row in ProgramFilter(query).narrow(rows)]
    return Program.objects.visible_to(user).filter(pk__in=shown)


def _found_activities(user: User, query: QueryDict) -> QuerySet[Activity]:
    reach = reach_of(user, query)
    prefecture = reach.prefecture.pk
    rows = Activity.objects.visible_to(user).of(prefecture)
    found = ActivityFilter(query, user=user, prefecture=prefecture)
    return found.narrow(rows.filter(fiscal_year=reach.year(())))


def _zones(user: User) -> Mapping[str, QuerySet]:
    return {"zone": HomeCareZone.objects.visible_to(user).order_by("plan", "code")}


def _found_grants(user: User, query: QueryDict) -> QuerySet[Grant]:
    reach = reach_of(user, query)
    prefecture = reach.prefecture.pk
    rows = Grant.objects.visible_to(user).of(prefecture)
    found = GrantFilter(query, user=user, prefecture=prefecture)
    return found.narrow(rows.filter(year__fiscal_year=reach.year(())))


def _write_milestone(
    *, thing: Milestone, values: Mapping[str, Any], reason: str, by: User
) -> None:
    names = ("starts_on", "due_on", "zone", "health_centre")
    whole = {name: getattr(thing, name) for name in names}
    action = _written_by(edit_milestone, "milestone")
    action(thing=thing, values=whole | dict(values), reason=reason, by=by)


def _desks(user: User) -> QuerySet[DeskDetails]:
    towns = Municipality.objects.visible_to(user)
    return DeskDetails.objects.filter(desk__municipality__in=towns.values("pk"))


# Records whose history is read: key, label, model.
READ = (
    ("measure-status", "施策の実施状況", MeasureStatus),
    ("hub-report", "拠点の実績報告", HubReport),
    ("initiative", "在宅医療・介護連携推進事業", MunicipalInitiative),
    ("municipal-issue", "市町村の課題", MunicipalIssue),
    ("help-given", "市町村への支援", HelpGiven),
    ("discharge-rule", "入退院支援ルール", DischargeRule),
    ("doctor", "協力医", CooperatingDoctor),
    ("duty-month", "当番の月", DutyMonth),
    ("vacancy", "短期入所の空床", ShortStayVacancy),
    ("sheet-line", "事業の概要の行", SheetLine),
)


def register_records() -> None:
    register(
        RecordKind(
            key="program",
            label="補助事業",
            model=Program,
            visible=lambda user: Program.objects.visible_to(user),
            edit=Permission.EDIT_PROGRAMS,
            editable=lambda user: Program.objects.editable_by(user),
            write=_written_by(edit_program, "program"),
            restorable=(
                "name",
                "short_name",
                "funding",
                "fund_kind",
                "standard_project",
                "starts_on",
                "ends_on",
                "unconfirmed",
                "doubt",
                "source",
            ),
            bulk=("funding", "fund_kind", "standard_project", "unconfirmed"),
            which=SavedView.List.PROGRAMS,
            found=_found_programs,
        )
    )
    register(
        RecordKind(
            key="activity",
            label="取組実績",
            model=Activity,
            visible=lambda user: Activity.objects.visible_to(user),
            edit=Permission.RECORD_ACTIVITIES,
            editable=lambda user: Activity.objects.editable_by(user),
            write=_write_activity,
            restorable=("name", "actor", "outcome", "evaluation", "note", "grade"),
            bulk=("measure", "program", "grade", "unconfirmed"),
            choices=_choices,
            which=SavedView.List.ACTIVITIES,
            found=_found_activities,
        )
    )
    register(
        RecordKind(
            key="grant",
            label="交付",
            model=Grant,
            visible=lambda user: Grant.objects.visible_to(user),
            edit=Permission.RECORD_ACTIVITIES,
            editable=lambda user: Grant.objects.editable_by(user),
            write=_written_by(edit_grant, "grant"),
            restorable=("purpose", "zone", "document_number"),
            bulk=("purpose", "zone", "document_number"),
            choices=_zones,
            which=SavedView.List.GRANTS,
            found=_found_grants,
        )
    )
    register(
        RecordKind(
            key="measure",
            label="施策",
            model=Measure,
            visible=lambda user: Measure.objects.visible_to(user),
            edit=Permission.EDIT_PROGRAMS,
            editable=lambda user: Measure.objects.editable_by(user),
            write=_written_by(edit_measure, "measure"),
            restorable=("name",),
        )
    )
    register(
        RecordKind(
            key="program-year",
            label="補助事業の年度",
            model=ProgramYear,
            visible=lambda user: ProgramYear.objects.visible_to(user),
            edit=Permission.EDIT_PROGRAMS,
            editable=lambda user: ProgramYear.objects.editable_by(user),
            write=_written_by(edit_year, "year"),
            restorable=(
                "settled",
                "sites_planned",
                "sites_actual",
                "sites_unit",
                "status_text",
                "as_of",
                "source",
                "doubt",
            ),
        )
    )
    register(
        RecordKind(
            key="milestone",
            label="年間予定",
            model=Milestone,
            visible=lambda user: Milestone.objects.visible_to(user),
            edit=Permission.RECORD_ACTIVITIES,
            editable=lambda user: Milestone.objects.editable_by(user),
            write=_write_milestone,
            restorable=("title", "starts_on", "due_on", "note"),
        )
    )
    register(
        RecordKind(
            key="case",
            label="事例",
            model=CaseExample,
            visible=lambda user: CaseExample.objects.editable_by(user),
            # A released case is read everywhere, how it came to be only at home.
            view=Permission.EDIT_PROGRAMS,
            edit=Permission.EDIT_PROGRAMS,
            editable=lambda user: CaseExample.objects.editable_by(user),
            write=_written_by(edit_case, "case"),
            restorable=("organisation", "title", "summary", "place", "source"),
        )
    )
    for key, label, model in READ:
        register_read_only(key, label, model, model.objects.visible_to)
    register_read_only("desk", "相談窓口", DeskDetails, _desks)
    register_read_only(
        "case-element",
        "事例の要素",
        CaseElement,
        CaseElement.objects.editable_by,
        Permission.EDIT_PROGRAMS,
    )
