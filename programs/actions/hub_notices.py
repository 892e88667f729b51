"""Telling the health centres of a hub that its yearly report is due, late or given back.

What is asked for is a task of the notices, so that it stands on the start page of the health centre
until the report is in; a reminder is news beside it.
"""

from datetime import date

from accounts.models import User
from accounts.notices import Audience, notify, settle
from accounts.roles import Role
from formats.dates import fiscal_year_label
from programs.models import HubReport
from zones.models import HealthCentre, ZoneMembership


def tell_asked(report: HubReport, *, anew: bool = False, by: User) -> None:
    """Give the health centres the task; ``anew`` where its day moved or it was given back."""
    if anew:
        tell_done(report, by=by)
    words = f"拠点の年次報告を提出してください：{_about(report)}"
    detail = "様式（Excel）を拠点に送り、返ってきたものを取り込むか、内容を入力します。"
    _tell(report, "ask", words, detail, due_on=report.due_on, by=by)


def tell_reminded(report: HubReport, *, reminder: int, message: str, by: User) -> None:
    words = f"年次報告の督促が届きました：{_about(report)}"
    _tell(report, f"reminder:{reminder}", words, message, by=by)


def tell_given_back(report: HubReport, *, reminder: int, reason: str, by: User) -> None:
    tell_asked(report, anew=True, by=by)
    words = f"年次報告が差し戻されました：{_about(report)}"
    _tell(report, f"reminder:{reminder}", words, f"理由：{reason}", by=by)


def tell_done(report: HubReport, *, by: User) -> None:
    """The task has no ground any more."""
    settle(keys=[_key(report, "ask", centre) for centre in _centres(report)], by=by)


def tell_received(report: HubReport, *, by: User) -> None:
    """The task is done; head office hears of it where a health centre did it."""
    tell_done(report, by=by)
    if by.role != Role.HEALTH_CENTRE:
        return
    notify(
        to=Audience(Role.OFFICIAL, report.prefecture_id),
        text=f"年次報告が提出されました：{_about(report)}",
        link=report.get_absolute_url(),
        key=f"programs:hub-report:{report.pk}:received:{report.version}",
        by=by,
    )


def _tell(
    report: HubReport,
    what: str,
    text: str,
    detail: str,
    *,
    due_on: date | None = None,
    by: User,
) -> None:
    for centre in _centres(report):
        notify(
            to=Audience(Role.HEALTH_CENTRE, report.prefecture_id, centre),
            text=text,
            detail=detail,
            link=report.get_absolute_url(),
            key=_key(report, what, centre),
            due_on=due_on,
            by=by,
        )


def _key(report: HubReport, what: str, centre: str) -> str:
    return f"programs:hub-report:{report.pk}:{what}:{centre}"


def _about(report: HubReport) -> str:
    return f"{report.operator}　{fiscal_year_label(report.fiscal_year)}"


def _centres(report: HubReport) -> list[str]:
    """Codes of the health centres whose area touches a zone of the hub."""
    zones = report.designation.zones.values("pk")
    places = ZoneMembership.objects.filter(zone__in=zones).values("municipality")
    centres = HealthCentre.objects.filter(
        prefecture=report.prefecture_id, municipalities__in=places
    )
    return sorted(set(centres.values_list("code", flat=True)))
