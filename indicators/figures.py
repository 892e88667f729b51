"""The figures of an area on a day: one list of what there is, for pages, maps, exports and the
command. Each figure knows its words, its unit and the facilities behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models

from facilities.filters import HOME_VISITS, levels_of
from facilities.kinds import (
    CareFunction,
    FacilityClass,
    FacilityKind,
)
from indicators.areas import Area
from indicators.formulas import Computed, compute, municipalities_without, supporting
from indicators.links import ENHANCED, SUPPORTING
from indicators.picture import Picture

Value = int | Decimal | None


class Group(models.TextChoices):
    SUPPORT = "support", "在支診・在支病"
    """Filings that make a clinic or hospital one for home care."""
    RATES = "rates", "人口当たり"
    """The same for the people who live there."""
    FUNCTIONS = "functions", "4つの医療機能"
    """Providers of each function."""
    CAPACITY = "capacity", "訪問診療の余力"
    """What institutions answered in the capacity survey."""
    KINDS = "kinds", "機関の種別"
    """Facilities by kind."""
    PEOPLE = "people", "人口"
    """Residents by age."""


@dataclass(frozen=True, slots=True)
class Figure:
    """``opens`` are conditions of the list of facilities that give the same count; None where the
    number counts something else."""

    key: str
    label: str
    unit: str
    group: Group
    value: Callable[[Picture, Area], Value]
    digits: int = 0
    opens: Mapping[str, object] | None = None
    caveats: tuple[str, ...] = ("C9", "C10")
    steps: tuple[float, ...] = field(default=())


def counted(name: str) -> Callable[[Picture, Area], Value]:
    return lambda picture, area: getattr(picture.figures(area), name)


def called(method: str, argument: str) -> Callable[[Picture, Area], Value]:
    return lambda picture, area: getattr(picture.figures(area), method)(argument)


def computed(formula: str) -> Callable[[Picture, Area], Value]:
    return lambda picture, area: compute(formula, picture, area).value


def people(name: str) -> Callable[[Picture, Area], Value]:
    return lambda picture, area: getattr(area.people, name)


def without(picture: Picture, area: Area) -> Value:
    found: Computed = municipalities_without(picture, area, "")
    return None if found.numerator is None else int(found.numerator)


def covered(picture: Picture, area: Area) -> Value:
    """How many of the four functions have a provider."""
    counts = [picture.figures(area).providing(one) for one in CareFunction]
    return None if None in counts else sum(bool(count) for count in counts)


S, R, F, K, P = Group.SUPPORT, Group.RATES, Group.FUNCTIONS, Group.KINDS, Group.PEOPLE
C = Group.CAPACITY
SHIN, BYO = FacilityClass.ZAISHISHIN, FacilityClass.ZAISHIBYO
PEOPLE_CAVEATS = ("C9", "C10", "C11")

_LIST = [
    Figure("zaishishin", "在支診", "か所", S, counted("zaishishin"), opens={"filing": levels_of(SHIN)}),
    Figure("enhanced_zaishishin", "うち機能強化型", "か所", S, called("enhanced_of", SHIN), opens={"filing": levels_of(SHIN, True)}),
    Figure("zaishibyo", "在支病", "か所", S, counted("zaishibyo"), opens={"filing": levels_of(BYO)}),
    Figure("enhanced_zaishibyo", "うち機能強化型", "か所", S, called("enhanced_of", BYO), opens={"filing": levels_of(BYO, True)}),
    Figure("enhanced", "機能強化型の計", "か所", S, counted("enhanced"), opens={"filing": ENHANCED}),
    Figure("backup_hospital", "後方支援病院", "か所", S, counted("backup_hospital"), opens={"filing": levels_of(FacilityClass.BACKUP_HOSPITAL)}),
    Figure("home_care", "在医総管の届出", "か所", S, counted("home_care"), opens={"filing": HOME_VISITS}),
    Figure("zaishibyo_beds", "在支病の病床", "床", S, counted("zaishibyo_beds"), opens={"filing": levels_of(BYO)}),
    Figure("supporting", "在支診・在支病の計", "か所", R, supporting, opens={"filing": SUPPORTING}),
    Figure("supporting_per_100k", "人口10万人当たり", "か所", R, computed("per_100k_supporting"), 1, {"filing": SUPPORTING}, PEOPLE_CAVEATS),
    Figure("supporting_per_1000_over75", "75歳以上千人当たり", "か所", R, computed("per_1000_over75_supporting"), 2, {"filing": SUPPORTING}, PEOPLE_CAVEATS),
    Figure("municipalities", "市町村", "市町村", R, lambda picture, area: len(area.members), caveats=()),
    Figure("municipalities_without", "在支診も在支病もない市町村", "市町村", R, without),
    Figure("share_municipalities_without", "その割合", "%", R, computed("share_municipalities_without"), 1),
    *(
        Figure(f"function_{one.value}", one.label, "機関", F, called("providing", one), opens={"function": one.value})
        for one in CareFunction
    ),
    Figure("functions_covered", "提供機関がある機能", "機能", F, covered),
    Figure("surveyed", "回答した機関", "機関", C, counted("surveyed"), opens={"survey": "answered"}, caveats=("C4",)),
    Figure("capacity_now", "現在の患者", "人", C, called("capacity", "now"), opens={"survey": "answered"}, caveats=("C4",)),
    Figure("capacity_possible", "対応できる患者", "人", C, called("capacity", "possible"), opens={"survey": "answered"}, caveats=("C4",)),
    Figure("capacity_room", "あと受けられる患者", "人", C, called("capacity", "room"), opens={"survey": "room"}, caveats=("C4",)),
    Figure("intent_more", "始めたい・広げたい機関", "機関", C, called("capacity", "more"), opens={"survey": "more"}, caveats=("C4",)),
    Figure("intent_less", "縮小したい・やめたい機関", "機関", C, called("capacity", "less"), opens={"survey": "less"}, caveats=("C4",)),
    *(
        Figure(f"kind_{kind.value}", kind.label, "か所", K, called("of_kind", kind), opens={"kind": kind.value}, caveats=("C10",))
        for kind in FacilityKind
        if kind != FacilityKind.OTHER
    ),
    Figure("population", "総人口", "人", P, people("total"), caveats=("C11",)),
    Figure("population_over65", "65歳以上", "人", P, people("over65"), caveats=("C11",)),
    Figure("population_over75", "75歳以上", "人", P, people("over75"), caveats=("C11",)),
    Figure("population_over85", "85歳以上", "人", P, people("over85"), caveats=("C11",)),
]  # fmt: skip
FIGURES: dict[str, Figure] = {one.key: one for one in _LIST}


def of_group(group: Group) -> list[Figure]:
    return [one for one in _LIST if one.group == group]


def as_object(picture: Picture, area: Area) -> dict[str, Any]:
    """All figures of an area as plain values, in the order of the list."""
    found: dict[str, Any] = {
        "code": area.code,
        "name": area.name,
        "prefecture": area.prefecture,
    }
    for one in _LIST:
        value = one.value(picture, area)
        found[one.key] = float(value) if isinstance(value, Decimal) else value
    found["population_year"] = area.people.year
    return found
