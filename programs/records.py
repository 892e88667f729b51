"""This room's records, for their histories and for changes in bulk."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import SavedView, User
from accounts.records.kinds import RecordKind, Refused, register
from accounts.roles import Permission
from programs.actions import edit_activity, edit_measure, edit_program
from programs.errors import NotAllowed, RuleBroken, Stale
from programs.models import Activity, Grant, Measure, Program
from programs.querysets import prefectures_of

STALE = "ほかの人が先に直しました。何も変えていません。もう一度開いてください。"


def _said(error: Exception) -> Refused:
    if isinstance(error, RuleBroken):
        return Refused(list(error.messages))
    return Refused(
        [STALE if isinstance(error, Stale) else "変更する権限がありません。"]
    )


def _write_program(
    *, thing: Program, values: Mapping[str, Any], reason: str, by: User
) -> None:
    try:
        edit_program(
            program=thing,
            version=thing.version,
            values=dict(values),
            reason=reason,
            by=by,
        )
    except (RuleBroken, Stale, NotAllowed) as error:
        raise _said(error) from error


def _write_measure(
    *, thing: Measure, values: Mapping[str, Any], reason: str, by: User
) -> None:
    try:
        edit_measure(
            measure=thing,
            version=thing.version,
            values=dict(values),
            reason=reason,
            by=by,
        )
    except (RuleBroken, Stale, NotAllowed) as error:
        raise _said(error) from error


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


def register_records() -> None:
    register(
        RecordKind(
            key="program",
            label="補助事業",
            model=Program,
            visible=lambda user: Program.objects.visible_to(user),
            edit=Permission.EDIT_PROGRAMS,
            editable=lambda user: Program.objects.editable_by(user),
            write=_write_program,
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
            write=_write_measure,
            restorable=("name",),
        )
    )
    register(
        RecordKind(
            key="grant",
            label="交付",
            model=Grant,
            visible=lambda user: Grant.objects.visible_to(user),
        )
    )
