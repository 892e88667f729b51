"""Chapters on the zones: map and tables, filings and demand, and the values behind the figures."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString

from formats.dates import fiscal_year_label, wareki, wareki_short
from reports import figures
from reports.drawings import checked_svg
from reports.presenters.chapters import Chapter, Heading, Numbering, comments_on
from reports.snapshots.progress import Forecast, Progress, Zone, ZoneHub
from reports.wording import (
    clauses,
    count,
    join_names,
    plus_both,
    rate,
    rate_text,
    year_in_table,
)

CLASSES = (  # lower bound of 1万人当たり, words
    (Decimal(5), "5.0以上"),
    (Decimal(3), "3.0以上5.0未満"),
    (Decimal(2), "2.0以上3.0未満"),
    (Decimal(0), "2.0未満"),
)
ALL_NEEDS = "拠点、積極的、在支診、在支病、後方支援病院（「後方」）"


def zones_chapter(snapshot: Progress, numbering: Numbering) -> Chapter:
    """Map, zones by rate, and the table of all zones."""
    day = wareki(snapshot.as_of)
    drawn = snapshot.map
    figure = drawn and numbering.figure(
        drawn.caption,
        "filings", "population", "designations", *(() if drawn.schematic else ("borders",)),
        notes=[drawn.note] if drawn.note else [],
    )  # fmt: skip
    classes = lists_reach(snapshot) and numbering.table(
        f"1万人当たりの区分と圏域（{day}現在）", "filings", "population", "designations"
    )
    listed = numbering.table(
        f"圏域別の提供体制（{day}現在）",
        "filings",
        "population",
        "designations",
        notes=[*_table_notes(snapshot)],
    )
    return Chapter(
        "圏域別の提供体制",
        "reports/pdf/progress/zones.html",
        {
            "lead": _lead(snapshot),
            "map": drawn and checked_svg(drawn.svg),
            "map_caption": figure,
            "classes_caption": classes,
            "classes": list(_classes(snapshot.zones)),
            "caption": listed,
            "rows": _rows(snapshot.zones),
            "total": _total(snapshot),
            "findings": list(_findings(snapshot)),
            "comments": comments_on(snapshot, "zone"),
        },
        (Heading("zone-table", "圏域別の一覧"),),
    )


def charted(snapshot: Progress) -> bool:
    """Whether there is anything to draw."""
    return lists_reach(snapshot) or snapshot.forecast is not None


def lists_reach(snapshot: Progress) -> bool:
    """Whether any official list reaches the as-of day."""
    return any(zone_rate(zone) is not None for zone in snapshot.zones)


def filings_chapter(snapshot: Progress, numbering: Numbering) -> Chapter | None:
    """Clinics by zone, and demand to the end of the forecast; None where there is neither."""
    if not charted(snapshot):
        return None
    whole, forecast = snapshot.whole, snapshot.forecast
    headings, content = [], {}
    if lists_reach(snapshot):
        headings.append(Heading("clinics", _clinics_finding(snapshot)))
        content = {
            "clinics": figures.clinics_chart(snapshot.zones, snapshot.totals, whole),
            "clinics_caption": numbering.figure(
                f"在支診の数（75歳以上1万人当たり、{wareki(snapshot.as_of)}現在）",
                "filings",
                "population",
            ),
            "clinics_heading": headings[0],
        }
    if forecast:
        headings.append(Heading("demand", _demand_finding(forecast, whole)))
        content |= {
            "demand": figures.forecast_chart(forecast, whole),
            "demand_caption": numbering.figure(
                f"訪問診療の需要の見通し（{fiscal_year_label(forecast.years[0])}＝100、"
                "細い灰色の線はその他の圏域）",
                "forecast",
            ),
            "demand_heading": headings[-1],
        }
    title = "在宅療養支援診療所と訪問診療の需要" if forecast else "在宅療養支援診療所"
    return Chapter(title, "reports/pdf/progress/filings.html", content, tuple(headings))


def zone_rate(zone) -> Decimal | None:
    """在支診 and 在支病 for each 10,000 people of 75 and over; also for the totals."""
    return rate(plus_both(zone.zaishishin, zone.zaishibyo), zone.population75)


def findings(snapshot: Progress) -> Iterator[SafeString | str]:
    """What the report tells of the zones, in sentences, where there is nothing to compare with."""
    yield _lead(snapshot)
    yield from _findings(snapshot)
    if lists_reach(snapshot):
        yield f"{_clinics_finding(snapshot)}。"
    if snapshot.forecast:
        yield f"{_demand_finding(snapshot.forecast, snapshot.whole)}。"


def _lead(snapshot: Progress) -> SafeString:
    whole = snapshot.whole
    rates = {z.name: r for z in snapshot.zones if (r := zone_rate(z)) is not None}
    mean = zone_rate(snapshot.totals)
    if mean is None or not rates:
        return format_html(
            "{}現在の名簿がないため、<b>在支診・在支病の数は示していない</b>。",
            wareki(snapshot.as_of),
        )
    most, least = max(rates.values()), min(rates.values())
    top = join_names(
        [f"{n}（{rate_text(r)}）" for n, r in rates.items() if r == most], 3
    )
    low = [n for n, r in rates.items() if r == least]
    return format_html(
        "75歳以上1万人当たりの在支診・在支病は{}で<b>{}機関</b>。最も多い{}に対し、{}は{}である。",
        whole, rate_text(mean), top, join_names(low, 3), rate_text(least),
    )  # fmt: skip


def _table_notes(snapshot: Progress) -> Iterator[str]:
    if len({zone.group for zone in snapshot.zones}) > 1:
        groups = "、".join(dict.fromkeys(z.group for z in snapshot.zones))
        yield f"並びは三次医療圏（{groups}）の順で、境を太い罫で示す。"
    yield f"「不足」は{ALL_NEEDS}のうち圏域内にないもの。隣接圏域の機関による支援は考慮していない。"
    if any(zone.zaishishin is None for zone in snapshot.zones):
        yield "「―」は、その日に届く名簿がないことを示す（名簿なし）。"


def _classes(zones: Sequence[Zone]) -> Iterator[dict]:
    known = [(z, r) for z in zones if (r := zone_rate(z)) is not None]
    known.sort(key=lambda pair: (-pair[1], pair[0].code))
    ceiling = None
    for low, words in CLASSES:
        inside = [
            (z, r) for z, r in known if r >= low and (ceiling is None or r < ceiling)
        ]
        named = [
            f"{'●' if _has_hub(z) else ''}{z.name}（{rate_text(r)}）" for z, r in inside
        ]
        ceiling = low
        yield {"words": words, "count": len(inside), "zones": named}


def _rows(zones: Sequence[Zone]) -> list[dict]:
    heavy = [False, *(a.group != b.group for a, b in pairwise(zones))]
    return [{**_row(z), "heavy": h} for z, h in zip(zones, heavy, strict=True)]


def _row(zone: Zone) -> dict:
    return {
        "name": zone.name,
        "population": count(zone.population75),
        "zaishishin": count(zone.zaishishin),
        "enhanced": count(zone.enhanced),
        "zaishibyo": count(zone.zaishibyo),
        "backup": count(zone.backup),
        "rate": rate_text(zone_rate(zone)),
        "hubs": [_hub(hub) for hub in zone.hubs] or [{"none": "未指定", "note": ""}],
        "active": count(len(zone.active)),
        "gaps": clauses("、".join(zone.gaps)),
    }


def _hub(hub: ZoneHub) -> dict:
    """A hub in force by its name and first day; else 未指定 with what is coming."""
    if hub.state == "in_force":
        since = wareki_short(hub.effective_from) if hub.effective_from else ""
        return {"name": hub.name or "指定済み", "note": since}
    year = year_in_table(hub.fiscal_year) if hub.fiscal_year else ""
    word = "調整中" if hub.state == "coordinating" else "予定"
    return {"none": "未指定", "note": f"{year}{word}"}


def _has_hub(zone: Zone) -> bool:
    return any(hub.state == "in_force" for hub in zone.hubs)


def _total(snapshot: Progress) -> dict:
    totals = snapshot.totals
    return {
        "name": snapshot.whole,
        "population": count(totals.population75),
        "zaishishin": count(totals.zaishishin),
        "enhanced": count(totals.enhanced),
        "zaishibyo": count(totals.zaishibyo),
        "backup": count(totals.backup),
        "rate": rate_text(zone_rate(totals)),
        "hub_zones": f"{totals.hub_zones:,}圏域に{totals.hubs:,}か所",
        "active": count(totals.active),
        "whole": sum(not zone.gaps for zone in snapshot.zones),
    }


def _findings(snapshot: Progress) -> Iterator[str]:
    zones, whole = snapshot.zones, snapshot.whole
    with_hub = [z for z in zones if _has_hub(z)]
    complete = [z for z in with_hub if not z.gaps]
    if with_hub and len(complete) == len(with_hub):
        yield f"拠点を指定した{len(with_hub)}圏域は、いずれも不足がない。"
    elif with_hub:
        lacking = [f"{z.name}は{'、'.join(z.gaps)}" for z in with_hub if z.gaps]
        yield (
            f"不足がないのは、拠点を指定した{len(with_hub)}圏域のうち{len(complete)}圏域である"
            f"（{join_names(lacking, 3)}を欠く）。"
        )
    mean = zone_rate(snapshot.totals)
    without = [z for z in zones if not _has_hub(z)]
    if without and mean is not None:
        above = [z.name for z in without if (zone_rate(z) or Decimal(0)) > mean]
        named = join_names(above, 4) if above else "ない"
        told = f"{named}である" if above else named
        yield (
            f"拠点のない{len(without)}圏域のうち、1万人当たりの届出が{whole}の"
            f"{rate_text(mean)}を上回る圏域は{told}。"
        )
    empty = [z.name for z in zones if z.zaishishin == 0 and z.zaishibyo == 0]
    if empty:
        yield f"{join_names(empty, 6)}には在支診も在支病もない。"


def _clinics_finding(snapshot: Progress) -> str:
    """What the bar chart shows, as a heading."""
    without = sum(zone.zaishishin == 0 for zone in snapshot.zones)
    totals = snapshot.totals
    if not totals.zaishishin or totals.enhanced is None:
        return "在支診の数は圏域により異なる"
    share = rate(totals.enhanced, totals.zaishishin, 100)
    said = f"機能強化型は在支診の{rate_text(share)}％"
    return f"{said}で、{without}圏域には在支診がない" if without else f"{said}である"


def _demand_finding(forecast: Forecast, whole: str) -> str:
    year = fiscal_year_label(forecast.years[-1])
    times = rate_text(rate(forecast.total[-1], forecast.total[0], 1))
    falling = sum(row.values[-1] < row.values[0] for row in forecast.rows)
    if not falling:
        return f"訪問診療の需要は、{year}に{whole}で{times}倍となる"
    return f"訪問診療の需要は、{year}に{whole}で{times}倍となり、{falling}圏域では減る"
