"""Master tables of places out to Excel and CSV and back in; rows are known by official codes.

An export that comes back changes nothing.
"""

from typing import Any

from import_export import fields, resources
from import_export.widgets import ForeignKeyWidget, ManyToManyWidget, Widget

from zones.models import (
    HealthCentre,
    Municipality,
    PlanVersion,
    Prefecture,
    SecondaryArea,
)


class CodeWidget(ForeignKeyWidget):
    """A row of another master table by its code; an unknown code is said in words."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        code = str(value or "").strip()
        if not code:
            return None
        found = self.model.objects.filter(pk=code).first()
        if found is None:
            raise ValueError(
                f"{self.model._meta.verbose_name}コード「{code}」がありません。"
                "コードを確かめてください。"
            )
        return found


class CodesWidget(ManyToManyWidget):
    """Several municipalities by their codes, parted by |."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        codes = [part.strip() for part in str(value or "").split("|") if part.strip()]
        found = self.model.objects.filter(pk__in=codes)
        missing = sorted(set(codes) - set(found.values_list("pk", flat=True)))
        if missing:
            raise ValueError(
                f"市区町村コード「{'、'.join(missing)}」がありません。5桁のコードを確かめてください。"
            )
        return found


class Codes(Widget):
    """Several codes in one cell, parted by |."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        return [part.strip() for part in str(value or "").split("|") if part.strip()]

    def render(self, value: Any, obj: object = None, **kwargs: Any) -> str:
        return "|".join(value or [])


class VersionWidget(ForeignKeyWidget):
    """A version of a plan as 01/2024/1: prefecture, first fiscal year, number."""

    def __init__(self) -> None:
        super().__init__(PlanVersion)

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> PlanVersion | None:
        parts = str(value or "").split("/")
        found = PlanVersion.objects.none()
        if len(parts) == 3 and parts[1].isdigit() and parts[2].isdigit():
            found = PlanVersion.objects.filter(
                plan__prefecture=parts[0],
                plan__first_fiscal_year=int(parts[1]),
                number=int(parts[2]),
            )
        version = found.first()
        if version is None:
            raise ValueError(
                f"計画の版「{value}」がありません。01/2024/1（都道府県/最初の年度/版）の形で入力してください。"
            )
        return version

    def render(self, value: PlanVersion | None, obj: object = None, **kw: Any) -> str:
        return version_code(value) if value else ""


def version_code(version: PlanVersion) -> str:
    plan = version.plan
    return f"{plan.prefecture_id}/{plan.first_fiscal_year}/{version.number}"


def column(attribute: str, model: type, widget: Any = None) -> fields.Field:
    """A column headed by the field's Japanese name."""
    field = model._meta.get_field(attribute)
    more = {"widget": widget} if widget else {}
    return fields.Field(
        attribute=attribute, column_name=str(field.verbose_name), **more
    )


class Master(resources.ModelResource):
    """What all master tables have in common: all or nothing, and what stands is left alone."""

    class Meta:
        skip_unchanged = True
        report_skipped = True
        use_transactions = True


class PrefectureResource(Master):
    class Meta(Master.Meta):
        model = Prefecture
        import_id_fields = ["code"]
        fields = ("code", "name", "kana", "latitude", "longitude")


class SecondaryAreaResource(Master):
    prefecture = fields.Field("prefecture", "prefecture", CodeWidget(Prefecture))

    class Meta(Master.Meta):
        model = SecondaryArea
        import_id_fields = ["code"]
        fields = ("code", "name", "kana", "prefecture")


class MunicipalityResource(Master):
    prefecture = fields.Field("prefecture", "prefecture", CodeWidget(Prefecture))
    parent = fields.Field("parent", "parent", CodeWidget(Municipality))
    secondary_area = fields.Field(
        "secondary_area", "secondary_area", CodeWidget(SecondaryArea)
    )

    class Meta(Master.Meta):
        model = Municipality
        import_id_fields = ["code"]
        fields = (
            "code",
            "name",
            "kana",
            "county",
            "kind",
            "prefecture",
            "parent",
            "secondary_area",
            "latitude",
            "longitude",
            "northern_territory",
            "valid_from",
            "valid_until",
        )


class HealthCentreResource(Master):
    prefecture = fields.Field("prefecture", "prefecture", CodeWidget(Prefecture))
    municipalities = fields.Field(
        "municipalities",
        "municipalities",
        CodesWidget(Municipality, separator="|", field="code"),
    )

    class Meta(Master.Meta):
        model = HealthCentre
        import_id_fields = ["code"]
        fields = ("code", "name", "kind", "prefecture", "municipalities", "fictional")
