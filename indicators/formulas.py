"""The named computations of indicators: one registry, from which the catalogue names its lines.

Each takes a picture of the day, an area and the catalogue's argument. A result without a value
says that the day or the area has no basis for it (名簿なし, or no population).
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from facilities.kinds import CareFunction
from indicators.areas import Area
from indicators.kinds import AreaKind
from indicators.picture import Picture

THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Computed:
    """A value with what it was made of. ``value`` is rounded to three decimals."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


NO_BASIS = Computed()
Computation = Callable[[Picture, Area, str], Computed]


@dataclass(frozen=True, slots=True)
class Formula:
    """A computation under the name that the catalogue uses, and how a page explains it."""

    name: str
    words: str
    compute: Computation
    digits: int = 0


FORMULAS: dict[str, Formula] = {}


def formula(name: str, words: str, digits: int = 0) -> Callable:
    def register(compute: Computation) -> Computation:
        FORMULAS[name] = Formula(name, words, compute, digits)
        return compute

    return register


def compute(name: str, picture: Picture, area: Area, argument: str = "") -> Computed:
    """The value of an area on the picture's day; raises KeyError for an unknown name."""
    return FORMULAS[name].compute(picture, area, argument)


def count(number: int | Decimal | None) -> Computed:
    return NO_BASIS if number is None else Computed(Decimal(number), Decimal(number))


def ratio(numerator: int | None, denominator: int | None, scale: int = 100) -> Computed:
    """``scale`` times the quotient: 100 for per cent, 1000 for each 1,000 people."""
    if numerator is None or not denominator:
        return NO_BASIS
    value = Decimal(numerator) * scale / Decimal(denominator)
    rounded = value.quantize(THOUSANDTH, ROUND_HALF_UP)
    return Computed(rounded, Decimal(numerator), Decimal(denominator))


@formula("count_zaishishin", "その日に在支診である診療所を数えます。")
def zaishishin(picture: Picture, area: Area, argument: str) -> Computed:
    return count(picture.figures(area).zaishishin)


@formula("count_zaishibyo", "その日に在支病である病院を数えます。")
def zaishibyo(picture: Picture, area: Area, argument: str) -> Computed:
    return count(picture.figures(area).zaishibyo)


@formula("count_backup_hospital", "その日に後方支援病院の届出がある病院を数えます。")
def backup_hospital(picture: Picture, area: Area, argument: str) -> Computed:
    return count(picture.figures(area).backup_hospital)


@formula("count_enhanced", "在支診と在支病のうち、機能強化型（単独・連携）を数えます。")
def enhanced(picture: Picture, area: Area, argument: str) -> Computed:
    return count(picture.figures(area).enhanced)


@formula("count_filing", "対象の記号の届出が1つでもある機関を数えます。")
def filing(picture: Picture, area: Area, argument: str) -> Computed:
    """``argument`` holds symbols joined by ``|``."""
    return count(picture.with_filing(argument.split("|"), area))


@formula("count_facility_kind", "その日に登録されている機関を種別で数えます。")
def facility_kind(picture: Picture, area: Area, argument: str) -> Computed:
    """``argument`` is a kind of facility."""
    return count(picture.figures(area).of_kind(argument))


def supporting(picture: Picture, area: Area) -> int | None:
    """在支診 and 在支病 together; None where no list reaches."""
    figures = picture.figures(area)
    clinics = figures.zaishishin
    return None if clinics is None else clinics + figures.zaishibyo


@formula(
    "per_100k_supporting", "在支診と在支病の数を総人口で割り、10万倍します。", digits=1
)
def per_100k(picture: Picture, area: Area, argument: str) -> Computed:
    return ratio(supporting(picture, area), area.people.total, 100_000)


@formula(
    "per_1000_over75_supporting",
    "在支診と在支病の数を75歳以上人口で割り、千倍します。",
    digits=2,
)
def per_1000_over75(picture: Picture, area: Area, argument: str) -> Computed:
    return ratio(supporting(picture, area), area.people.over75, 1_000)


@formula(
    "share_municipalities_without",
    "在支診も在支病もない市町村の数を、市町村の数で割ります（区は市に含めます）。",
    digits=1,
)
def municipalities_without(picture: Picture, area: Area, argument: str) -> Computed:
    counts = [supporting(picture, member) for member in picture.members(area)]
    return NO_BASIS if None in counts else ratio(counts.count(0), len(counts))


_PATIENTS = (
    "実態調査で医療機関が答えた患者数の合計です（患者1人を1か月に1件と数えます）。"
)


@formula("sum_capacity_now", _PATIENTS)
def capacity_now(picture: Picture, area: Area, argument: str) -> Computed:
    return count(picture.figures(area).capacity("now"))


@formula("sum_capacity_possible", _PATIENTS)
def capacity_possible(picture: Picture, area: Area, argument: str) -> Computed:
    return count(picture.figures(area).capacity("possible"))


def _zones_of(picture: Picture, area: Area) -> list[Area]:
    zones = picture.areas(AreaKind.ZONE)
    return [zone for zone in zones if zone.codes <= area.codes]


def _share_designated(picture: Picture, area: Area, kind: str) -> Computed:
    zones = _zones_of(picture, area)
    having = picture.designated_zones(kind)
    return ratio(sum(zone.pk in having for zone in zones), len(zones))


@formula(
    "share_zones_with_hub",
    "拠点の指定が効力を持つ在宅医療圏の数を、在宅医療圏の数で割ります。",
    digits=1,
)
def zones_with_hub(picture: Picture, area: Area, argument: str) -> Computed:
    return _share_designated(picture, area, "hub")


@formula(
    "share_zones_with_active",
    "積極的役割の指定が効力を持つ在宅医療圏の数を、在宅医療圏の数で割ります。",
    digits=1,
)
def zones_with_active(picture: Picture, area: Area, argument: str) -> Computed:
    return _share_designated(picture, area, "active")


@formula(
    "share_zones_all_functions",
    "4つの医療機能のすべてに提供機関がある在宅医療圏の数を、在宅医療圏の数で割ります。",
    digits=1,
)
def zones_with_all_functions(picture: Picture, area: Area, argument: str) -> Computed:
    zones = _zones_of(picture, area)
    if not all(picture.figures(zone).is_listed() for zone in zones):
        return NO_BASIS
    full = sum(
        all(picture.figures(zone).providing(function) for function in CareFunction)
        for zone in zones
    )
    return ratio(full, len(zones))
