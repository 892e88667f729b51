"""Which hubs owe a yearly report, who has reported, and what a person has to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from designations.kinds import Kind
from designations.models import Designation
from formats.dates import fiscal_year, fiscal_year_label, wareki
from programs.figures import ActivityTotals, totals_of
from programs.kinds import SEVEN, ActivityKind, ReportStatus
from programs.models import Activity, HubReport, Reminder


@dataclass(frozen=True, slots=True)
class HubDue:
    """A hub that was in force in a fiscal year, with its report where it was asked for."""

    designation: Designation
    report: HubReport | None
    zones: tuple[str, ...]
    reminders: tuple[Reminder, ...] = ()

    @property
    def name(self) -> str:
        return self.designation.shown_name

    @property
    def is_missing(self) -> bool:
        return self.report is None or self.report.status == ReportStatus.OPEN

    def is_late(self, day: date) -> bool:
        """Whether the day for handing it in has passed."""
        due = self.report.due_on if self.report else None
        return self.is_missing and due is not None and due < day


def hubs_of_year(designations: Iterable[Designation], year: int) -> list[Designation]:
    """The hubs in force at some day of a fiscal year, one act an operator: the latest."""
    first, last = date(year, 4, 1), date(year + 1, 3, 31)
    open_ended = Q(effective_until=None) | Q(effective_until__gte=first)
    acts = designations.designated().of_kind(Kind.HUB)
    acts = acts.filter(open_ended, effective_from__lte=last).with_parts()
    # The later act of an operator overwrites the earlier.
    latest = {
        act.operator_id: act for act in acts.order_by("effective_from", "case_number")
    }
    return sorted(latest.values(), key=lambda act: (_zone_codes(act), act.case_number))


def _zone_codes(act: Designation) -> tuple[str, ...]:
    return tuple(part.zone.code for part in act.parts.all())


def due_reports(user: User, prefecture: str, year: int) -> list[HubDue]:
    """The hubs of a person's region with their reports of a fiscal year."""
    acts = Designation.objects.visible_to(user).filter(prefecture=prefecture)
    return due_of(hubs_of_year(acts, year), year)


def due_of(acts: Iterable[Designation], year: int) -> list[HubDue]:
    acts = list(acts)
    reports = HubReport.objects.filter(
        operator__in=[act.operator_id for act in acts], fiscal_year=year
    ).prefetch_related("reminders")
    by_operator = {report.operator_id: report for report in reports}
    found = []
    for act in acts:
        report = by_operator.get(act.operator_id)
        reminders = tuple(report.reminders.all()) if report else ()
        zones = tuple(part.zone.name for part in act.parts.all())
        found.append(HubDue(act, report, zones, reminders))
    return found


def open_reports(user: User) -> list[HubReport]:
    """Reports that were asked for and have not come in, in a person's region."""
    rows = HubReport.objects.visible_to(user).filter(status=ReportStatus.OPEN)
    rows = rows.select_related("operator__facility").prefetch_related("reminders")
    return list(rows.order_by("due_on", "fiscal_year", "pk"))


def todo_for(user: User, day: date) -> list[dict[str, object]]:
    """What the start page of head office says: reports that have not come in (as in todo.html).

    A health centre has a task of the notices for each.
    """
    if not user.may(Permission.EDIT_PROGRAMS):
        return []
    waiting = open_reports(user)
    years = sorted({report.fiscal_year for report in waiting}, reverse=True)
    return [_todo([r for r in waiting if r.fiscal_year == year], day) for year in years]


def _todo(reports: list[HubReport], day: date) -> dict[str, object]:
    year = reports[0].fiscal_year
    dues = [report.due_on for report in reports if report.due_on]
    late = sum(due < day for due in dues)
    reminded = sum(bool(report.reminders.all()) for report in reports)
    said = [f"期限 {wareki(min(dues))}"] if dues else []
    said += [f"期限を過ぎたもの{late}"] if late else []
    said += [f"督促のあったもの{reminded}"] if reminded else []
    return {
        "count": len(reports),
        "title": f"{fiscal_year_label(year)}の拠点の年次報告が未提出",
        "note": "　".join(said),
        "url": reverse("programs:hub-reports") + f"?year={year}",
        "link": "報告を見る",
    }


@dataclass(frozen=True, slots=True)
class HubYear:
    """What a hub did in a year, by kind of activity; for pages, workbooks and reports."""

    name: str
    zones: tuple[str, ...]
    status: str
    received_on: date | None
    kinds: dict[ActivityKind, ActivityTotals]
    total: ActivityTotals
    summary: str = ""
    issues: str = ""

    @property
    def done(self) -> int:
        """How many of the seven kinds the hub did something of."""
        return sum(
            bool(self.kinds[kind].activities) and self.kinds[kind].sessions != 0
            for kind in SEVEN
        )


def hub_years(due: Iterable[HubDue], year: int) -> list[HubYear]:
    """The hubs of a fiscal year with the sums of their activities. One query."""
    found = list(due)
    rows = Activity.objects.filter(
        operator__in=[d.designation.operator_id for d in found], fiscal_year=year
    )
    by_operator: dict[int, list[Activity]] = {}
    for row in rows.order_by("pk"):
        by_operator.setdefault(row.operator_id, []).append(row)
    return [_hub_year(d, by_operator.get(d.designation.operator_id, [])) for d in found]


def _hub_year(due: HubDue, rows: list[Activity]) -> HubYear:
    report = due.report
    return HubYear(
        name=due.name,
        zones=due.zones,
        status=report.get_status_display() if report else ReportStatus.OPEN.label,
        received_on=report.received_on if report else None,
        kinds={
            kind: totals_of(row for row in rows if row.kind == kind)
            for kind in ActivityKind
        },
        total=totals_of(rows),
        summary=report.summary if report else "",
        issues=report.issues if report else "",
    )


def reported_year(day: date) -> int:
    """The fiscal year that is being reported on a day: the one before until summer."""
    this = fiscal_year(day)
    return this - 1 if 4 <= day.month <= 8 else this
