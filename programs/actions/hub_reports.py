"""Asking hubs for their yearly reports, reminding, taking them in and checking them.

A hub has no account: the health centre takes in what it sent, or types it in.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from designations.models import Designation
from programs.actions.activities import activity_rules, completed
from programs.actions.hub_notices import (
    tell_asked,
    tell_given_back,
    tell_received,
    tell_reminded,
)
from programs.actions.writing import (
    audit,
    change,
    create,
    refuse,
    require,
    require_editable,
)
from programs.errors import WrongState
from programs.hub_reports import hubs_of_year
from programs.kinds import Implementer, ReportStatus
from programs.models import Activity, HubReport, Reminder
from zones.models import Prefecture


@dataclass(frozen=True, slots=True)
class ReportContent:
    """What a hub says of its year: words, and its activities as fields of ``Activity``."""

    words: dict[str, str] = field(default_factory=dict)
    activities: tuple[dict[str, object], ...] = ()


@transaction.atomic
def ask_for_reports(
    *, prefecture: Prefecture, fiscal_year: int, due_on: date, by: User
) -> list[HubReport]:
    """Ask every hub of a fiscal year for its report by a day; asking again moves the day of those
    that have not come in."""
    require(by, Permission.EDIT_PROGRAMS)
    acts = Designation.objects.editable_by(by).filter(prefecture=prefecture)
    asked = []
    for act in hubs_of_year(acts, fiscal_year):
        report = HubReport.objects.filter(
            operator=act.operator, fiscal_year=fiscal_year
        ).first()
        if report is None:
            report = HubReport(
                prefecture=prefecture,
                operator=act.operator,
                designation=act,
                fiscal_year=fiscal_year,
                due_on=due_on,
            )
            create(report, by=by)
            tell_asked(report, by=by)
        elif report.status == ReportStatus.OPEN:
            if change(report, {"due_on": due_on, "designation": act}, by=by):
                tell_asked(report, anew=True, by=by)
        else:
            continue
        asked.append(report)
    if not asked:
        refuse(["依頼する拠点がありません。指定の状況と提出の状況を確かめてください。"])
    audit(
        "ask_for_hub_reports",
        prefecture,
        detail={"fiscal_year": fiscal_year, "hubs": len(asked)},
        by=by,
    )
    return asked


@transaction.atomic
def remind_hub(*, report: HubReport, on: date, message: str = "", by: User) -> Reminder:
    """Remind the health centres of a hub; they find it among their notices."""
    require(by, Permission.EDIT_PROGRAMS)
    require_editable(report, by)
    if report.status != ReportStatus.OPEN:
        raise WrongState(report.get_status_display())
    reminder = Reminder.objects.create(report=report, on=on, message=message, by=by)
    tell_reminded(report, reminder=reminder.pk, message=message, by=by)
    audit("remind_hub", report, reason=message, by=by)
    return reminder


@transaction.atomic
def remind_hubs(
    *, prefecture: Prefecture, fiscal_year: int, on: date, message: str = "", by: User
) -> list[Reminder]:
    """Remind the health centres of every hub of a fiscal year that has not reported."""
    require(by, Permission.EDIT_PROGRAMS)
    reports = HubReport.objects.editable_by(by).filter(
        prefecture=prefecture, fiscal_year=fiscal_year, status=ReportStatus.OPEN
    )
    found = list(reports.select_related("operator__facility", "designation"))
    if not found:
        refuse(["督促する拠点がありません。依頼した報告はすべて提出されています。"])
    return [remind_hub(report=r, on=on, message=message, by=by) for r in found]


@transaction.atomic
def receive_report(
    *,
    report: HubReport,
    content: ReportContent,
    on: date,
    file_name: str = "",
    file: bytes = b"",
    by: User,
) -> HubReport:
    """Take in what a hub sent: its words and all its activities, in place of what stood there."""
    require(by, Permission.RECORD_ACTIVITIES)
    require_editable(report, by)
    report = HubReport.objects.select_for_update().get(pk=report.pk)
    if report.status == ReportStatus.CHECKED:
        raise WrongState(report.get_status_display())
    refuse(_complaints(content.activities, report.fiscal_year, on))
    for old in report.activities.order_by("pk"):
        old._history_user = by
        old.delete()
    for values in content.activities:
        create(_activity(report, values), reason="拠点の年次報告", by=by)
    values = {
        **content.words,
        "status": ReportStatus.RECEIVED,
        "received_on": on,
        "file_name": file_name,
        "file_sha256": hashlib.sha256(file).hexdigest() if file else "",
    }
    change(report, values, by=by)
    tell_received(report, by=by)
    audit(
        "receive_hub_report",
        report,
        detail={"activities": len(content.activities), "file": file_name},
        by=by,
    )
    return report


def _complaints(
    activities: Iterable[dict[str, object]], year: int, today: date
) -> list[str]:
    return [
        f"「{values['name']}」{message}"
        for values in activities
        for message in activity_rules(completed(values), year=year, today=today)
    ]


def _activity(report: HubReport, values: dict[str, object]) -> Activity:
    zone = report.designation.zones.order_by("code").first()
    return Activity(
        prefecture_id=report.prefecture_id,
        operator_id=report.operator_id,
        actor_kind=Implementer.HUB,
        actor=str(report.operator)[:120],
        zone=zone,
        report=report,
        fiscal_year=report.fiscal_year,
        **completed(values),
    )


@transaction.atomic
def fill_in_report(
    *, report: HubReport, version: int, words: dict[str, str], on: date, by: User
) -> bool:
    """Type in what a hub said; its activities are recorded one by one. It counts as handed in."""
    require(by, Permission.RECORD_ACTIVITIES)
    require_editable(report, by)
    if report.status == ReportStatus.CHECKED:
        raise WrongState(report.get_status_display())
    values: dict[str, object] = {**words, "status": ReportStatus.RECEIVED}
    if report.received_on is None:
        values["received_on"] = on
    changed = change(report, values, version=version, by=by)
    if changed:
        tell_received(report, by=by)
        audit("fill_in_hub_report", report, by=by)
    return changed


@transaction.atomic
def check_report(*, report: HubReport, version: int, by: User) -> None:
    """Head office has read a report: from now on it stands."""
    require(by, Permission.EDIT_PROGRAMS)
    require_editable(report, by)
    if report.status != ReportStatus.RECEIVED:
        raise WrongState(report.get_status_display())
    change(report, {"status": ReportStatus.CHECKED}, version=version, by=by)
    audit("check_hub_report", report, by=by)


@transaction.atomic
def reopen_report(
    *, report: HubReport, version: int, reason: str, on: date, by: User
) -> None:
    """Give a report back to the health centre, with the reason."""
    require(by, Permission.EDIT_PROGRAMS)
    require_editable(report, by)
    if report.status == ReportStatus.OPEN:
        raise WrongState(report.get_status_display())
    if not reason.strip():
        refuse(["差し戻す理由を入力してください。"])
    values = {"status": ReportStatus.OPEN, "received_on": None}
    change(report, values, version=version, reason=reason[:100], by=by)
    reminder = Reminder.objects.create(
        report=report, on=on, message=f"差し戻し：{reason}"[:400], by=by
    )
    tell_given_back(report, reminder=reminder.pk, reason=reason, by=by)
    audit("reopen_hub_report", report, reason=reason, by=by)
