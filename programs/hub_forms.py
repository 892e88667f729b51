"""The form of a hub's yearly report as a workbook, and the same workbook read back."""

from collections.abc import Iterable
from datetime import date

from formats.dates import fiscal_year_label, wareki
from formats.tables import Column, Table
from formats.text import search_key
from formats.workbook import write_workbook
from programs.actions.hub_reports import ReportContent
from programs.kinds import SEVEN, ActivityKind, Grade, Profession
from programs.models import HubReport, KindNote
from programs.workbooks import Line, Problems, lines_of, open_workbook

ITEM, ANSWER = "項目", "記入"
NUMBER = "報告の番号"
WORDS = {
    "記入者": "filled_in_by",
    "連絡先": "contact",
    "担当職員の体制": "staff",
    "1年間の総括": "summary",
    "課題": "issues",
    "次年度の予定": "next_year",
}
LONGEST = {"filled_in_by": 80, "contact": 120, "staff": 200}
KIND, NAME, FROM, TO = "取組の種類", "取組の名称", "開始日", "終了日"
SESSIONS, TOTAL = "回数（回）", "参加者の合計（延べ人）"
GRADE, EVALUATION, OUTCOME = "評価", "評価の内容", "成果"
PROFESSIONS = {f"{p.label}（人）": p for p in Profession}
HEADERS = (KIND, NAME, SESSIONS)


def report_number(report: HubReport) -> str:
    """What ties a workbook to its hub and year."""
    return f"H{report.pk}-{report.fiscal_year}"


def hub_form(report: HubReport, today: date) -> bytes:
    """The form of a report with what is known already, to be sent to the hub."""
    return write_workbook([_words(report, today), _activities(report), _help()])


def _words(report: HubReport, today: date) -> Table:
    due = wareki(report.due_on) if report.due_on else ""
    rows = [
        (NUMBER, report_number(report), "書き換えないでください"),
        ("拠点", str(report.operator), ""),
        ("年度", fiscal_year_label(report.fiscal_year), ""),
        ("提出期限", due, ""),
        *(
            (label, getattr(report, field), _hint(label))
            for label, field in WORDS.items()
        ),
    ]
    columns = [Column(ITEM), Column(ANSWER, width=80), Column("書き方", width=40)]
    return Table("報告", columns, rows, as_of=today)


def _hint(label: str) -> str:
    return {
        "担当職員の体制": "例　専任の看護師1人、社会福祉士1人",
        "1年間の総括": "できたこと、効果のあったこと",
        "課題": "続いている課題、都道府県や保健所に求めること",
    }.get(label, "")


def _activities(report: HubReport) -> Table:
    columns = [
        Column(KIND, width=30),
        Column(NAME, width=36),
        Column(FROM, kind="date"),
        Column(TO, kind="date"),
        Column("回数", "回", kind="integer"),
        *(Column(p.label, "人", kind="integer") for p in Profession),
        Column("参加者の合計", "延べ人", kind="integer"),
        Column(GRADE),
        Column(EVALUATION, width=36),
        Column(OUTCOME, width=36),
    ]
    rows = [_row(activity) for activity in report.activities.order_by("kind", "pk")]
    told = {row[0] for row in rows}
    blank = [None] * (len(columns) - 1)
    rows += [[kind.short, *blank] for kind in SEVEN if kind.short not in told]
    return Table("取組", columns, rows)


def _row(activity: object) -> list[object]:
    return [
        ActivityKind(activity.kind).short,
        activity.name,
        activity.date_from,
        activity.date_to,
        activity.sessions,
        *(activity.by_profession.get(p.value) for p in Profession),
        activity.participants,
        activity.get_grade_display(),
        activity.evaluation,
        activity.outcome,
    ]


def _help() -> Table:
    notes = {note.kind: note for note in KindNote.objects.exclude(kind="")}
    rows: list[tuple[str, str]] = [
        (
            "取組の行",
            "1つの取組を1行に書き、行は何行でも足せます。なければ空けておきます。",
        ),
        ("日付", "令和7年10月1日、R7.10.1、2025/10/1のどれでも書けます。"),
        (
            "参加者",
            "職種別に書けば合計は空けておけます。両方書くときは合わせてください。",
        ),
        (GRADE, "、".join(grade.label for grade in Grade)),
    ]
    for kind in SEVEN:
        note = notes.get(kind.value)
        examples = "、".join(note.examples) if note else kind.label
        rows.append((kind.short, f"{kind.label}　例：{examples}"))
    return Table("記入要領", [Column("項目"), Column("書き方", width=90)], rows)


def read_hub_form(content: bytes, report: HubReport) -> tuple[ReportContent, Problems]:
    """What a returned form says; raises ``Unreadable`` where it is not this form."""
    sheets = open_workbook(content)
    problems = Problems()
    words = _read_words(lines_of(sheets, (ITEM, ANSWER)), report, problems)
    activities = [
        values
        for line in lines_of(sheets, HEADERS)
        if (values := _read_activity(line, problems))
    ]
    return ReportContent(words, tuple(activities)), problems


def _read_words(
    lines: Iterable[Line], report: HubReport, problems: Problems
) -> dict[str, str]:
    words: dict[str, str] = {}
    number, sheet = "", "報告"
    for line in lines:
        sheet, label, answer = line.sheet, line.text(ITEM), line.text(ANSWER)
        if label == NUMBER:
            number = answer
        if field := WORDS.get(label):
            if len(answer) > LONGEST.get(field, 2000):
                most = LONGEST.get(field, 2000)
                problems.add(line, ANSWER, f"「{label}」は{most}字までにしてください。")
            words[field] = answer
    if number != report_number(report):
        problems.whole(
            sheet,
            f"別の拠点か年度の様式です（報告の番号「{number or 'なし'}」）。"
            f"「{report_number(report)}」の様式を選んでください。",
        )
    return words


_KINDS = {search_key(w): k for k in ActivityKind for w in (k.short, k.label)}
_GRADES = {search_key(grade.label): grade for grade in Grade}


def _read_activity(line: Line, problems: Problems) -> dict[str, object] | None:
    """The fields of an activity; None for a row that names no more than its kind."""
    if not any(line.text(header) for header in line.columns if header != KIND):
        return None
    kind = _KINDS.get(search_key(line.text(KIND)))
    if kind is None:
        problems.add(line, KIND, f"取組の種類「{line.text(KIND)}」がありません。")
    name = line.text(NAME)
    if not name:
        problems.add(line, NAME, "取組の名称を入力してください。")
    grade = line.text(GRADE)
    if grade and search_key(grade) not in _GRADES:
        said = "、".join(g.label for g in Grade)
        problems.add(line, GRADE, f"評価「{grade}」は{said}のどれかにしてください。")
    professions = {
        profession.value: number
        for header, profession in PROFESSIONS.items()
        if header in line.columns
        and (number := problems.number(line, header)) is not None
    }
    return {
        "kind": kind,
        "name": name[:200],
        "date_from": problems.day(line, FROM),
        "date_to": problems.day(line, TO),
        "sessions": problems.number(line, SESSIONS),
        "by_profession": professions,
        "participants": problems.number(line, TOTAL),
        "grade": _GRADES.get(search_key(grade), ""),
        "evaluation": line.text(EVALUATION)[:400],
        "outcome": line.text(OUTCOME)[:400],
    }
