"""The tables of the committee progress report."""

from collections.abc import Iterator

from formats.dates import fiscal_year_label
from formats.tables import Column, Table
from reports.presenters.designations import KINDS
from reports.presenters.indicators import GRADES
from reports.presenters.issues import UNITS
from reports.presenters.summary import FIGURES
from reports.presenters.zones import zone_rate
from reports.snapshots.progress import Designation, Progress, Zone
from reports.tables.schedule import schedule_table
from reports.tables.shared import difference_tables, source_of, year_column
from reports.tables.work import work_tables

HUB_STATES = {"in_force": "指定済み", "coordinating": "調整中", "planned": "予定"}


def tables(snapshot: Progress) -> Iterator[Table]:
    """In the order of the pages; what the report does not have makes no sheet."""
    yield _summary(snapshot)
    yield _zones(snapshot)
    if snapshot.forecast:
        yield _forecast(snapshot)
    yield designations_table(
        snapshot, snapshot.designations, "指定", "指定の状況（効力のあるもの）"
    )
    if snapshot.roadmap:
        yield _roadmap(snapshot)
    if snapshot.schedule:
        yield schedule_table(snapshot, snapshot.schedule)
    if snapshot.indicators:
        yield _indicators(snapshot)
    if snapshot.work:
        yield from work_tables(snapshot)
    if snapshot.issues:
        yield _issues(snapshot)
    yield from difference_tables(snapshot)


def _summary(snapshot: Progress) -> Table:
    rows = []
    for one in snapshot.summary:
        label, unit = FIGURES[one.key]
        rows.append(
            ("".join(label), one.value, one.previous, unit, "、".join(one.notes))
        )
    rows += [
        (c.subject, c.count, None, c.unit, "　".join(filter(None, (c.detail, c.effect))))
        for c in snapshot.changes
    ]  # fmt: skip
    return Table(
        "要点",
        [
            Column("項目"),
            Column("数", kind="integer"),
            Column("前回", kind="integer"),
            Column("単位"),
            Column("内訳", width=56),
        ],
        rows,
        source_of(snapshot, "filings", "designations"),
        "後半は前回からの変化の件数。",
        snapshot.as_of,
    )


def _zones(snapshot: Progress) -> Table:
    totals = snapshot.totals
    rows = [_zone(zone) for zone in snapshot.zones]
    rows.append(
        (
            None, snapshot.whole, totals.population75, totals.zaishishin,
            totals.enhanced, totals.zaishibyo, totals.backup, zone_rate(totals),
            f"{totals.hub_zones}圏域に{totals.hubs}か所", None, totals.active, None, None,
        )
    )  # fmt: skip
    return Table(
        "圏域別の提供体制",
        [
            Column("圏域コード", kind="code"),
            Column("圏域"),
            Column("75歳以上人口", "人", "integer"),
            Column("在支診", "機関", "integer"),
            Column("うち機能強化型", "機関", "integer"),
            Column("在支病", "機関", "integer"),
            Column("後方支援病院", "機関", "integer"),
            Column("診・病計 1万人当たり", "機関", "decimal"),
            Column("拠点", width=36),
            Column("拠点の状況", width=24),
            Column("積極的", "機関", "integer"),
            Column("積極的の名称", width=48),
            Column("圏域内に不足するもの", width=28),
        ],
        rows,
        source_of(snapshot, "filings", "population", "designations"),
        "最後の行は計。複数の圏域を受け持つ実施主体は計では1回数えた。",
        snapshot.as_of,
    )


def _zone(zone: Zone) -> tuple[object, ...]:
    states = []
    for hub in zone.hubs:
        year = f"（{fiscal_year_label(hub.fiscal_year)}）" if hub.fiscal_year else ""
        states.append(f"{HUB_STATES[hub.state]}{year}")
    return (
        zone.code, zone.name, zone.population75, zone.zaishishin, zone.enhanced,
        zone.zaishibyo, zone.backup, zone_rate(zone),
        "、".join(hub.name for hub in zone.hubs if hub.name), "、".join(states),
        len(zone.active), "、".join(zone.active), "、".join(zone.gaps),
    )  # fmt: skip


def _forecast(snapshot: Progress) -> Table:
    forecast = snapshot.forecast
    return Table(
        "訪問診療の需要の見通し",
        [
            Column("圏域"),
            *(year_column(year, forecast.unit, fiscal=True) for year in forecast.years),
        ],
        [
            *((row.name, *row.values) for row in forecast.rows),
            (snapshot.whole, *forecast.total),
        ],
        source_of(snapshot, "forecast"),
        as_of=snapshot.as_of,
    )


def designations_table(
    snapshot, acts: tuple[Designation, ...], title: str, note: str
) -> Table:
    """One line a designation; profiles have the same table for their zones."""
    return Table(
        title,
        [
            Column("番号", kind="code"),
            Column("区分"),
            Column("圏域"),
            Column("実施主体・医療機関", width=36),
            Column("所在地"),
            Column("種別"),
            Column("要件の充足", "項目", "integer"),
            Column("要件", "項目", "integer"),
            Column("決定日", kind="date"),
            Column("効力の始まり", kind="date"),
            Column("効力の終わり", kind="date"),
            Column("文書番号"),
            Column("根拠", width=40),
            Column("新規"),
        ],
        [
            (
                act.number, KINDS[act.kind][2], "、".join(act.zones), act.name,
                act.location, act.operator_kind, act.requirements_met,
                act.requirements_of, act.decided_on, act.effective_from,
                act.effective_until, act.document_number, act.legal_basis,
                "新規" if act.is_new else "",
            )
            for act in acts
        ],
        source_of(snapshot, "designations"),
        note,
        snapshot.as_of,
    )  # fmt: skip


def _roadmap(snapshot: Progress) -> Table:
    return Table(
        "拠点の指定の工程",
        [
            Column("年度"),
            Column("目標（新規）下限", "圏域", "integer"),
            Column("目標（新規）上限", "圏域", "integer"),
            Column("目標（累計）下限", "圏域", "integer"),
            Column("目標（累計）上限", "圏域", "integer"),
            Column("指定（新規）", "圏域", "integer"),
            Column("調整中・予定", "圏域", "integer"),
            Column("確認"),
        ],
        [
            (
                fiscal_year_label(y.fiscal_year), y.target_min, y.target_max,
                y.cumulative_min, y.cumulative_max, y.done, y.planned,
                "＊" if y.doubtful else "",
            )
            for y in snapshot.roadmap
        ],
        source_of(snapshot, "roadmap", "designations"),
        "".join(snapshot.roadmap_notes),
        snapshot.as_of,
    )  # fmt: skip


def _indicators(snapshot: Progress) -> Table:
    return Table(
        "指標の進み具合",
        [
            Column("記号", kind="code"),
            Column("区分"),
            Column("指標", width=44),
            Column("単位"),
            Column("基準値"),
            Column("基準の時"),
            Column("これまでの値", width=36),
            Column("現在"),
            Column("現在の時"),
            Column("目標"),
            Column("目標の時"),
            Column("達成の割合", "％"),
            Column("見通し"),
            Column("評価"),
            Column("評価の意味"),
        ],
        [
            (
                i.code, i.level, i.name, i.unit, i.baseline, i.baseline_when,
                "、".join(f"{p.value}（{p.when}）" for p in i.trend), i.value, i.when,
                i.target, i.target_when, i.ratio, i.forecast, i.grade,
                GRADES.get(i.grade, ""),
            )
            for i in snapshot.indicators
        ],
        source_of(snapshot, "indicators"),
        "値は印刷したとおりに丸めた文字。" + "".join(snapshot.indicator_notes),
        snapshot.as_of,
    )  # fmt: skip


def _issues(snapshot: Progress) -> Table:
    return Table(
        "課題",
        [
            Column("規則", kind="code"),
            Column("課題", width=32),
            Column("扱い"),
            Column("件数", kind="integer"),
            Column("単位"),
            Column("圏域・機関", width=56),
        ],
        [
            (
                i.code, i.rule, "要対応" if i.serious else "確認", i.count,
                UNITS.get(i.code, "件"), "、".join(i.subjects),
            )
            for i in snapshot.issues
        ],
        source_of(snapshot, "designations", "filings"),
        as_of=snapshot.as_of,
    )  # fmt: skip
