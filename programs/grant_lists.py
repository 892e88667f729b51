"""The list of grants as a workbook, and the same workbook read back.

A row without a number is a new application; a row with a number may bring the report of a decided
grant. Everything else of a known row has to stand as it is: decisions are made on screen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from designations.models import Operator
from formats.tables import Column, Table
from formats.text import code_key, search_key
from programs.kinds import GrantStatus
from programs.models import Grant
from programs.workbooks import Line, Problems, lines_of, open_workbook
from zones.models import HomeCareZone

NUMBER, CODE, NAME, ZONE = "番号", "医療機関コード", "申請者", "在宅医療圏"
PURPOSE, APPLIED, REQUESTED = "内容", "申請日", "申請額（千円）"
DECIDED, SPENT, REPORTED = "決定額（千円）", "実績額（千円）", "実績報告日"
HEADERS = (NUMBER, NAME, APPLIED, REQUESTED)

COLUMNS = [
    Column("番号", kind="code"),
    Column("医療機関コード", kind="code"),
    Column("申請者", width=36),
    Column("種類"),
    Column("在宅医療圏"),
    Column("市区町村"),
    Column("内容", width=36),
    Column("申請日", kind="date"),
    Column("申請額", "千円", kind="money"),
    Column("状態"),
    Column("決定日", kind="date"),
    Column("決定額", "千円", kind="money"),
    Column("文書番号"),
    Column("実績報告日", kind="date"),
    Column("実績額", "千円", kind="money"),
    Column("確定日", kind="date"),
    Column("確定額", "千円", kind="money"),
]


@dataclass(frozen=True, slots=True)
class NewGrant:
    applicant: Operator
    zone: HomeCareZone | None
    purpose: str
    requested: int
    on: date


@dataclass(frozen=True, slots=True)
class Report:
    grant: Grant
    spent: int
    on: date


@dataclass(frozen=True, slots=True)
class GrantList:
    """What a workbook would do: applications to enter and reports to record."""

    new: tuple[NewGrant, ...]
    reports: tuple[Report, ...]


def grant_table(title: str, grants: Iterable[Grant], day: date) -> Table:
    return Table(
        title=title,
        columns=COLUMNS,
        rows=[
            [
                grant.case_number,
                grant.applicant.facility.code if grant.applicant.facility else "",
                str(grant.applicant),
                grant.applicant.get_kind_display(),
                grant.zone.name if grant.zone else "",
                grant.municipality.name if grant.municipality else "",
                grant.purpose,
                grant.applied_on,
                grant.requested,
                grant.get_status_display(),
                grant.decided_on,
                grant.decided,
                grant.document_number,
                grant.reported_on,
                grant.spent,
                grant.finalised_on,
                grant.final,
            ]
            for grant in grants
        ],
        note="番号のない行は新しい申請として、番号のある行の実績額と実績報告日は実績報告として取り込める。",
        as_of=day,
    )


def read_grants(
    content: bytes,
    *,
    operators: Iterable[Operator],
    zones: Iterable[HomeCareZone],
    grants: Iterable[Grant],
    today: date,
) -> tuple[GrantList, Problems]:
    """Read a workbook against what is known; raises ``Unreadable`` where there is no such table."""
    reader = _Reader(operators, zones, grants, today)
    for line in lines_of(open_workbook(content), HEADERS):
        reader.take(line)
    return GrantList(tuple(reader.new), tuple(reader.reports)), reader.problems


class _Reader:
    def __init__(
        self,
        operators: Iterable[Operator],
        zones: Iterable[HomeCareZone],
        grants: Iterable[Grant],
        today: date,
    ) -> None:
        self.today = today
        self.by_name: dict[str, list[Operator]] = {}
        self.by_code: dict[str, Operator] = {}
        for operator in operators:
            self.by_name.setdefault(search_key(str(operator)), []).append(operator)
            if operator.facility:
                self.by_code[code_key(operator.facility.code)] = operator
        self.zones: Mapping[str, HomeCareZone] = {search_key(z.name): z for z in zones}
        self.grants = {grant.case_number: grant for grant in grants}
        self.problems = Problems()
        self.new: list[NewGrant] = []
        self.reports: list[Report] = []
        self.seen: set[str] = set()

    def take(self, line: Line) -> None:
        if number := line.text(NUMBER):
            self._known(line, number)
        else:
            self._new(line)

    def _new(self, line: Line) -> None:
        before = len(self.problems.found)
        applicant = self._applicant(line)
        zone = self._zone(line)
        requested = self.problems.number(line, REQUESTED, least=1)
        on = self.problems.day(line, APPLIED)
        if requested is None and not line.text(REQUESTED):
            self.problems.add(line, REQUESTED, "申請額を入力してください。")
        if on is None and not line.text(APPLIED):
            self.problems.add(line, APPLIED, "申請日を入力してください。")
        if on and on > self.today:
            self.problems.add(line, APPLIED, "申請日がまだ来ていない日です。")
        if len(self.problems.found) == before:
            self.new.append(
                NewGrant(applicant, zone, line.text(PURPOSE), requested, on)
            )

    def _applicant(self, line: Line) -> Operator | None:
        if code := code_key(line.text(CODE)):
            if code not in self.by_code:
                message = (
                    f"医療機関コード「{line.text(CODE)}」の申請者が登録されていません。"
                )
                self.problems.add(line, CODE, message)
            return self.by_code.get(code)
        name = line.text(NAME)
        found = self.by_name.get(search_key(name), [])
        if len(found) == 1:
            return found[0]
        said = (
            "複数あります。医療機関コードを入力してください"
            if found
            else "登録されていません"
        )
        self.problems.add(line, NAME, f"申請者「{name}」が{said}。")
        return None

    def _zone(self, line: Line) -> HomeCareZone | None:
        name = line.text(ZONE)
        if name and search_key(name) not in self.zones:
            self.problems.add(line, ZONE, f"在宅医療圏「{name}」がありません。")
        return self.zones.get(search_key(name)) if name else None

    def _known(self, line: Line, number: str) -> None:
        grant = self.grants.get(number)
        if grant is None:
            self.problems.add(line, NUMBER, f"番号「{number}」の交付がありません。")
            return
        if number in self.seen:
            self.problems.add(line, NUMBER, f"番号「{number}」が2度出ています。")
            return
        self.seen.add(number)
        self._unchanged(line, grant)
        spent = self.problems.number(line, SPENT, least=1)
        on = self.problems.day(line, REPORTED)
        if spent == grant.spent and on == grant.reported_on:
            return
        if grant.status != GrantStatus.DECIDED:
            state = grant.get_status_display()
            message = (
                f"いまの状態は「{state}」です。実績を報告できるのは交付決定の後です。"
            )
            self.problems.add(line, SPENT, message)
        elif spent is None or on is None:
            self.problems.add(
                line, SPENT, "実績額と実績報告日は、両方を入力してください。"
            )
        else:
            self.reports.append(Report(grant, spent, on))

    def _unchanged(self, line: Line, grant: Grant) -> None:
        for header, now in ((REQUESTED, grant.requested), (DECIDED, grant.decided)):
            if header in line.columns and self.problems.number(line, header) != now:
                message = "この欄は取込では変えられません。画面で手続してください。"
                self.problems.add(line, header, message)
