"""Loads the logic model of the demonstration into plans that have none."""

from pathlib import Path

from formats.tabular import read_rows
from indicators.models import Indicator, LogicItem
from programs.models import Measure, Program
from zones.models import PlanVersion


def load_logic(folder: Path, version: PlanVersion) -> int:
    """Make the boxes and their links; gives their number. Measures and programs that are not
    loaded yet are left out."""
    rows = [
        row
        for row in read_rows(folder / "logic_model.csv")
        if row["plan"] == plan_code(version)
    ]
    if not version.plan.demonstration or version.logic_items.exists():
        return 0
    made = {
        row["item_code"]: LogicItem.objects.create(
            version=version,
            stage=row["stage"],
            order=int(row["order"]),
            title=row["title"],
            text=row["text"],
        )
        for row in rows
    }
    prefecture = version.plan.prefecture_id
    indicators = _by_code(version.indicators.all())
    measures = _by_code(Measure.objects.filter(prefecture=prefecture))
    programs = _by_code(Program.objects.filter(prefecture=prefecture))
    for row in rows:
        item = made[row["item_code"]]
        item.leads_to.set(made[code] for code in _codes(row["leads_to"]))
        for name, known in (
            ("indicators", indicators),
            ("measures", measures),
            ("programs", programs),
        ):
            codes = [code for code in _codes(row[name]) if code in known]
            getattr(item, name).set(known[code] for code in codes)
    return len(made)


def plan_code(version: PlanVersion) -> str:
    """The code of a plan in the fixtures: MP01-2024."""
    plan = version.plan
    return f"MP{plan.prefecture_id}-{plan.first_fiscal_year}"


def _codes(cell: str) -> list[str]:
    return [code for code in cell.split("|") if code]


def _by_code(rows: object) -> dict[str, Indicator | Measure | Program]:
    return {row.code: row for row in rows}
