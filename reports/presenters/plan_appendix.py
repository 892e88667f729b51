"""The plan appendix: a chapter a function, in it a table a zone with the names by kind and municipality."""

from collections.abc import Iterator
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from facilities.kinds import CareFunction, FacilityKind
from formats.dates import wareki
from reports.kinds import ReportKind, parts_of
from reports.presenters.chapters import Caption, Chapter, Heading, Numbering
from reports.presenters.document import (
    Document,
    Imprint,
    document_of,
    sources_chapter,
)
from reports.snapshots.plan_appendix import AppendixZone, Institution, PlanAppendix
from reports.wording import NONE, count

NUMBERS = dict(zip((f.value for f in CareFunction), "①②③④", strict=True))
KIND_ORDER = {kind.value: place for place, kind in enumerate(FacilityKind)}
SOURCES = ("registry", "filings", "designations")


def present(snapshot: PlanAppendix, imprint: Imprint) -> Document:
    """A table of counts, then the four functions in the order that was chosen."""
    numbering = Numbering(snapshot.sources)
    chapters = [_overview(snapshot, numbering)]
    for part in parts_of(ReportKind.PLAN_APPENDIX, snapshot.parts):
        chapters.append(_function(CareFunction(part), snapshot, numbering))
    chapters.append(sources_chapter(snapshot, numbering, imprint))
    return document_of(snapshot, chapters, tuple(_terms(snapshot)))


def _terms(snapshot: PlanAppendix) -> Iterator[tuple[str, str]]:
    yield "基準日", f"断りのない限り{wareki(snapshot.as_of)}現在。"
    yield "◎", "在宅医療に必要な連携を担う拠点。"
    yield "●", "在宅医療において積極的役割を担う医療機関。"
    yield (
        "並び",
        (
            "圏域はコードの順、圏域の中は種別、市区町村コード、読みがなの順（読みがなのないものは名称の順）。"
        ),
    )
    yield (
        "数字と記号",
        "「0」は該当がないこと、「―」はその日に届く名簿がないことを示す（名簿なし）。",
    )


# --- Counts -------------------------------------------------------------------------------
def _overview(snapshot: PlanAppendix, numbering: Numbering) -> Chapter:
    functions = parts_of(ReportKind.PLAN_APPENDIX, snapshot.parts)
    caption = numbering.table(
        f"圏域別の拠点、積極的役割を担う医療機関及び機能別の機関数（{wareki(snapshot.as_of)}現在）",
        *SOURCES,
        notes=["一つの機関が複数の機能を担うため、機能の間で合計しない。"],
    )
    return Chapter(
        "圏域別の総括",
        "reports/pdf/appendix/overview.html",
        {
            "lead": _lead(snapshot),
            "foreword": [x for x in snapshot.foreword.splitlines() if x.strip()],
            "caption": caption,
            "functions": [f"{NUMBERS[f]}{CareFunction(f).label}" for f in functions],
            "rows": [_overview_row(zone, functions) for zone in snapshot.zones],
            "total": [
                count(sum(_number(zone, f) for zone in snapshot.zones))
                for f in functions
            ],
            "whole": snapshot.whole,
            "hubs": count(len({n for z in snapshot.zones for n in z.hubs})),
            "actives": count(len({n for z in snapshot.zones for n in z.actives})),
        },
    )


def _lead(snapshot: PlanAppendix) -> SafeString:
    everything = [i for zone in snapshot.zones for i in zone.institutions]
    return format_html(
        "在宅医療の4つの機能の少なくとも1つを担う医療機関等は{}で<b>{}機関</b>である。",
        snapshot.whole,
        count(len(everything)),
    )


def _overview_row(zone: AppendixZone, functions: list[str]) -> dict:
    return {
        "name": zone.name,
        "hubs": "、".join(f"◎{name}" for name in zone.hubs) or "未指定",
        "actives": _names([f"●{name}" for name in zone.actives]) or "未指定",
        "no_hub": not zone.hubs,
        "no_active": not zone.actives,
        "counts": [count(_number(zone, f)) for f in functions],
    }


def _number(zone: AppendixZone, function: str) -> int:
    return sum(function in one.functions for one in zone.institutions)


# --- Names --------------------------------------------------------------------------------
def _function(
    function: CareFunction, snapshot: PlanAppendix, numbering: Numbering
) -> Chapter:
    title = f"{NUMBERS[function]}{function.label}"
    zones, headings = [], []
    for zone in snapshot.zones:
        heading = Heading(f"{function.value}-{zone.code}", f"{zone.name}圏域")
        headings.append(heading)
        caption = numbering.table(
            f"{title}を担う医療機関等（{zone.name}圏域）", *SOURCES
        )
        zones.append(_zone(function, zone, heading, caption))
    return Chapter(
        f"{title}を担う医療機関等",
        "reports/pdf/appendix/function.html",
        {"title": title, "zones": zones},
        tuple(headings),
    )


def _zone(
    function: CareFunction, zone: AppendixZone, heading: Heading, caption: Caption
) -> dict:
    here = in_order(zone, function)
    kinds = []
    for kind, rows in groupby(here, key=lambda one: one.kind):
        found = list(rows)
        towns = [
            {"town": town, "names": _marked(list(inside))}
            for town, inside in groupby(found, key=lambda one: one.town)
        ]
        for town in towns:
            town["count"] = count(len(town["names"]))
            town["names"] = _names(town["names"])
        kinds.append(
            {
                "title": FacilityKind(kind).label,
                "count": count(len(found)),
                "towns": towns,
            }
        )
    missing = "、".join(FacilityKind(kind).label for kind in zone.unlisted)
    return {
        "heading": heading,
        "caption": caption,
        "count": count(len(here)),
        "hubs": "、".join(zone.hubs) or "未指定",
        "actives": "、".join(zone.actives) or "未指定",
        "kinds": kinds,
        "missing": f"名簿なし：{missing}" if missing else "",
        "none": NONE,
    }


def in_order(zone: AppendixZone, function: str) -> list[Institution]:
    """Those that take on a function: by kind, each in the order of municipalities and kana."""
    here = [one for one in zone.institutions if function in one.functions]
    return sorted(here, key=lambda one: KIND_ORDER[one.kind])


def _marked(rows: list[Institution]) -> list[str]:
    """◎ for a hub, ● for an active institution, before the name."""
    return [
        f"{'◎' if one.hub else ''}{'●' if one.active else ''}{one.name}" for one in rows
    ]


def _names(names: list[str]) -> SafeString:
    """Names that stay whole up to the end of a line, where they are not too long for one."""
    parts = []
    for place, name in enumerate(names):
        end = "、" if place < len(names) - 1 else ""
        form = '<span class="nb">{}</span>' if len(name) <= 22 else "{}"
        parts.append((format_html(form, f"{name}{end}"),))
    return format_html_join("", "{}", parts)
