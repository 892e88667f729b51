"""A generated workbook in the official layout, for the demonstration, tests and benchmarks.

Names are invented and no telephone number or postal code in it can exist. It has every quirk of
the real lists: two classes, the same class twice, private-use characters, beds without a number,
桧山郡, addresses with the prefecture, remark rows, facilities without filings, a blank row, blanks
at the edges of names, mixed sectors, an impossible day, and row 1 absent from the XML.
"""

import csv
import random
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from formats.codes import PREFECTURES, medical_check_digit
from formats.dates import wareki
from imports.sample_facilities import FULL_WIDTH, Place, SampleFacility, invent
from imports.sample_sheet import write_sheet
from imports.sample_words import CLASS_NAMES

_SECTORS = {"medical": "医科", "dental": "歯科", "pharmacy": "薬局"}


def sample_places(fixtures: Path, prefecture: str = "01") -> list[Place]:
    """Return the places of a prefecture from `municipalities.csv` and `populations.csv`.

    Cities that have wards, and northern villages, are left out: nobody has an address there.
    """
    population: dict[str, tuple[str, int]] = {}
    with (fixtures / "populations.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            last, _ = population.get(row["municipality"], ("", 0))
            if row["total"] and row["day"] > last and row["kind"] == "census":
                population[row["municipality"]] = (row["day"], int(row["total"]))
    with (fixtures / "municipalities.csv").open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["prefecture"] == prefecture]
    parents = {row["parent"] for row in rows}
    return [
        Place(
            row["code"],
            row["county"],
            row["name"],
            row["secondary_area"],
            population.get(row["code"], ("", 1_000))[1],
        )
        for row in rows
        if row["code"] not in parents
        and row["northern_territory"] != "1"
        and not row["valid_until"]
    ]


def write_sample(
    path: Path,
    places: Iterable[Place],
    *,
    facilities: int = 3_000,
    rows: int = 36_000,
    seed: int = 1,
    as_of: date = date(2025, 10, 1),
) -> dict[str, int]:
    """Write the workbook and return its own counts: facilities, rows, and facilities by class.

    Counts by secondary area follow the Hokkaido list where the area is one of its 21 (366, 93
    and 34 in all at 3,000 facilities); others follow their population. The same arguments give
    the same bytes. Raises ValueError where `rows` cannot hold `facilities`.
    """
    if facilities < 60 or not facilities * 2 <= rows <= facilities * 60:
        raise ValueError("at least 60 facilities, with 2 to 60 rows each")
    chance = random.Random(seed)  # noqa: S311 - a demonstration
    listed = invent(sorted(places, key=lambda one: one.code), facilities, rows, chance)
    write_sheet(
        path, f"[{_wide(as_of)} 現在 ]{_wide(as_of)}作成", _lines(listed, as_of, chance)
    )
    return {
        "facilities": len(listed),
        "rows": sum(one.rows for one in listed),
        "zaishishin": sum(any("支援診" in s for s, _ in one.classes) for one in listed),
        "zaishibyo": sum(any("支援病" in s for s, _ in one.classes) for one in listed),
        "backup_hospital": sum(one.backup for one in listed),
    }


def _lines(
    listed: list[SampleFacility], as_of: date, chance: random.Random
) -> Iterable[list[str] | None]:
    """Yield the data rows as 24 texts each; None is the one blank row that real lists have."""
    middle = len(listed) // 2
    impossible = next(
        one for one in listed[middle:] if len(one.filings) > 3 and not one.classes
    )
    for item, one in enumerate(listed, start=1):
        if item == middle:
            yield None
        prefecture = one.place.code[:2]
        number = f"{8 + item // 10_000:02}{item % 10_000:04}"
        number += medical_check_digit(prefecture, one.sector, number)
        kind = ["24", "薬局"] if one.sector == "pharmacy" else ["", ""]
        head = [
            str(item), prefecture, PREFECTURES[int(prefecture) - 1], _SECTORS[one.sector], number,
            "", "", one.name, f"000-{chance.randrange(10_000):04}", one.address, one.phone,
            one.phone if chance.random() < 0.78 else "", one.beds,
        ]  # fmt: skip
        if one.bare:
            yield [*head, "", "", "", "", "", "", "", "", "", *kind]
            continue
        starts = [as_of - timedelta(days=ago) for _, ago in one.classes]
        for at, (symbol, name) in enumerate(one.filings):
            ago = chance.randrange(1, 13_000 if one.hospital else 6_000)
            start = (
                starts.pop(0)
                if symbol in CLASS_NAMES and starts
                else as_of - timedelta(days=ago)
            )
            written = _padded(
                start.replace(day=1) if at % 20 and symbol not in CLASS_NAMES else start
            )
            if one is impossible and at == len(one.filings) - 1:
                written = "令和30年 6月 1日"
            # Numbers are shared now and then, as in the real lists.
            filing = [name, symbol, f"第{chance.randrange(1, 9_000)}号", written, ""]
            yield [*head, *filing, "", "", "", "", *kind]
            if at == 0:
                for mark, text in (
                    ("病棟種別", "一般"),
                    ("病棟数　", "1棟"),
                    ("病床数　", "50床"),
                )[: one.remarks]:
                    yield [*head, *filing, mark, text, "", "", *kind]


def _padded(day: date) -> str:
    """Write a day as the lists do: 令和 6年10月 1日, 令和元年 5月 2日."""
    era, rest = wareki(day)[:2], wareki(day)[2:]
    year, rest = rest.split("年")
    month, last = rest.split("月")
    return f"{era}{year if year == '元' else year.rjust(2)}年{month.rjust(2)}月{last[:-1].rjust(2)}日"


def _wide(day: date) -> str:
    return wareki(day).translate(FULL_WIDTH)
