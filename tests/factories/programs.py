"""Measures, programs, grants and what goes with them, over the places of ``places``."""

from datetime import date
from itertools import count
from pathlib import Path

from accounts.models import User
from designations.models import Operator
from formats.tabular import read_rows
from programs import reference
from programs.actions import (
    Step,
    apply_for_grant,
    attach_document,
    give_help,
    move_grant,
    set_result,
)
from programs.kinds import GrantMove, GrantStatus, HelpKind, NodeType, ResultKind
from programs.models import (
    Activity,
    DischargeRule,
    Grant,
    HubReport,
    Measure,
    MeasureStatus,
    MunicipalIssue,
    Program,
    ProgramYear,
)
from tests.factories import designations, facilities, people, places
from zones.models import HealthCentre, HomeCareZone, Municipality, Prefecture

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
YEAR = 2025
TODAY = date(2025, 11, 20)
_numbers = count(1)


def seeds() -> None:
    """The facts of the five seeds, with all prefectures and no municipality."""
    Prefecture.objects.bulk_create(
        Prefecture(code=row["code"], name=row["name"])
        for row in read_rows(FIXTURES / "prefectures.csv")
    )
    reference.load_reference(FIXTURES)


def measure(prefecture_code: str = "01", **more: object) -> Measure:
    number = next(_numbers)
    values = {
        "code": f"T{number}",
        "order": number,
        "node_type": NodeType.MEASURE,
        "name": f"試験の施策{number}",
        "first_fiscal_year": 2024,
        **more,
    }
    return Measure.objects.create(
        prefecture=places.prefecture(prefecture_code), **values
    )


def status(of: Measure, **more: object) -> MeasureStatus:
    values = {"fiscal_year": YEAR, "as_of": TODAY, "text": "実施中", **more}
    return MeasureStatus.objects.create(measure=of, **values)


def program(prefecture_code: str = "01", **more: object) -> Program:
    number = next(_numbers)
    values = {"code": f"P{number}", "name": f"試験の事業{number}", **more}
    return Program.objects.create(
        prefecture=places.prefecture(prefecture_code), **values
    )


def year(of: Program | None = None, **more: object) -> ProgramYear:
    """A fiscal year of a program with a budget of 9,000 thousand yen unless told otherwise."""
    values = {"fiscal_year": YEAR, "budget_first": 9_000, **more}
    return ProgramYear.objects.create(program=of or program(), **values)


def activity(prefecture_code: str = "01", **more: object) -> Activity:
    number = next(_numbers)
    values = {
        "name": f"試験の取組{number}",
        "kind": "meetings",
        "fiscal_year": YEAR,
        "sessions": 1,
        **more,
    }
    return Activity.objects.create(
        prefecture=places.prefecture(prefecture_code), **values
    )


def budgeted(zone: HomeCareZone, **more: object) -> ProgramYear:
    """A year of a program of the zone's prefecture."""
    return year(program(zone.plan.prefecture_id), **more)


def applied(
    of: ProgramYear,
    applicant: Operator,
    *,
    requested: int = 3_000,
    on: date = date(2025, 5, 1),
    zone: HomeCareZone | None = None,
    by: User | None = None,
) -> Grant:
    """An application of an applicant, entered by an official unless told otherwise."""
    return apply_for_grant(
        year=of,
        applicant=applicant,
        zone=zone,
        requested=requested,
        on=on,
        by=by or people.official(of.program.prefecture_id),
    )


WAY = {
    GrantStatus.APPLIED: (),
    GrantStatus.DECIDED: (GrantMove.DECIDE,),
    GrantStatus.REPORTED: (GrantMove.DECIDE, GrantMove.REPORT),
    GrantStatus.FINAL: (GrantMove.DECIDE, GrantMove.REPORT, GrantMove.FINALISE),
    GrantStatus.REJECTED: (GrantMove.REJECT,),
    GrantStatus.WITHDRAWN: (GrantMove.WITHDRAW,),
    GrantStatus.REVOKED: (GrantMove.DECIDE, GrantMove.REVOKE),
}


def grant(of: ProgramYear, applicant: Operator, status: str, **more: object) -> Grant:
    """A grant that went the way to a state."""
    by = more.pop("by", None) or people.official(of.program.prefecture_id)
    made = applied(of, applicant, by=by, **more)
    for move in WAY[GrantStatus(status)]:
        made = taken(made, move, by)
    return made


def taken(made: Grant, move: GrantMove, by: User, **more: object) -> Grant:
    """The grant after one more step, with an amount of 2,000 and a day and reason that fit."""
    values = {"on": TODAY, "amount": 2_000, "reason": "試験のため", **more}
    return move_grant(
        grant=made, version=made.version, move=move, step=Step(**values), by=by
    )


# The URLs of one thing, and the thing of `one_of_each` that they point at.
OF_ONE = {
    "detail": "program",
    "edit": "program",
    "year-edit": "program_year",
    "year-evaluate": "program_year",
    "year-sheet": "program_year",
    "year-result": "program_year",
    "year-carry": "program_year",
    "result-remove": "program_result",
    "measure": "measure",
    "measure-edit": "measure",
    "measure-status": "measure",
    "grant": "grant",
    "grant-document": "grant",
    "grant-edit": "grant",
    "grant-apply": "program_year",
    "grant-upload": "program_year",
    "document": "document",
    "document-remove": "document",
    "activity": "activity",
    "activity-edit": "activity",
    "activity-remove": "activity",
    "hub-report": "hub_report",
    "hub-report-form": "hub_report",
    "hub-report-upload": "hub_report",
    "hub-report-fill": "hub_report",
    "hub-report-remind": "hub_report",
    "hub-report-check": "hub_report",
    "hub-report-reopen": "hub_report",
    "municipality": "municipality",
    "initiatives-edit": "municipality",
    "initiatives-copy": "municipality",
    "desk": "municipality",
    "issue-report": "municipality",
    "help-give": "municipality",
    "issue-edit": "issue",
    "help-edit": "help_given",
    "rule-edit": "zone",
    "rule-document": "discharge_rule",
}


def one_of_each(
    where: Municipality, zone: HomeCareZone, centre: HealthCentre
) -> dict[str, object]:
    """One thing of every kind in a place, for the table of who gets which answer."""
    code = where.prefecture_id
    official = people.official(code)
    of_year = year(program(code, unconfirmed=True))
    applicant = designations.institution(facilities.facility(where))
    application = applied(of_year, applicant, zone=zone, by=official)
    hub = designations.entered(zone, designations.association(prefecture_code=code))
    report = HubReport.objects.create(
        prefecture_id=code,
        operator=hub.operator,
        designation=hub,
        fiscal_year=YEAR,
    )
    return {
        "program": of_year.program,
        "program_year": of_year,
        "program_result": set_result(
            year=of_year, kind=ResultKind.OUTPUT, name="試験の指標", by=official
        ),
        "measure": measure(code),
        "grant": application,
        "document": attach_document(
            owner=application,
            title="交付申請書",
            file_name="申請書.pdf",
            content=b"%PDF-1.7",
            by=official,
        ),
        "activity": activity(code, zone=zone),
        "hub_report": report,
        "issue": MunicipalIssue.objects.create(
            municipality=where, raised_on=TODAY, text="試験の課題"
        ),
        "help_given": give_help(
            municipality=where,
            kind=HelpKind.DATA,
            on=TODAY,
            person="試験の人",
            text="試験の支援",
            by=official,
        ),
        "discharge_rule": DischargeRule.objects.create(zone=zone),
    }
