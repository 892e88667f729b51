"""The form of a new report: what each kind is for, and its fields in groups."""

from django.forms import Form
from django.urls import reverse

from reports.kinds import ReportKind
from reports.registry import KINDS

LEDES = {
    ReportKind.PROGRESS: "委員会に出す、圏域の体制・指定・指標・施策の進み具合です。",
    ReportKind.PLAN_APPENDIX: "圏域と機能ごとに、医療機関などの名称を並べた計画の別表です。",
    ReportKind.ZONE_PROFILE: "圏域ごとに2ページで、人口・機能・指定・課題をまとめます。",
    ReportKind.DESIGNATION_REGISTER: "基準日の指定を、経過と根拠とともに並べます。",
    ReportKind.PROGRAM_SHEET: "補助事業ごとに1ページで、予算と実績をまとめます。",
}
GROUPS = (
    ("報告書", ("title", "as_of", "plan")),
    ("会議", ("meeting_name", "meeting_on", "meeting_paper")),
    ("前回からの変化", ("previous", "since")),
    ("内容", ("parts", "zones")),
)


def kind_tabs(chosen: str) -> list[dict[str, object]]:
    address = reverse("reports:create")
    return [
        {
            "label": kind.label,
            "url": f"{address}?kind={key}",
            "current": key == chosen,
            "count": None,
        }
        for key, kind in KINDS.items()
    ]


def lede(kind: str) -> str:
    return LEDES[ReportKind(kind)]


def groups(form: Form) -> list[dict[str, object]]:
    """The fields under their headings."""
    return [
        {"title": title, "fields": [form[n] for n in names if n in form.fields]}
        for title, names in GROUPS
    ]
