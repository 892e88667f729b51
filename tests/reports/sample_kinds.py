"""Small snapshots of the other kinds of reports: fictional names, counts near those of Hokkaido."""

from datetime import date

from reports.snapshots import designation_register as register
from reports.snapshots import plan_appendix as appendix
from reports.snapshots import program_sheet as sheets
from reports.snapshots.canonical import as_dict
from reports.snapshots.shared import ChangeItem, Previous
from tests.reports.sample_frame import COMMON, FUNCTIONS, KINDS, TOWNS
from tests.reports.sample_profiles import zone_profile
from tests.reports.samples import edition, progress


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
