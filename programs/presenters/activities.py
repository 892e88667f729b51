"""Activities and reports of hubs in words, and the same rows for a workbook."""

from collections.abc import Iterable
from datetime import date

from formats.dates import fiscal_year_label, wareki, wareki_short
from formats.tables import Column, Table
from programs.figures import ActivityTotals
from programs.hub_reports import HubDue, HubYear
from programs.kinds import SEVEN, ActivityKind, Profession, ReportStatus
from programs.models import Activity

REPORT_BADGES = {
    ReportStatus.OPEN: {"text": "未提出", "tone": "warn"},
    ReportStatus.RECEIVED: {"text": "提出済み", "tone": "wait"},
    ReportStatus.CHECKED: {"text": "確認済み", "tone": "ok"},
}
NOT_ASKED = {"text": "依頼していない", "tone": "plan"}
LATE = {"text": "期限を過ぎて未提出", "tone": "bad"}


def when(activity: Activity) -> str:
    """The day or period of an activity, as printed where no day is known."""
    if activity.date_label:
        return activity.date_label
    if activity.date_from is None:
        return ""
    first = wareki_short(activity.date_from)
    if activity.date_to in (None, activity.date_from):
        return first
    return f"{first}〜{wareki_short(activity.date_to)}"


def counts(activity: Activity) -> str:
    """97回　延べ982人　21地域."""
    said = []
    if activity.sessions is not None:
        said.append(f"{activity.sessions:,}回")
    if activity.participants is not None:
        said.append(f"延べ{activity.participants:,}人")
    if activity.areas is not None:
        said.append(f"{activity.areas:,}地域")
    if activity.other_count is not None:
        base = f"／{activity.out_of:,}" if activity.out_of is not None else ""
        said.append(f"{activity.other_count:,}{base}{activity.other_unit}")
    return "　".join(said)


def where(activity: Activity) -> str:
    places = (activity.zone, activity.municipality, activity.health_centre)
    return "、".join(str(place) for place in places if place) or activity.region_label


def activity_rows(activities: Iterable[Activity]) -> list[dict[str, object]]:
    return [
        {
            "activity": activity,
            "kind": ActivityKind(activity.kind).short,
            "when": when(activity),
            "where": where(activity),
            "counts": counts(activity),
        }
        for activity in activities
    ]


def kind_rows(totals: dict[ActivityKind, ActivityTotals]) -> list[dict[str, object]]:
    """The seven kinds with their sums; 「その他」 where there is any."""
    return [
        {"kind": kind, "short": kind.short, "total": total}
        for kind, total in totals.items()
    ]


def activity_facts(activity: Activity) -> list[dict[str, object]]:
    professions = "、".join(
        f"{Profession(key).label}{number:,}人"
        for key, number in activity.by_profession.items()
    )
    facts = [
        {"label": "取組の種類", "value": ActivityKind(activity.kind).label},
        {
            "label": "年度",
            "value": fiscal_year_label(activity.fiscal_year)
            if activity.fiscal_year
            else None,
        },
        {"label": "時期", "value": when(activity) or None},
        {"label": "数", "value": counts(activity) or None},
        {"label": "職種別", "value": professions or None},
        {
            "label": "実施者",
            "value": activity.actor or activity.get_actor_kind_display(),
        },
        {"label": "場所", "value": where(activity) or None},
        {
            "label": "施策",
            "value": str(activity.measure) if activity.measure else None,
            "url": activity.measure.get_absolute_url() if activity.measure else "",
        },
        {
            "label": "補助事業",
            "value": str(activity.program) if activity.program else None,
            "url": activity.program.get_absolute_url() if activity.program else "",
        },
        {
            "label": "評価",
            "value": activity.get_grade_display() or None,
            "note": activity.evaluation,
        },
        {"label": "成果", "value": activity.outcome or None},
        {"label": "備考", "value": activity.note or None},
        {"label": "出典", "value": activity.source or None},
    ]
    return [fact for fact in facts if fact["value"]]


def due_badge(due: HubDue, day: date) -> dict[str, str]:
    if due.report is None:
        return NOT_ASKED
    return LATE if due.is_late(day) else REPORT_BADGES[ReportStatus(due.report.status)]


def due_rows(
    dues: Iterable[HubDue], years: Iterable[HubYear], day: date
) -> list[dict[str, object]]:
    """A line a hub: its zones, its report, what it did, and when it was reminded."""
    return [
        {
            "due": due,
            "year": year,
            "badge": due_badge(due, day),
            "zones": "、".join(due.zones),
            "reminded": [f"{wareki(r.on)}　{r.message}".strip() for r in due.reminders],
            "squares": [
                {"kind": kind.short, "done": bool(year.kinds[kind].activities)}
                for kind in SEVEN
            ],
        }
        for due, year in zip(dues, years, strict=True)
    ]


def hub_year_table(years: Iterable[HubYear], fiscal_year: int, day: date) -> Table:
    """The hubs of a year with how often and for how many, by kind of activity."""
    columns = [
        Column("拠点", width=32),
        Column("在宅医療圏"),
        Column("報告"),
        Column("提出日", kind="date"),
        *(Column(kind.short, "回", kind="integer") for kind in SEVEN),
        Column("計", "回", kind="integer"),
        Column("参加者", "延べ人", kind="integer"),
        Column("1年間の総括", width=40),
        Column("課題", width=40),
    ]
    rows = [
        [
            year.name,
            "、".join(year.zones),
            year.status,
            year.received_on,
            *(year.kinds[kind].sessions for kind in SEVEN),
            year.total.sessions,
            year.total.participants,
            year.summary,
            year.issues,
        ]
        for year in years
    ]
    title = f"{fiscal_year_label(fiscal_year)}の拠点の取組"
    return Table(title, columns, rows, as_of=day)
