"""The first page of a zone profile: figures, map, people and demand, functions, and what is missing."""

from collections.abc import Iterator

from facilities.kinds import CareFunction
from formats.dates import fiscal_year_short, wareki
from reports import small_charts
from reports.drawings import checked_svg
from reports.presenters.chapters import Caption, Numbering
from reports.presenters.fitting import within
from reports.snapshots.zone_profile import FunctionRow, ProfileZone, ZoneProfiles
from reports.wording import (
    NONE,
    clauses,
    count,
    day_with_west,
    join_names,
    rate,
    rate_text,
)

GAP_LINES, GAP_ACROSS = 6, 50  # what fits on the page; the workbook has the rest
TOWNS_NAMED = 3
NUMBERS = "①②③④"


def first_page(zone: ProfileZone, snapshot: ZoneProfiles, numbering: Numbering) -> dict:
    """Figures, map, people and demand, functions, and what is missing."""
    drawn = zone.map
    map_caption = drawn and numbering.figure(
        drawn.caption,
        "filings",
        *(() if drawn.schematic else ("borders",)),
        notes=[f"{drawn.note}。"] if drawn.note else [],
    )
    people = demand = None
    if zone.population:
        people = numbering.figure("75歳以上人口の推計（人）", "projection")
    if zone.demand:
        demand = numbering.figure("訪問診療の需要推計（件／月、年度）", "forecast")
    functions = numbering.table(
        f"機能別・種別の機関数（{wareki(snapshot.as_of)}現在）", "registry", "filings"
    )
    gaps = within(zone.gaps, GAP_ACROSS, GAP_LINES)
    return {
        "code": zone.code,
        "name": zone.name,
        "day": f"{day_with_west(snapshot.as_of)}現在",
        "plan": snapshot.plan,
        "notice": snapshot.notice,
        "towns_words": _towns_words(zone),
        "keys": list(_keys(zone, snapshot)),
        "map": drawn and checked_svg(drawn.svg),
        "map_caption": map_caption,
        "people": people and _people_chart(zone),
        "people_caption": people,
        "demand": demand and _demand_chart(zone),
        "demand_caption": demand,
        "drawn_sources": _sources(map_caption, people, demand),
        "functions_caption": functions,
        "functions": [
            _function(number, row, len(zone.towns))
            for number, row in zip(NUMBERS, zone.functions, strict=True)
        ],
        "gaps": gaps,
        "more_gaps": len(zone.gaps) - len(gaps),
    }


def _towns_words(zone: ProfileZone) -> str:
    return f"{'、'.join(town.name for town in zone.towns)}（{len(zone.towns)}市町村）"


def _keys(zone: ProfileZone, snapshot: ZoneProfiles) -> Iterator[dict]:
    totals, whole = snapshot.totals, snapshot.everywhere
    share = rate(zone.population75, zone.total, 100)
    notes = []
    if share is not None:
        notes = [f"総人口の{rate_text(share)}％", f"（{count(zone.total)}人）"]
    if zone.population85 is not None:
        notes.append(f"85歳以上{count(zone.population85)}人")
    yield _key("75歳以上人口", zone.population75, "人", notes)
    for label, value, strong, all_of in (
        ("在支診", zone.zaishishin, zone.enhanced, totals.zaishishin),
        ("在支病", zone.zaishibyo, zone.enhanced_hospitals, totals.zaishibyo),
    ):
        notes = []
        if value is not None:
            notes = [
                f"うち機能強化型{count(strong)}",
                f"1万人当たり{rate_text(rate(value, zone.population75))}",
                f"（{whole}は{rate_text(rate(all_of, totals.population75))}）",
            ]
        yield _key(label, value, "機関", notes)
    notes = [f"（{whole}{count(totals.backup)}）"] if zone.backup is not None else []
    yield _key("後方支援病院", zone.backup, "機関", notes)
    yield _key("積極的", zone.active, "機関", [f"拠点は{count(zone.hubs)}か所"])


def _key(label: str, value: int | None, unit: str, notes: list[str]) -> dict:
    known = value is not None
    return {
        "label": label,
        "value": count(value) if known else "名簿なし",
        "unit": unit if known else "",
        "known": known,
        "notes": notes,
    }


def _people_chart(zone: ProfileZone) -> str:
    return small_charts.columns(
        f"{zone.name}圏域の75歳以上人口の推計",
        {str(point.year): point.value for point in zone.population},
        pale=len(zone.population),
    )


def _demand_chart(zone: ProfileZone) -> str:
    labels = [fiscal_year_short(point.year) for point in zone.demand]
    line = small_charts.Points(
        "訪問診療の需要", tuple(point.value for point in zone.demand)
    )
    return small_charts.lines(
        f"{zone.name}圏域の訪問診療の需要推計（件／月）", labels, [line], height=76
    )


def _sources(*captions: Caption | None) -> list[str]:
    """One line of sources for figures that stand side by side."""
    told = [c for c in captions if c and (c.source or c.note)]
    notes = "".join(f"{c.label}は{c.note}" for c in told if c.note)
    parts = [
        f"{c.label}は{c.source.rstrip('。').removesuffix('を加工して作成')}"
        for c in told
        if c.source
    ]
    lines = [f"注：{notes}"] if notes else []
    return [*lines, f"出典：{'、'.join(parts)}を加工して作成。"] if parts else lines


def _function(number: str, row: FunctionRow, towns: int) -> dict:
    if row.without is None:
        covered, named = "名簿なし", NONE
    else:
        covered = f"{towns - len(row.without)} / {towns}"
        named = "なし"
        if row.without:
            named = clauses(join_names(row.without, TOWNS_NAMED))
    return {
        "name": f"{number}{CareFunction(row.key).label}",
        "counts": [
            count(number)
            for number in (
                row.hospital,
                row.clinic,
                row.dental,
                row.pharmacy,
                row.nursing,
                row.other,
            )
        ],
        "covered": covered,
        "without": named,
    }
