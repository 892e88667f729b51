"""Measures, programs, grants and what goes with them, over the places of ``places``."""

from datetime import date
from itertools import count
from pathlib import Path

from programs import reference
from programs.kinds import NodeType
from programs.models import Activity, Measure, MeasureStatus, Program, ProgramYear
from tests.factories import places
from zones.models import Prefecture

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
YEAR = 2025
TODAY = date(2025, 11, 20)
_numbers = count(1)


def seeds() -> None:
    """The facts of the five seeds, with all prefectures and no municipality."""
    from formats.tabular import read_rows

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
