"""Master tables out to Excel and CSV and back in. An export that comes back changes nothing.

Rows are known by their official codes, never by numbers of this database.
"""

from decimal import Decimal
from typing import Any

from import_export.widgets import (
    BooleanWidget,
    DateWidget,
    DecimalWidget,
    ForeignKeyWidget,
)

from accounts.models import User
from indicators import actions
from indicators.errors import BrokenRule
from indicators.models import (
    AdditionalDemand,
    Indicator,
    IndicatorValue,
    Target,
    VisitDemand,
)
from zones.models import Municipality, Population, Prefecture
from zones.resources import Codes, Master, VersionWidget, column, version_code


class Number(DecimalWidget):
    """A decimal number without needless zeros, so that a file shows what a person typed."""

    def render(self, value: Decimal | None, obj: object = None, **kwargs: Any) -> str:
        if value is None:
            return ""
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text


class IndicatorWidget(ForeignKeyWidget):
    """An indicator as 01/2024/1/XS01: its version and its code."""

    def __init__(self) -> None:
        super().__init__(Indicator)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Indicator:
        version, _, code = str(value or "").rpartition("/")
        found = VersionWidget().clean(version).indicators.filter(code=code).first()
        if found is None:
            raise ValueError(f"指標「{value}」がありません。コードを確かめてください。")
        return found

    def render(self, value: Indicator | None, obj: object = None, **kw: Any) -> str:
        return f"{version_code(value.version)}/{value.code}" if value else ""


class CodeWidget(ForeignKeyWidget):
    """A row known by its official code; leading zeros lost by a spreadsheet are put back."""

    def __init__(self, model: type, width: int) -> None:
        super().__init__(model)
        self.width = width

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        code = str(value or "").strip().zfill(self.width)
        found = self.model.objects.filter(pk=code).first()
        if found is None:
            raise ValueError(f"コード「{value}」がありません。")
        return found

    def render(self, value: Any, obj: object = None, **kwargs: Any) -> str:
        return str(value.pk) if value else ""


def _fields(instance: Any) -> dict[str, Any]:
    """A row's fields as keywords of its action."""
    names = [f.name for f in instance._meta.concrete_fields if not f.primary_key]
    return {name: getattr(instance, name) for name in names}


class RoundTrip(Master):
    """What has rules is written through the actions."""

    def after_init_instance(
        self, instance: Any, new: bool, row: Any, **kw: Any
    ) -> None:
        instance._change_reason = "基礎データの取込"

    def save_instance(
        self, instance: Any, is_create: bool, row: Any, **kwargs: Any
    ) -> None:
        """Write through the action that the forms use; a broken rule is the row's error."""
        if not hasattr(self, "write"):
            return super().save_instance(instance, is_create, row, **kwargs)
        try:
            self.write(instance, kwargs.get("user"))
        except BrokenRule as broken:
            raise ValueError(str(broken)) from broken
        return None


class IndicatorResource(RoundTrip):
    version = column("version", Indicator, VersionWidget())
    caveats = column("caveats", Indicator, Codes())
    required_national_target = column(
        "required_national_target", Indicator, BooleanWidget()
    )

    class Meta(RoundTrip.Meta):
        model = Indicator
        import_id_fields = ["version", "code"]
        exclude = ["id"]

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("version__plan")


class ValueResource(RoundTrip):
    indicator = column("indicator", IndicatorValue, IndicatorWidget())
    value = column("value", IndicatorValue, Number())
    numerator = column("numerator", IndicatorValue, Number())
    denominator = column("denominator", IndicatorValue, Number())
    as_of = column("as_of", IndicatorValue, DateWidget("%Y-%m-%d"))

    def write(self, instance: IndicatorValue, by: User | None) -> None:
        actions.record_value(**_fields(instance), by=by)

    class Meta(RoundTrip.Meta):
        model = IndicatorValue
        import_id_fields = ["indicator", "area_kind", "area_code", "year"]
        exclude = ["id"]

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("indicator__version__plan")


class TargetResource(RoundTrip):
    indicator = column("indicator", Target, IndicatorWidget())
    value = column("value", Target, Number())

    def write(self, instance: Target, by: User | None) -> None:
        actions.set_target(**_fields(instance), by=by)

    class Meta(RoundTrip.Meta):
        model = Target
        import_id_fields = ["indicator", "area_kind", "area_code", "year", "kind"]
        exclude = ["id"]

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("indicator__version__plan")


class PopulationResource(RoundTrip):
    municipality = column("municipality", Population, CodeWidget(Municipality, 5))

    class Meta(RoundTrip.Meta):
        model = Population
        import_id_fields = ["municipality", "kind", "year"]
        exclude = ["id"]


class VisitDemandResource(RoundTrip):
    prefecture = column("prefecture", VisitDemand, CodeWidget(Prefecture, 2))
    visits_per_month = column("visits_per_month", VisitDemand, Number())

    class Meta(RoundTrip.Meta):
        model = VisitDemand
        import_id_fields = ["area_code", "fiscal_year"]
        exclude = ["id"]


class AdditionalDemandResource(RoundTrip):
    municipality = column("municipality", AdditionalDemand, CodeWidget(Municipality, 5))
    home_care = column("home_care", AdditionalDemand, Number())
    care_insurance = column("care_insurance", AdditionalDemand, Number())

    def write(self, instance: AdditionalDemand, by: User | None) -> None:
        actions.set_additional_demand(**_fields(instance), by=by)

    class Meta(RoundTrip.Meta):
        model = AdditionalDemand
        import_id_fields = ["municipality", "year"]
        exclude = ["id"]
