"""Master tables of designations out to Excel and CSV and back in; an export that comes back changes
nothing."""

from typing import Any

from import_export.widgets import BooleanWidget, DateWidget, ForeignKeyWidget

from designations.models import (
    ConsultationDesk,
    Decision,
    Operator,
    Requirement,
    RoadmapTarget,
    SelectionStep,
)
from zones.models import MedicalPlan, Municipality, Prefecture
from zones.resources import Codes, CodeWidget, Master, VersionWidget, column


class PlanWidget(ForeignKeyWidget):
    """A plan as 01/2024: prefecture and first fiscal year."""

    def __init__(self) -> None:
        super().__init__(MedicalPlan)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> MedicalPlan:
        prefecture, _, year = str(value or "").partition("/")
        plans = MedicalPlan.objects.filter(prefecture=prefecture)
        found = plans.filter(first_fiscal_year=int(year)) if year.isdecimal() else None
        plan = found.first() if found is not None else None
        if plan is None:
            raise ValueError(
                f"計画「{value}」がありません。01/2024（都道府県/最初の年度）の形で入力してください。"
            )
        return plan

    def render(self, value: MedicalPlan | None, obj: object = None, **kw: Any) -> str:
        return f"{value.prefecture_id}/{value.first_fiscal_year}" if value else ""


class BodyWidget(ForeignKeyWidget):
    """A body by the name under which it is registered in the prefecture of the row's place."""

    def __init__(self) -> None:
        super().__init__(Operator)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Operator:
        name = str(value or "").strip()
        place = str((row or {}).get("市区町村") or "")
        found = list(Operator.objects.filter(name=name, prefecture=place[:2])[:2])
        if len(found) != 1:
            many = "が2つ以上あります" if found else "がありません"
            raise ValueError(
                f"実施主体「{name}」{many}。登録した名称を確かめてください。"
            )
        return found[0]

    def render(self, value: Operator | None, obj: object = None, **kw: Any) -> str:
        return value.name if value else ""


class OnRecord(Master):
    """Who brings a row in stands in its history."""

    class Meta(Master.Meta):
        exclude = ["id"]

    def save_instance(
        self, instance: Any, is_create: bool, row: Any, **kwargs: Any
    ) -> None:
        instance._history_user = kwargs.get("user")
        instance._change_reason = "基礎データの取込"
        super().save_instance(instance, is_create, row, **kwargs)


class RequirementResource(OnRecord):
    version = column("version", Requirement, VersionWidget())
    mandatory = column("mandatory", Requirement, BooleanWidget())

    class Meta(OnRecord.Meta):
        model = Requirement
        import_id_fields = ["version", "code"]


class SelectionStepResource(OnRecord):
    version = column("version", SelectionStep, VersionWidget())
    filing_classes = column("filing_classes", SelectionStep, Codes())
    operator_kinds = column("operator_kinds", SelectionStep, Codes())
    enhanced_first = column("enhanced_first", SelectionStep, BooleanWidget())
    in_use = column("in_use", SelectionStep, BooleanWidget())

    class Meta(OnRecord.Meta):
        model = SelectionStep
        import_id_fields = ["version", "code"]


class RoadmapTargetResource(OnRecord):
    plan = column("plan", RoadmapTarget, PlanWidget())

    class Meta(OnRecord.Meta):
        model = RoadmapTarget
        import_id_fields = ["plan", "fiscal_year"]


class DecisionResource(OnRecord):
    prefecture = column("prefecture", Decision, CodeWidget(Prefecture))

    class Meta(OnRecord.Meta):
        model = Decision
        import_id_fields = ["number"]


class DeskResource(OnRecord):
    municipality = column("municipality", ConsultationDesk, CodeWidget(Municipality))
    operator = column("operator", ConsultationDesk, BodyWidget())
    starts_on = column("starts_on", ConsultationDesk, DateWidget("%Y-%m-%d"))
    ends_on = column("ends_on", ConsultationDesk, DateWidget("%Y-%m-%d"))

    class Meta(OnRecord.Meta):
        model = ConsultationDesk
        import_id_fields = ["municipality", "operator", "starts_on"]
