"""Targets of the demonstration, so that progress, zones and the report have something to measure.

The figures are invented; each is set through the action that an official uses.
"""

from decimal import Decimal

from accounts.models import User
from indicators.actions import set_target
from indicators.kinds import AreaKind, TargetKind
from indicators.models import Indicator
from zones.models import HomeCareZone, MedicalPlan

BASELINE_YEAR = 2023
# Code of the indicator: the baseline, then what is to be reached by the end of each year.
OF_PREFECTURE = {
    "XS05": ("0.44", {2026: "0.50", 2029: "0.60"}),
    "XS06": ("64", {2026: "60", 2029: "45"}),
    "XS07": ("0", {2026: "60", 2029: "100"}),
    "XS08": ("0", {2026: "50", 2029: "100"}),
    "RS95": ("68000", {2026: "80000", 2029: "90000"}),
}
OF_EACH_ZONE = {
    "XS05": ("0.44", {2029: "0.60"}),
    "RS95": ("3000", {2029: "4000"}),
}


def make_targets(prefecture: str) -> None:
    """Set what is not set yet; nothing where the catalogue lacks an indicator."""
    by = User.objects.get(username="pref")
    plan = MedicalPlan.objects.get(prefecture=prefecture)
    for code, (baseline, targets) in OF_PREFECTURE.items():
        _set(plan, code, AreaKind.PREFECTURE, prefecture, baseline, targets, by)
    for zone in HomeCareZone.objects.filter(plan=plan).order_by("code"):
        for code, (baseline, targets) in OF_EACH_ZONE.items():
            _set(plan, code, AreaKind.ZONE, zone.code, baseline, targets, by)


def _set(
    plan: MedicalPlan,
    code: str,
    area_kind: str,
    area_code: str,
    baseline: str,
    targets: dict[int, str],
    by: User,
) -> None:
    for indicator in Indicator.objects.filter(version__plan=plan, code=code):
        place = {"indicator": indicator, "area_kind": area_kind, "area_code": area_code}
        set_target(
            **place,
            year=BASELINE_YEAR,
            value=Decimal(baseline),
            kind=TargetKind.BASELINE,
            by=by,
        )
        for year, value in targets.items():
            set_target(**place, year=year, value=Decimal(value), by=by)
