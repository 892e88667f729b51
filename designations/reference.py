"""Loads requirements, the selection rule, the roadmap and the decision log from ``fixtures/``.

Safe to run again: what a plan has already is left as officials edited it.
"""

from pathlib import Path

from django.db import transaction

from designations.models import Decision, Requirement, RoadmapTarget, SelectionStep
from formats.tabular import read_rows
from zones.models import MedicalPlan, PlanVersion, Prefecture

Rows = list[dict[str, str]]


@transaction.atomic
def load_reference(folder: Path) -> dict[str, int]:
    """Fill every plan that has none of these yet; gives the number of rows made by table."""
    requirements = read_rows(folder / "requirements.csv")
    rules = read_rows(folder / "selection_rules.csv")
    roadmap = read_rows(folder / "roadmap.csv")
    counts = {"requirements": 0, "selection_steps": 0, "roadmap": 0}
    first = PlanVersion.objects.filter(number=1).select_related("plan__prefecture")
    for version in first.order_by("plan"):
        counts["requirements"] += load_requirements(version, requirements)
        counts["selection_steps"] += load_selection_steps(version, rules)
        counts["roadmap"] += _load_roadmap(version.plan, roadmap)
    return counts | {"decisions": _load_decisions(folder)}


def load_requirements(version: PlanVersion, rows: Rows) -> int:
    """The guideline's items, and those that the prefecture of the plan has of its own."""
    if Requirement.objects.filter(version__plan=version.plan).exists():
        return 0
    prefecture = version.plan.prefecture.name
    made = [
        Requirement(
            version=version,
            set="prefecture" if r["scope"] == prefecture else "guideline",
            kind=r["kind"],
            code=r["requirement_code"],
            order=int(r["order"]),
            label=r["short_label"],
            description=r["description"],
            mandatory=r["obligation"] == "must",
            applies_if=r["applies_if"],
            related_code=r["related_code"],
            source=r["source"],
            doubt=r["doubt"],
        )
        for r in rows
        if r["scope"] in ("指針", prefecture)
    ]
    return len(Requirement.objects.bulk_create(made))


def load_selection_steps(version: PlanVersion, rows: Rows) -> int:
    """The steps of the draft rule; its notes go to the step that they speak of."""
    if SelectionStep.objects.filter(version__plan=version.plan).exists():
        return 0
    notes: dict[str, Rows] = {}
    for r in rows:
        if r["row_type"] == "note":
            notes.setdefault(r["parent_rule"], []).append(r)
    made = [
        SelectionStep(
            version=version,
            kind=r["kind"],
            code=r["rule_code"],
            order=int(r["step_order"]),
            label=r["step_label"],
            candidate=r["candidate"].replace("|", "・"),
            scope=r["scope"],
            filing_classes=[c for c in r["filing_classes"].split("|") if c],
            enhanced_first=any(
                n["enhanced_first"] == "1" for n in notes.get(r["rule_code"], [])
            ),
            operator_kinds=[k for k in r["operator_kinds"].split("|") if k],
            note="　".join(
                _note(n) for n in [r, *notes.get(r["rule_code"], [])]
            ).strip(),
            source=r["source"],
            doubt=r["doubt"],
        )
        for r in rows
        if r["row_type"] == "step"
    ]
    return len(SelectionStep.objects.bulk_create(made))


def _note(row: dict[str, str]) -> str:
    """What a row says beside its candidate, in words."""
    parts = [row["precondition"], row["pick"], row["priority"]]
    said = "、".join(part for part in parts if part)
    if row["row_type"] == "note" and said:
        return f"{row['step_label']}{row['candidate']}：{said}"
    return said


def _load_roadmap(plan: MedicalPlan, rows: Rows) -> int:
    if plan.roadmap.exists():
        return 0
    made = [
        RoadmapTarget(
            plan=plan,
            fiscal_year=int(r["fiscal_year"]),
            zones_min=int(r["hub_zones_min"]),
            zones_max=int(r["hub_zones_max"]),
            active_min=int(r["active_min"]),
            priority_zones=r["priority_zones"],
            remarks=r["remarks"],
            source=r["source"],
            doubt=r["doubt"],
        )
        for r in rows
        if r["row_type"] == "year" and r["prefecture_code"] == plan.prefecture_id
    ]
    return len(RoadmapTarget.objects.bulk_create(made))


def _load_decisions(folder: Path) -> int:
    """By their number, where the prefecture exists; a later run adds and changes nothing."""
    places = {"", *Prefecture.objects.values_list("pk", flat=True)}
    known = set(Decision.objects.values_list("number", flat=True))
    made = [
        Decision(
            number=int(r["seq"]),
            prefecture_id=r["prefecture_code"] or None,
            date_from=r["date_from"],
            date_until=r["date_to"],
            date_label=r["date_label"],
            body=r["body"],
            subject=r["subject"],
            decision=r["decision"],
            source=r["source"],
            doubt=r["doubt"],
        )
        for r in read_rows(folder / "decision_log.csv")
        if int(r["seq"]) not in known and r["prefecture_code"] in places
    ]
    return len(Decision.objects.bulk_create(made))
