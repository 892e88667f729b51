"""Small snapshots of the other kinds of reports: fictional names, counts near those of Hokkaido."""

from dataclasses import replace
from datetime import date

from formats import svg
from reports.snapshots import designation_register as register
from reports.snapshots import plan_appendix as appendix
from reports.snapshots import program_sheet as sheets
from reports.snapshots import zone_profile as profile
from reports.snapshots.canonical import as_dict
from reports.snapshots.shared import ChangeItem, Comment, Map, Previous, Source
from tests.reports.sample_words import SOURCES
from tests.reports.samples import AS_OF, edition, progress

FUNCTIONS = ("discharge", "daily", "acute", "eol")
KINDS = ("hospital", "clinic", "dental_clinic", "pharmacy", "nursing_station", "care_manager",
         "support_centre", "short_stay", "consultation")  # fmt: skip
TOWNS = ("帯広市", "音更町", "士幌町", "上士幌町", "鹿追町", "新得町", "清水町", "芽室町", "中札内村",
         "更別村", "大樹町", "広尾町", "幕別町", "池田町", "豊頃町", "本別町", "足寄町", "陸別町",
         "浦幌町")  # fmt: skip
MORE = (
    *SOURCES,
    Source("registry", "道の医療機関台帳", "令和7年10月1日現在", "R7.10.1現在"),
    Source("projection", "国立社会保障・人口問題研究所 将来推計人口", "2050年まで", "2050年まで"),
    Source("indicators", "医療計画の指標に用いる各資料", "", ""),
    Source("activities", "道の取組実績の記録", "", "", processed=False),
    Source("programs", "県の補助事業の記録", "令和4年度", "令和4年度", processed=False),
)  # fmt: skip
COMMON = {
    "prefecture": "北海道",
    "prefecture_code": "01",
    "as_of": AS_OF,
    "whole": "全道",
    "plan": "北海道医療計画（令和6〜11年度）在宅医療の提供体制",
    "scope": "見本の圏域",
    "notice": "見本。名称はすべて架空である。",
    "sources": MORE,
    "caveats": ("一つの機関が複数の機能を担うため、機能の間で合計しない。",),
}


def of_kind(kind: str) -> dict:
    """The sample of a kind as plain values."""
    return as_dict(SAMPLES[kind]())


# --- Appendix -----------------------------------------------------------------------------
def plan_appendix() -> appendix.PlanAppendix:
    return appendix.PlanAppendix(
        **COMMON,
        title="在宅医療の機能を担う医療機関等 計画別表",
        edition=edition(),
        zones=(
            appendix.AppendixZone(
                "0119", "十勝", TOWNS, ("十勝みほん医師会",), ("みほん芽室病院",), _names(150)
            ),
            appendix.AppendixZone(
                "0121", "根室", ("根室市", "別海町"), (), (), _names(9, ("根室市", "別海町")),
                ("nursing_station",),
            ),
            appendix.AppendixZone("0102", "南檜山", ("江差町",), (), (), ()),
        ),
    )  # fmt: skip


def _names(
    number: int, towns: tuple[str, ...] = TOWNS
) -> tuple[appendix.Institution, ...]:
    found = []
    for place in range(number):
        kind = KINDS[place % len(KINDS)]
        found.append(
            appendix.Institution(
                kind=kind,
                town=towns[place * len(towns) // number],
                name=f"みほん𠮷髙{place + 1:03}機関",
                functions=tuple(f for i, f in enumerate(FUNCTIONS) if (place + i) % 3),
                hub=place == 4,
                active=place in (1, 4),
            )
        )
    return tuple(found)


# --- Profiles -----------------------------------------------------------------------------
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


# --- Register -----------------------------------------------------------------------------
def designation_register() -> register.DesignationRegister:
    acts = progress().designations
    entries = tuple(
        register.Entry(
            number=act.number,
            kind=act.kind,
            name=act.name,
            operator="",
            operator_kind=act.operator_kind,
            location=act.location,
            zones=act.zones,
            functions=("日常の療養支援", "看取り"),
            decided_on=act.decided_on,
            effective_from=act.effective_from,
            effective_until=act.effective_until,
            document_number=act.document_number,
            legal_basis=act.legal_basis,
            contact="地域医療課（見本）",
            requirements_met=act.requirements_met,
            requirements_of=act.requirements_of,
            is_new=act.is_new,
            doubtful=act.number.endswith("5"),
        )
        for act in acts
    )
    return register.DesignationRegister(
        **COMMON,
        title="在宅医療の拠点及び積極的役割を担う医療機関 指定一覧",
        previous=Previous("令和7年度第1回", date(2025, 4, 1)),
        change_items=(
            ChangeItem("hub_new", "十勝", "十勝みほん医師会", "なし", "R7.7.1〜"),
        ),
        zones=tuple(
            register.ZoneLine(
                zone.code,
                zone.name,
                tuple(hub.name for hub in zone.hubs if hub.name),
                zone.active,
                (f"{zone.name}みほん会（調整中）",) if not zone.active else (),
            )
            for zone in progress().zones
        ),
        entries=entries,
        events=(
            *(
                register.Event(
                    e.decided_on, e.number, e.kind, e.name, e.zones, "指定",
                    f"R7.{e.effective_from.month}.1から", e.document_number, e.legal_basis,
                )
                for e in entries
            ),
            register.Event(
                date(2025, 9, 20), "積-010", "active", "みほん旧病院", ("南渡島",), "辞退",
                "R7.9.30まで", "地医第77号", "医師の退職",
            ),
        ),
        asked=tuple(
            register.Asked(f"{letter}{i}", f"見本の事項{letter}{i}", "定期に会議を開く。", kind)
            for letter, kind, number in (("H", "hub", 5), ("A", "active", 6))
            for i in range(1, number + 1)
        ),
        answers=tuple(
            register.Answer(
                e.number, e.name, f"{letter}{i}", _state(i), "記録による", date(2025, 9, i),
                date(2026, 1, 31) if _state(i) == "planned" else None,
            )
            for e in entries
            for letter, number in ((("H", 5) if e.kind == "hub" else ("A", 6)),)
            for i in range(1, number + 1)
        ),
    )  # fmt: skip


def _state(place: int) -> str:
    return ("met", "planned", "not_met", "met", "not_applicable", "waived")[place - 1]


# --- Program sheets -----------------------------------------------------------------------
def program_sheet(number: int = 3) -> sheets.ProgramSheets:
    """So many programs in the spirit of the Niigata example, each with all its sections."""
    return sheets.ProgramSheets(
        **COMMON,
        title="在宅医療に係る補助事業 事業概要",
        sheets=tuple(_sheet(place) for place in range(number)),
    )


def _sheet(place: int) -> sheets.Sheet:
    titles = {
        "background": "取組の背景", "purpose": "事業目的", "outline": "事業概要",
        "features": "取組の特長", "results": "事業の成果等",
        "cooperation": "在宅医療・介護連携推進事業との連携", "issues": "事業推進上の課題",
        "proposals": "横展開に向けての提言",
    }  # fmt: skip
    return sheets.Sheet(
        code=f"P2{place}",
        name=f"在宅医療推進センター設置・運営及び在宅医療ICT構築への補助（その{place + 1}）",
        short_name=f"推進センター事業その{place + 1}",
        region="新潟県（推定）",
        fiscal_year=2022,
        as_of="令和4年3月末現在",
        areas=("連携の促進",),
        professions=("多職種",),
        bodies=("県医師会", "郡市医師会"),
        measures=("多職種の連携の促進",),
        funding="地域医療介護総合確保基金",
        fund_kind="区分Ⅱ 居宅等における医療の提供",
        national=56_946,
        prefecture_share=28_473,
        other_share=0,
        computed=True,
        status="推進センター17か所を設置した",
        figures=tuple(
            sheets.SheetFigure(label, value, unit, of, "令和4年3月末現在", doubtful=True)
            for label, value, of, unit in (
                ("在宅医療推進センターの設置", "17", "", "か所"),
                ("在宅医療ICTシステムの整備・運用", "12", "16", "医師会"),
                ("市町村事業の推進センターへの委託", "15", "30", "市町村"),
            )
        ),
        sections=tuple(
            sheets.SheetSection(
                key, title,
                tuple(
                    sheets.SheetLine(f"規制緩和{i}：{title}の内容その{i}", doubtful=True)
                    for i in range(1, 4)
                ),
            )
            for key, title in titles.items()
        ),
        years=tuple(
            sheets.SheetYear(2020 + i, 80_000 + i, 419, 80_419 + i, 79_000 + i, 18, 17, "か所", "達成")
            for i in range(3)
        ),
        starts_on=date(2015, 10, 1),
        evaluation="計画どおりに進んだ。",
        next_year="対象を広げる。",
        evaluated_on=date(2023, 6, 1),
        doubts=("県名が資料に印字されていない。",),
        source="在宅医療推進センター事業の個票　事業概要",
    )  # fmt: skip


SAMPLES = {
    "plan_appendix": plan_appendix,
    "zone_profile": zone_profile,
    "designation_register": designation_register,
    "program_sheet": program_sheet,
}
