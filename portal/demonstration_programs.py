"""What a demonstration shows of the room of programs: grants, yearly reports of hubs with their
activities, and what municipalities do and ask. Made through the actions that people use; once.
"""

from datetime import date

from accounts.models import User
from designations.actions import operator_of_facility, operator_of_municipality
from designations.kinds import Kind
from designations.models import Designation
from formats.dates import fiscal_year_label
from programs.actions import (
    ItemDone,
    ReportContent,
    Step,
    apply_for_grant,
    ask_for_reports,
    check_report,
    give_help,
    move_grant,
    receive_report,
    remind_hub,
    report_issue,
    set_desk,
    set_initiatives,
)
from programs.kinds import (
    ActivityKind,
    Grade,
    GrantMove,
    HandledBy,
    HelpKind,
    MunicipalItem,
    Profession,
)
from programs.models import Grant, HubReport, MunicipalInitiative, ProgramYear
from zones.models import HomeCareZone, Municipality, Prefecture
from zones.placement import placement

PREFECTURE = "01"
GRANT_PROGRAM, GRANT_YEAR = "P02", 2024
REPORT_YEARS = (2024, 2025)
INITIATIVE_YEAR = 2025
INITIATIVE_ZONES = ("北見", "網走", "十勝", "南渡島")
# How far each grant of the demonstration has come, and the amounts in thousand yen.
GRANTS = (
    (6_000, (GrantMove.DECIDE, GrantMove.REPORT, GrantMove.FINALISE)),
    (6_000, (GrantMove.DECIDE, GrantMove.REPORT, GrantMove.FINALISE)),
    (5_800, (GrantMove.DECIDE, GrantMove.REPORT)),
    (6_000, (GrantMove.DECIDE,)),
    (4_500, (GrantMove.DECIDE, GrantMove.REVOKE)),
    (6_000, ()),
    (9_000, (GrantMove.REJECT,)),
)
STEP_DAYS = {
    GrantMove.DECIDE: date(2024, 7, 10),
    GrantMove.REJECT: date(2024, 7, 10),
    GrantMove.REVOKE: date(2024, 12, 2),
    GrantMove.REPORT: date(2025, 4, 8),
    GrantMove.FINALISE: date(2025, 5, 15),
}
# kind, name, sessions, physicians, nurses, care managers
ACTIVITIES = (
    (ActivityKind.RESOURCES, "在宅医療の資源の一覧の更新", 1, None, None, None),
    (ActivityKind.MEETINGS, "多職種の連携会議", 6, 48, 60, 72),
    (ActivityKind.TRAINING, "訪問診療の同行研修", 4, 12, 16, 0),
    (ActivityKind.ROUND_THE_CLOCK, "夜間・休日の当番の調整", 12, 60, 36, 0),
    (ActivityKind.CONSULTATION, "相談窓口の運営", None, None, None, None),
    (ActivityKind.SHARING, "情報共有の様式の見直し", 2, 8, 10, 6),
    (ActivityKind.RESIDENTS, "人生会議（ACP）の講演会", 2, 2, 4, 0),
)
OPERATED = (HandledBy.OWN, HandledBy.ENTRUSTED, HandledBy.PARTLY, HandledBy.JOINT)
ASSOCIATION = "試験郡市医師会"


def make_work() -> None:
    """Everything of this module, each part once."""
    by = User.objects.get(username="pref")
    make_grants(by)
    make_hub_reports(by)
    make_initiatives(by)


def make_grants(by: User) -> None:
    """Grants of the group practice program, each at another point of its way."""
    year = ProgramYear.objects.filter(
        program__prefecture=PREFECTURE,
        program__code=GRANT_PROGRAM,
        fiscal_year=GRANT_YEAR,
    ).first()
    if year is None or Grant.objects.filter(year=year).exists():
        return
    acts = Designation.objects.filter(
        prefecture=PREFECTURE, kind=Kind.ACTIVE, operator__facility__isnull=False
    ).order_by("case_number")
    acts = acts.select_related("operator__facility").prefetch_related("zones")
    for (amount, moves), act in zip(GRANTS, acts, strict=False):
        grant = apply_for_grant(
            year=year,
            applicant=operator_of_facility(facility=act.operator.facility, by=by),
            zone=act.zones.all()[0],
            purpose="グループ診療の運営",
            requested=amount,
            on=date(2024, 6, 3),
            by=by,
        )
        for move in moves:
            step = Step(
                on=STEP_DAYS[move],
                amount=amount - (200 if move != GrantMove.DECIDE else 0),
                document_number=f"試験在医第{grant.number}号"
                if move == GrantMove.DECIDE
                else "",
                reason="試験用データ",
            )
            grant = move_grant(
                grant=grant, version=grant.version, move=move, step=step, by=by
            )


def make_hub_reports(by: User) -> None:
    """Two years of reports: the older all checked, of the newer one still missing and reminded."""
    if HubReport.objects.filter(prefecture=PREFECTURE).exists():
        return
    prefecture = Prefecture.objects.get(pk=PREFECTURE)
    for year in REPORT_YEARS:
        due = date(year + 1, 4, 30)
        asked = ask_for_reports(
            prefecture=prefecture, fiscal_year=year, due_on=due, by=by
        )
        *back, last = asked
        if year == REPORT_YEARS[0]:
            back, last = asked, None
        for number, report in enumerate(back):
            took = receive_report(
                report=report,
                content=_content(year, number),
                on=date(year + 1, 4, 20),
                by=by,
            )
            if last is None or number == 0:
                check_report(report=took, version=took.version, by=by)
        if last is not None:
            remind_hub(
                report=last,
                on=date(year + 1, 5, 12),
                message="期限を過ぎています。拠点に確かめてください。",
                by=by,
            )


def _content(year: int, number: int) -> ReportContent:
    activities = []
    for kind, name, sessions, *heads in ACTIVITIES[number:]:
        professions = (
            Profession.PHYSICIAN,
            Profession.NURSE,
            Profession.CARE_MANAGER,
        )
        counted = {
            p.value: n for p, n in zip(professions, heads, strict=True) if n is not None
        }
        activities.append(
            {
                "kind": kind,
                "name": name,
                "date_from": date(year, 10, 1)
                if kind == ActivityKind.TRAINING
                else None,
                "sessions": sessions,
                "by_profession": counted,
                "grade": Grade.GOOD if counted else "",
            }
        )
    words = {
        "filled_in_by": "試験事務局",
        "summary": f"{fiscal_year_label(year)}は、関係者の会議を定例にした。",
        "issues": "夜間に往診できる医師が少ない。",
        "next_year": "会議と研修を続ける。",
    }
    return ReportContent(words, tuple(activities))


def make_initiatives(by: User) -> None:
    """The municipal scheme of some zones, with desks, an issue and the help for it."""
    if MunicipalInitiative.objects.filter(municipality__prefecture=PREFECTURE).exists():
        return
    placed = placement(PREFECTURE, date(INITIATIVE_YEAR, 10, 1))
    zones: dict[str, HomeCareZone] = {z.name: z for z in placed.zones.values()}
    codes = [c for name in INITIATIVE_ZONES for c in placed.members(zones[name])]
    places = Municipality.objects.placed_by_plans().filter(pk__in=codes)
    for number, place in enumerate(places.order_by("code")):
        set_initiatives(
            municipality=place,
            fiscal_year=INITIATIVE_YEAR,
            items={
                item: _done(number, order) for order, item in enumerate(MunicipalItem)
            },
            by=by,
        )
        if number % 3 == 0:
            _desk(place, number, by)
        if number % 7 == 0:
            _issue_and_help(place, by)


def _done(number: int, order: int) -> ItemDone:
    """Every other municipality does all by itself; the rest entrust some items."""
    how = HandledBy.OWN if number % 2 else OPERATED[(number + order) % 4]
    if how == HandledBy.OWN and (number + 3 * order) % 11 == 0:
        how = HandledBy.NOT_DONE
    entrusted = how in (HandledBy.ENTRUSTED, HandledBy.PARTLY)
    return ItemDone(how, entrusted_name=ASSOCIATION if entrusted else "")


def _desk(place: Municipality, number: int, by: User) -> None:
    set_desk(
        municipality=place,
        operator=operator_of_municipality(municipality=place, by=by),
        name=f"{place.name}在宅医療・介護連携相談窓口（試験用）",
        address=f"{place.name}試験町1番地",
        phone=f"0120-000-{number:03}",
        hours="平日 8時45分〜17時30分",
        starts_on=date(2024, 4, 1),
        by=by,
    )


def _issue_and_help(place: Municipality, by: User) -> None:
    issue = report_issue(
        municipality=place,
        raised_on=date(2025, 6, 2),
        text="訪問看護の担い手が足りない",
        request="近隣の市町村の状況を知りたい",
        by=by,
    )
    give_help(
        municipality=place,
        kind=HelpKind.DATA,
        on=date(2025, 7, 15),
        person="県庁 試験担当",
        text="訪問看護の利用のデータを提供した",
        issue=issue,
        by=by,
    )
