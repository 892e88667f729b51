"""Snapshots to render in tests: Hokkaido's public counts, fictional designations and results.

Counts are those of the official list of 2025-10-01 (医科), population is the basic resident
register of 2025-01-01, demand the ministry's forecast, measures the committee paper of R6.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from reports.snapshots.canonical import as_dict
from reports.snapshots.progress import (
    Designation,
    Forecast,
    ForecastRow,
    Measure,
    MeasureArea,
    Program,
    Progress,
    SummaryFigure,
    Totals,
    Work,
    Zone,
    ZoneHub,
)
from reports.snapshots.shared import Edition, Map, Meeting, Previous, Revision
from tests.reports.sample_map import tile_map
from tests.reports.sample_words import (
    ACTIVITIES,
    CAVEATS,
    CHANGES,
    COMMENTS,
    INDICATORS,
    ISSUES,
    ITEMS,
    QUESTIONS,
    ROADMAP,
    SOURCES,
)

DATA = Path(__file__).parent / "data"
AS_OF = date(2025, 10, 1)
COORDINATING = {"0117-1": 2025, "0109": 2025}
PLANNED = {
    "0106": 2026, "0107": 2026, "0117-2": 2026, "0118": 2026, "0111": 2026, "0113": 2027,
    "0116": 2027, "0121": 2027, "0115": 2028, "0114": 2028, "0103": 2028, "0102": 2029,
    "0108": 2029,
}  # fmt: skip
NAMED = {"札幌", "十勝", "上川中部", "釧路", "南渡島", "後志", "北空知"}


def progress_snapshot(**changes: object) -> dict:
    """Plain values of the full report, with fields of `Progress` replaced."""
    return as_dict(replace(progress(), **changes))


def progress() -> Progress:
    """The full report of 22 zones, as made on the command line (no edition)."""
    designations = tuple(_designations())
    zones = tuple(_zones(designations))
    totals = _totals(zones, designations)
    return Progress(
        title="在宅医療推進の取組 進捗報告書",
        prefecture="北海道",
        prefecture_code="01",
        plan="北海道医療計画（令和6〜11年度）在宅医療の提供体制",
        as_of=AS_OF,
        whole="全道",
        scope="全道22圏域（二次医療圏を在宅医療圏とし、北網は北見と網走に分けた見本）",
        meeting=Meeting("令和7年度第2回 在宅医療小委員会", date(2025, 12, 4), "資料１"),
        previous=Previous("令和7年度第1回", date(2025, 4, 1)),
        notice="見本。名簿の件数、人口、推計、令和6年度の施策は公表資料による。指定、前回の値、"
        "機関名、文書番号は架空で、実在の機関の状況を示さない。",
        zones=zones,
        totals=totals,
        summary=_summary(zones, totals),
        changes=CHANGES,
        change_items=ITEMS,
        comments=COMMENTS,
        indicators=INDICATORS,
        indicator_notes=("ほかに、値も目標もまだない指標が4ある。",),
        issues=ISSUES,
        questions=QUESTIONS,
        map=Map(
            tile_map(zones),
            "在支診・在支病の数（75歳以上1万人当たり）と拠点の指定",
            note="圏域の位置を升目で示した模式図で、面積や形は示さない。",
            schematic=True,
        ),
        forecast=_forecast(),
        designations=designations,
        designation_notes=(
            "積-010は令和7年9月30日に終了（辞退）。",
            "機関名、文書番号は架空である。",
        ),
        work=_work(),
        roadmap=ROADMAP,
        roadmap_notes=(
            (
                "＊は原資料に「令和8年度〜」として一つの欄に示された目標で、毎年度の数と読んだ。"
                "道の目標は道の在宅医療圏を単位とし、本書の圏域とは数が合わない。"
            ),
        ),
        sources=SOURCES,
        caveats=CAVEATS,
    )


def edition() -> Edition:
    """A second edition with its history."""
    return Edition(
        2,
        date(2025, 11, 28),
        "progress-2025-10-01-v2.xlsx",
        (
            Revision(1, date(2025, 11, 20), "初版"),
            Revision(2, date(2025, 11, 28), "表5の予算額を訂正"),
        ),
    )


def many_zones(number: int) -> dict:
    """The report with as many zones as asked for, for tables that run over pages."""
    zones = progress().zones
    more = (
        replace(zones[i % 22], code=f"{i:04}", name=f"第{i + 1}圏域", group="一つの群")
        for i in range(number)
    )
    return progress_snapshot(zones=tuple(more), map=None)


def _read(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _zones(designations: tuple[Designation, ...]) -> Iterator[Zone]:
    for row in _read("hokkaido_zones.csv"):
        here = [d for d in designations if row["name"] in d.zones]
        hubs = [
            ZoneHub("in_force", d.name, d.effective_from)
            for d in here
            if d.kind == "hub"
        ]
        if not hubs and row["code"] in COORDINATING:
            hubs = [ZoneHub("coordinating", fiscal_year=COORDINATING[row["code"]])]
        elif not hubs:
            hubs = [ZoneHub("planned", fiscal_year=PLANNED[row["code"]])]
        counts = {k: int(row[k]) for k in ("zaishishin", "zaishibyo", "backup")}
        active = tuple(d.name for d in here if d.kind == "active")
        has = {"拠点": hubs[0].state == "in_force", "積極的": bool(active)}
        has |= zip(("在支診", "在支病", "後方"), counts.values(), strict=True)
        yield Zone(
            code=row["code"],
            name=row["name"],
            group=row["group"],
            population75=int(row["population75"]),
            enhanced=int(row["enhanced"]),
            **counts,
            hubs=tuple(hubs),
            active=active,
            gaps=tuple(need for need, there in has.items() if not there),
        )


def _designations() -> Iterator[Designation]:
    names = {row["code"]: row["name"] for row in _read("hokkaido_zones.csv")}
    for row in _read("fictional_designations.csv"):
        begins = date.fromisoformat(row["effective_from"])
        hub = row["kind"] == "hub"
        yield Designation(
            number=row["number"],
            kind=row["kind"],
            name=row["name"],
            operator_kind=row["operator_kind"],
            location=row["location"],
            zones=(names[row["zone_code"]],),
            decided_on=begins - timedelta(days=7),
            effective_from=begins,
            effective_until=date(2030, 3, 31),
            document_number=row["document"],
            legal_basis="在宅医療連携拠点指定要綱（見本）"
            if hub
            else "北海道医療計画第3章第13節",
            requirements_met=int(row["met"]),
            requirements_of=int(row["of"]),
            is_new=row["is_new"] == "1",
        )


def _totals(zones: tuple[Zone, ...], designations: tuple[Designation, ...]) -> Totals:
    hubs = [d for d in designations if d.kind == "hub"]
    active = [d for d in designations if d.kind == "active"]
    counted = ("population75", "zaishishin", "enhanced", "zaishibyo", "backup")
    return Totals(
        **{name: sum(getattr(z, name) for z in zones) for name in counted},
        hubs=len(hubs),
        hub_zones=len({zone for d in hubs for zone in d.zones}),
        active=len(active),
        active_zones=len({zone for d in active for zone in d.zones}),
    )


def _summary(zones: tuple[Zone, ...], totals: Totals) -> tuple[SummaryFigure, ...]:
    empty = [z.name for z in zones if not z.zaishishin]
    return (
        SummaryFigure(
            "hub_zones", totals.hub_zones, 3, ("R7年度末の目標", "累計9〜11圏域")
        ),
        SummaryFigure("active", totals.active, 10, ("6圏域に所在", "新規7、終了1")),
        SummaryFigure(
            "zaishishin", totals.zaishishin, 369, ("うち機能強化型165", "（前回162）")
        ),
        SummaryFigure(
            "zaishibyo", totals.zaishibyo, 91, ("ほかに後方支援病院34", "（前回34）")
        ),
        SummaryFigure("zones_without_clinic", len(empty), 4, ("、".join(empty),)),
    )


def _forecast() -> Forecast:
    rows = list(_read("hokkaido_demand.csv"))
    years = [name for name in rows[0] if name != "name"]
    lines = tuple(
        ForecastRow(r["name"], tuple(int(r[y]) for y in years), r["name"] in NAMED)
        for r in rows
    )
    total = tuple(map(sum, zip(*(line.values for line in lines), strict=True)))
    return Forecast(tuple(map(int, years)), "件／月", lines, total)


def _work() -> Work:
    areas = tuple(
        MeasureArea(name, tuple(map(_measure, rows)))
        for name, rows in groupby(
            _read("hokkaido_measures.csv"), key=lambda row: row["area"]
        )
    )
    programs = tuple(
        Program(
            r["name"],
            int(r["budget"]),
            r["doubtful"] == "1",
            previous=int(r["budget"]) - 20,
            sites=16,
            sites_unit="か所",
        )
        for r in _read("hokkaido_programs.csv")
    )
    return Work(
        2024,
        "令和6年12月時点",
        areas,
        programs,
        (
            "括弧書きは再掲で、合計に含めない。＊は原資料に確認を要する点がある。",
            (
                "協議会の実績は令和5年度である。実施のうち「センター」は在宅医療推進支援センター、"
                "「保健所」は道立保健所（多職種連携協議会）。"
            ),
        ),
        ACTIVITIES,
    )


def _measure(row: dict[str, str]) -> Measure:
    return Measure(
        target=row["target"],
        name=row["name"],
        status=row["status"],
        count=int(row["count"]) if row["count"] else None,
        count_unit=row["count_unit"],
        budget=int(row["budget"]) if row["budget"] else None,
        implementer=row["implementer"],
        repeated=row["repeated"] == "1",
        doubtful=row["doubtful"] == "1",
    )
