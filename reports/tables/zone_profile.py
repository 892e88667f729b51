"""The tables of the zone profiles: every zone's lines one below the other, by subject."""

from collections.abc import Iterator

from facilities.kinds import CareFunction
from formats.tables import Column, Table
from reports.snapshots.zone_profile import ZoneProfiles
from reports.tables.progress import designations_table
from reports.tables.shared import source_of, year_column

ZONE = (Column("圏域コード", kind="code"), Column("圏域"))


def tables(snapshot: ZoneProfiles) -> Iterator[Table]:
    """In the order of the pages; what no zone has makes no sheet."""
    return (table for table in _all(snapshot) if table.rows)


def _all(snapshot: ZoneProfiles) -> Iterator[Table]:
    yield _figures(snapshot)
    yield from _people(snapshot)
    yield _functions(snapshot)
    yield _lines(
        snapshot, "不足していること", [Column("内容", width=56)],
        lambda zone: [(gap,) for gap in zone.gaps], "registry", "designations",
    )  # fmt: skip
    acts = {act.number: act for zone in snapshot.zones for act in zone.designations}
    yield designations_table(
        snapshot, tuple(acts.values()), "指定", "効力のあるもの。1件を1回載せた。"
    )
    yield _towns(snapshot)
    yield from _filings(snapshot)
    yield _lines(
        snapshot, "主な医療機関",
        [Column("受理記号"), Column("名称", width=44), Column("市区町村")],
        lambda zone: [(i.symbol, i.name, i.town) for i in zone.institutions], "filings",
    )  # fmt: skip
    yield _lines(
        snapshot, "指標",
        [
            Column("指標", width=44), Column("単位"), Column("圏域の値"),
            Column(snapshot.everywhere), Column("時"), Column("圏域の目標"),
            Column("目標の時"),
        ],
        lambda zone: [
            (i.name, i.unit, i.value, i.whole, i.when, i.target, i.target_when)
            for i in zone.indicators
        ],
        "indicators",
    )  # fmt: skip
    yield _lines(
        snapshot, "取組の実績",
        [
            Column("時期"), Column("内容", width=44), Column("実施者", width=28),
            Column("回数", "回", "integer"), Column("参加者", "延べ人", "integer"),
        ],
        lambda zone: [
            (d.when, d.name, d.actor, d.sessions, d.participants) for d in zone.activities
        ],
        "activities",
    )  # fmt: skip
    yield _lines(
        snapshot, "予定",
        [Column("期限", kind="date"), Column("内容", width=44), Column("担い手")],
        lambda zone: [(c.due_on, c.title, c.layer) for c in zone.coming],
    )  # fmt: skip
    yield _lines(
        snapshot, "連絡先",
        [Column("区分"), Column("名称", width=40), Column("連絡先", width=40)],
        lambda zone: [(c.role, c.name, c.words) for c in zone.contacts],
    )  # fmt: skip


def _lines(snapshot: ZoneProfiles, title: str, columns, rows_of, *keys: str) -> Table:
    return Table(
        title,
        [*ZONE, *columns],
        [
            (zone.code, zone.name, *row)
            for zone in snapshot.zones
            for row in rows_of(zone)
        ],
        source_of(snapshot, *keys),
        as_of=snapshot.as_of,
    )


def _figures(snapshot: ZoneProfiles) -> Table:
    columns = [
        Column("総人口", "人", "integer"),
        Column("75歳以上人口", "人", "integer"),
        Column("85歳以上人口", "人", "integer"),
        Column("在支診", "機関", "integer"),
        Column("うち機能強化型の在支診", "機関", "integer"),
        Column("在支病", "機関", "integer"),
        Column("うち機能強化型の在支病", "機関", "integer"),
        Column("後方支援病院", "機関", "integer"),
        Column("拠点", "か所", "integer"),
        Column("積極的", "機関", "integer"),
        Column("市区町村", width=56),
    ]
    return _lines(
        snapshot, "圏域の概要", columns,
        lambda z: [
            (
                z.total, z.population75, z.population85, z.zaishishin, z.enhanced,
                z.zaishibyo, z.enhanced_hospitals, z.backup, z.hubs, z.active,
                "、".join(town.name for town in z.towns),
            )
        ],
        "population", "filings", "designations",
    )  # fmt: skip


def _people(snapshot: ZoneProfiles) -> Iterator[Table]:
    for title, key, unit, source, fiscal in (
        ("75歳以上人口の推計", "population", "人", "projection", False),
        ("訪問診療の需要推計", "demand", "件／月", "forecast", True),
    ):
        years = sorted({p.year for z in snapshot.zones for p in getattr(z, key)})
        if years:
            yield _lines(
                snapshot,
                title,
                [year_column(year, unit, fiscal=fiscal) for year in years],
                lambda zone, key=key, years=years: [
                    [
                        {p.year: p.value for p in getattr(zone, key)}.get(y)
                        for y in years
                    ]
                ],
                source,
            )


def _functions(snapshot: ZoneProfiles) -> Table:
    columns = [
        Column("医療機能"),
        *(
            Column(name, "機関", "integer")
            for name in ("病院", "診療所", "歯科", "薬局", "訪問看護", "その他")
        ),
        Column("担い手のない市町村", "市町村", "integer"),
        Column("担い手のない市町村の名称", width=56),
    ]
    return _lines(
        snapshot, "医療機能の担い手", columns,
        lambda zone: [
            (
                CareFunction(row.key).label, row.hospital, row.clinic, row.dental,
                row.pharmacy, row.nursing, row.other,
                None if row.without is None else len(row.without),
                "名簿なし" if row.without is None else "、".join(row.without),
            )
            for row in zone.functions
        ],
        "registry", "filings",
    )  # fmt: skip


def _towns(snapshot: ZoneProfiles) -> Table:
    columns = [
        Column("市区町村"),
        Column("75歳以上人口", "人", "integer"),
        Column("在支診", "機関", "integer"),
        Column("うち機能強化型", "機関", "integer"),
        Column("在支病", "機関", "integer"),
    ]
    return _lines(
        snapshot, "市区町村別の状況", columns,
        lambda zone: [
            (t.name, t.population75, t.zaishishin, t.enhanced, t.zaishibyo)
            for t in zone.towns
        ],
        "population", "filings",
    )  # fmt: skip


def _filings(snapshot: ZoneProfiles) -> Iterator[Table]:
    columns = [
        Column("名簿の基準日", kind="date"),
        Column("在支診", "機関", "integer"),
        Column("うち機能強化型", "機関", "integer"),
        Column("在支病", "機関", "integer"),
    ]
    yield _lines(
        snapshot, "届出の推移", columns,
        lambda zone: [
            (p.day, p.zaishishin, p.enhanced, p.zaishibyo) for p in zone.filings
        ],
        "filings",
    )  # fmt: skip
    years = sorted({p.year for z in snapshot.zones for p in z.started})
    if years:
        yield _lines(
            snapshot, "届出の算定開始の年度",
            [year_column(year, "機関", fiscal=True) for year in years],
            lambda zone: [
                [{p.year: p.value for p in zone.started}.get(y) for y in years]
            ],
            "filings",
        )  # fmt: skip
