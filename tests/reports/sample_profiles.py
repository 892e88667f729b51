"""Profiles of made-up zones, each as full as a page can be."""

from dataclasses import replace
from datetime import date

from formats import svg
from reports.snapshots import zone_profile as profile
from reports.snapshots.shared import Comment, Map
from tests.reports.sample_frame import COMMON, FUNCTIONS, TOWNS
from tests.reports.samples import progress


def zone_profile(number: int = 3) -> profile.ZoneProfiles:
    """So many zones of 19 municipalities, each with everything that its pages can hold."""
    return profile.ZoneProfiles(
        **COMMON,
        title="在宅医療圏の現状と課題 圏域カルテ",
        zones=tuple(profile_zone(place) for place in range(number)),
        totals=progress().totals,
        everywhere="全道",
        comments=(Comment("zone", "P00", "見本1", "北部の町への訪問を調整する。"),),
    )


def profile_zone(place: int) -> profile.ProfileZone:
    """The zone of a number; counts differ from zone to zone."""
    towns = tuple(
        profile.Town(name, 7200 + 13 * i + place, i % 4, i % 2, i % 3)
        for i, name in enumerate(TOWNS)
    )
    count = {
        key: sum(getattr(town, key) for town in towns)
        for key in ("population75", "zaishishin", "enhanced", "zaishibyo")
    }
    acts = [d for d in progress().designations if "十勝" in d.zones]
    many = acts * 3  # as much as a zone may have
    return profile.ProfileZone(
        code=f"P{place:02}",
        name=f"見本{place + 1}",
        total=321_000 + place,
        population85=20_800 + place,
        enhanced_hospitals=6,
        backup=2,
        hubs=1,
        active=3,
        towns=towns,
        functions=tuple(
            profile.FunctionRow(key, 14 + i, 31 + i, 26, 58, None, 3 + i, TOWNS[i : 6 * i])
            for i, key in enumerate(FUNCTIONS)
        ),
        population=_years(range(2025, 2051, 5), 62_000 + place, 900),
        demand=_years(range(2025, 2051, 5), 2_500 + place, 260),
        institutions=tuple(
            profile.Institution(symbol, f"みほん{symbol}{i}病院", TOWNS[i], backup)
            for symbol, backup in (("支援病１", False), ("在後病", True), ("支援診２", False))
            for i in range(12)
        ),
        filings=tuple(
            profile.FilingPoint(date(2022 + i, 10, 1), 21 + i, 6 + i, 10 + i)
            for i in range(4)
        ),
        started=_years(range(2018, 2026), 3, 1),
        designations=tuple(
            replace(act, number=f"{act.number}-{i}") for i, act in enumerate(many[:8])
        ),
        ended=("積-010　みほん旧病院（辞退、R7.9.30まで）",),
        indicators=tuple(
            profile.ZoneIndicator(
                f"見本の指標その{i + 1}の数", "機関", f"{31 + i}.{i}", "45.1", "R7.10.1",
                "50.0" if i < 3 else "", "R11年度" if i < 3 else "",
            )
            for i in range(9)
        ),
        activities=tuple(
            profile.Done(f"R7.{7 + i}.2{i}", f"見本の会議（第{i + 1}回）", "拠点", i + 1, 134 + i)
            for i in range(5)
        ),
        coming=tuple(
            profile.Coming(date(2025, 11 + i, 1), f"意向調査その{i + 1}", "保健所")
            for i in range(2)
        ),
        gaps=tuple(f"見本の町{i + 1}には、在支診も在支病もない（8.{i}％）。" for i in range(5)),
        contacts=(
            profile.Contact("拠点", "十勝みほん医師会", "事務局"),
            profile.Contact("保健所", "みほん保健所"),
        ),
        map=Map(_map(towns), "市区町村別の在支診・在支病の数（機関）", "位置を升目で示した模式図", schematic=True),
        **count,
    )  # fmt: skip


def _years(years: range, first: int, step: int) -> tuple[profile.YearValue, ...]:
    return tuple(
        profile.YearValue(year, first + step * i) for i, year in enumerate(years)
    )


def _map(towns: tuple[profile.Town, ...]) -> str:
    told = "、".join(f"{t.name}{t.zaishishin + t.zaishibyo}" for t in towns)
    boxes = [
        svg.tag(
            "rect", x=4 + 60 * (i % 5), y=4 + 40 * (i // 5), width=56, height=36,
            fill="#c9d9e6" if town.zaishishin else "#ffffff", stroke="#5a626b",
        )
        for i, town in enumerate(towns)
    ]  # fmt: skip
    return svg.tag(
        "svg", svg.title(f"見本の模式図。{told}。"), *boxes,
        xmlns="http://www.w3.org/2000/svg", viewBox="0 0 308 168",
    )  # fmt: skip
