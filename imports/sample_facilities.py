"""Invents the facilities of the sample workbook: where, what they filed for, and how it is written."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from imports.sample_words import (
    AREA_COUNTS,
    CLASS_NAMES,
    CLASS_SHARES,
    CLINIC_FORMS,
    DENTAL,
    DEPARTMENTS,
    FILINGS,
    LEGAL_FORMS,
    PHARMACY,
    STEMS_FIRST,
    STEMS_SECOND,
    WARDS,
)

_HOSPITAL_SHARE = 0.175
_REAL_FACILITIES = 2_963
FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or ward: 5-digit code, county or '', name, secondary area, population."""

    code: str
    county: str
    name: str
    area: str
    population: int


@dataclass(slots=True)
class SampleFacility:
    place: Place
    hospital: bool
    sector: str = "medical"
    classes: list[tuple[str, int]] = field(
        default_factory=list
    )  # symbol, days before as_of
    backup: bool = False
    beds: str = ""
    name: str = ""
    address: str = ""
    phone: str = ""
    filings: list[tuple[str, str]] = field(default_factory=list)
    remarks: int = 0
    bare: bool = False  # listed without any filing

    @property
    def rows(self) -> int:
        return 1 if self.bare else len(self.filings) + self.remarks


def invent(
    places: list[Place], total: int, rows: int, chance: random.Random
) -> list[SampleFacility]:
    """Return `total` facilities with `rows` rows in all, sorted by municipality."""
    listed = _facilities(places, total, chance)
    _add_quirks(listed, chance)
    _fill(listed, rows, chance)
    return listed


def _share(total: int, weights: Sequence[float]) -> list[int]:
    """Share a total in whole numbers by weight, largest remainder first."""
    whole = sum(weights) or 1
    exact = [total * weight / whole for weight in weights]
    shares = [int(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda at: (shares[at] - exact[at], at))
    for at in order[: total - sum(shares)]:
        shares[at] += 1
    return shares


def _facilities(
    places: list[Place], total: int, chance: random.Random
) -> list[SampleFacility]:
    areas = sorted({one.area for one in places})
    people = dict.fromkeys(areas, 0)
    for place in places:
        people[place.area] += place.population
    all_known = AREA_COUNTS.keys() >= people.keys()
    scale = total / _REAL_FACILITIES if total < _REAL_FACILITIES else 1
    sizes = [total, *(max(1, round(whole * scale)) for whole in (366, 93, 34))]
    shares = [
        _share(
            size,
            [AREA_COUNTS[area][at] if all_known else people[area] for area in areas],
        )
        for at, size in enumerate(sizes)
    ]
    listed: list[SampleFacility] = []
    for area, *counts in zip(areas, *shares, strict=True):
        here = [one for one in places if one.area == area]
        by_place = _share(counts[0], [one.population for one in here])
        spots = [
            place
            for place, count in zip(here, by_place, strict=True)
            for _ in range(count)
        ]
        chance.shuffle(spots)
        hospitals = max(round(len(spots) * _HOSPITAL_SHARE), counts[2], counts[3])
        group = [SampleFacility(spot, at < hospitals) for at, spot in enumerate(spots)]
        for one in group[hospitals : hospitals + counts[1]]:
            one.classes = [("在支診", 0)]
        for one in group[: counts[2]]:
            one.classes = [("在支病", 0)]
        for one in chance.sample(group[:hospitals], min(counts[3], hospitals)):
            one.backup = True
        listed += group
    for key, mark in (("zaishishin", "在支診"), ("zaishibyo", "在支病")):
        holders = [one for one in listed if one.classes and one.classes[0][0] == mark]
        counts = _share(len(holders), [share for _, share in CLASS_SHARES[key]])
        drawn: list[str] = []
        for (symbol, _), count in zip(CLASS_SHARES[key], counts, strict=True):
            drawn += [symbol] * count
        chance.shuffle(drawn)
        for one, symbol in zip(holders, drawn, strict=True):
            one.classes = [(symbol, chance.randrange(30, 3_000))]
    listed.sort(key=lambda one: (one.place.code, chance.random()))
    for one in listed:
        _describe(one, chance)
    return listed


def _describe(one: SampleFacility, chance: random.Random) -> None:
    """Give a facility its name, address, phone and beds, in the spellings of the real lists."""
    stem = chance.choice(STEMS_FIRST) + chance.choice(STEMS_SECOND)
    department = chance.choice(DEPARTMENTS)
    form = "病院" if one.hospital else department + chance.choice(CLINIC_FORMS)
    one.name = f"{chance.choice(LEGAL_FORMS)}{stem}{form}"
    number = f"{chance.randrange(1, 30)}-{chance.randrange(1, 25)}"
    if one.place.name.startswith("札幌市") or chance.random() < 0.2:
        block = f"{chance.choice('北南')}{chance.randrange(1, 30)}条{chance.choice('東西')}{chance.randrange(1, 20)}丁目"
        street = block.translate(FULL_WIDTH) + number.translate(FULL_WIDTH)
    elif chance.random() < 0.5:
        street = f"本町{chance.choice('一二三四五')}丁目{number.replace('-', '番地の')}".translate(
            FULL_WIDTH
        )
    else:
        street = "字東町" + number.translate(FULL_WIDTH).replace(
            "－", chance.choice("－－－ー‐―")
        )
    one.address = one.place.county + one.place.name + street
    # No exchange begins with 0, so nobody has this number.
    one.phone = f"01{chance.randrange(1, 9)}-0{chance.randrange(100):02}-{chance.randrange(10_000):04}"
    if one.hospital:
        kinds = chance.choice(
            (("一般",), ("一般", "療養"), ("療養",), ("精神",), ("一般", "精神"))
        )
        one.beds = "／".join(f"{kind}　　{chance.randrange(20, 240)}" for kind in kinds)
    elif chance.random() < 0.12:
        one.beds = f"一般　　{chance.randrange(1, 20)}"


def _add_quirks(listed: list[SampleFacility], chance: random.Random) -> None:
    """Give some facilities the oddities of honest lists; few in a short list, each at least once."""
    few = max(1, len(listed) // 200)
    plain = [
        one for one in listed if not one.classes and not one.backup and not one.hospital
    ]
    clinics = [one for one in listed if any(s == "支援診２" for s, _ in one.classes)]
    hospitals = [one for one in listed if any(s == "支援病２" for s, _ in one.classes)]
    for one in clinics[: max(1, few * 2 // 3)]:
        one.classes.append(("支援診３", one.classes[0][1] + 700))
    for one in hospitals[: max(1, few // 4)]:
        one.classes.append(("支援病３", one.classes[0][1] + 365))
    if len(clinics) > few:  # the same class twice
        one = clinics[few]
        one.classes.append((one.classes[0][0], one.classes[0][1] + 1_800))
    if len(clinics) > few + 1:  # a tie: the better class counts
        one = clinics[few + 1]
        one.classes.append(("支援診３", one.classes[0][1]))
    for one in listed:
        if one.place.county == "檜山郡":
            one.address = one.address.replace("檜山", "桧山")
            break
    chance.shuffle(plain)
    odd = iter(plain)
    for mark in ("\ue0dd", "\ue38b"):
        next(odd).name = f"医療法人社団　{mark}そらね会　みちかわクリニック"
    for name in (
        "　　医療法人社団ゆきほ会つきよ医院",
        "なみかばし診療所　",
        "\ufa19もりのはら内科",
        "髙﨑濵徳こはる𠮷医院",
    ):
        next(odd).name = name
    for beds in (
        "一般　　",
        "療養　　9／　　",
        "　一般　19",
        "一般　一般　15／療養　療養　4",
        "　　",
    ):
        next(odd).beds = beds
    for _ in range(2):
        one = next(odd)
        one.address = (
            "北海道" + one.address if one.place.code[:2] == "01" else one.address
        )
    for phone in ("", "", "0144(00)0123", "090-00001234"):
        next(odd).phone = phone
    for sector in ("dental", "pharmacy"):
        for _ in range(2):
            one = next(odd)
            one.sector, one.beds = sector, ""
            form = "歯科クリニック" if sector == "dental" else "薬局"
            one.name = (
                f"{chance.choice(STEMS_FIRST)}{chance.choice(STEMS_SECOND)}{form}"
            )
    for _ in range(few):
        next(odd).bare = True
    for one in [one for one in listed if one.hospital][:few]:
        one.remarks = 3


def _fill(listed: list[SampleFacility], rows: int, chance: random.Random) -> None:
    """Give filings by their rates, then add or take plain ones until the rows are right."""
    for one in listed:
        if one.bare:
            continue
        if one.sector != "medical":
            one.filings = list(DENTAL if one.sector == "dental" else PHARMACY)
            continue
        kinds = (
            [part.split("　")[0] for part in one.beds.split("／")]
            if one.hospital
            else []
        )
        if not one.hospital and one.beds:
            kinds = ["診"]
        one.filings = [WARDS[kind] for kind in kinds if kind in WARDS]
        one.filings += [(symbol, CLASS_NAMES[symbol]) for symbol, _ in one.classes]
        if one.backup:
            one.filings.append(("在後病", CLASS_NAMES["在後病"]))
        for filing in FILINGS:
            rate = filing.hospitals if one.hospital else filing.clinics
            if chance.randrange(100) < rate:
                one.filings.append((filing.symbol, filing.name))
        if not one.filings:
            one.filings.append((FILINGS[-1].symbol, FILINGS[-1].name))
    fixed = {symbol for symbol, _ in (*WARDS.values(), *CLASS_NAMES.items())}
    medical = [one for one in listed if one.sector == "medical" and not one.bare]
    short = rows - sum(one.rows for one in listed)
    while short:
        one = chance.choice(medical)
        if short > 0:
            has = {symbol for symbol, _ in one.filings}
            more = [f for f in FILINGS[24:] if f.symbol not in has]
            if more and (one.hospital or chance.random() < 0.3):
                added = chance.choice(more)
                one.filings.append((added.symbol, added.name))
                short -= 1
        else:
            loose = [
                at for at, (symbol, _) in enumerate(one.filings) if symbol not in fixed
            ]
            if len(one.filings) > 1 and loose:
                del one.filings[loose[-1]]
                short += 1
