"""The tables of the plan appendix: counts by zone, then one sheet a function with a line a name."""

from collections.abc import Iterator

from facilities.kinds import CareFunction, FacilityKind
from formats.tables import Column, Table
from reports.kinds import ReportKind, parts_of
from reports.presenters.plan_appendix import NUMBERS, in_order
from reports.snapshots.plan_appendix import PlanAppendix
from reports.tables.shared import source_of

KEYS = ("registry", "filings", "designations")


def tables(snapshot: PlanAppendix) -> Iterator[Table]:
    """The functions in the order that was chosen."""
    functions = parts_of(ReportKind.PLAN_APPENDIX, snapshot.parts)
    told = {"source": source_of(snapshot, *KEYS), "as_of": snapshot.as_of}
    labels = {f: f"{NUMBERS[f]}{CareFunction(f).label}" for f in functions}
    yield Table(
        "圏域別の総括",
        [
            Column("圏域コード", kind="code"),
            Column("圏域"),
            Column("市区町村", width=56),
            Column("拠点", width=40),
            Column("積極的役割を担う医療機関", width=56),
            *(Column(labels[f], "機関", "integer") for f in functions),
            Column("名簿なしの種別", width=32),
        ],
        [
            (
                zone.code, zone.name, "、".join(zone.towns), "、".join(zone.hubs),
                "、".join(zone.actives),
                *(sum(f in i.functions for i in zone.institutions) for f in functions),
                "、".join(FacilityKind(kind).label for kind in zone.unlisted),
            )
            for zone in snapshot.zones
        ],
        note="一つの機関が複数の機能を担うため、機能の間で合計しない。",
        **told,
    )  # fmt: skip
    for function in functions:
        yield Table(
            labels[function],
            [
                Column("圏域コード", kind="code"),
                Column("圏域"),
                Column("種別"),
                Column("市区町村"),
                Column("名称", width=48),
                Column("かな", width=32),
                Column("拠点"),
                Column("積極的"),
            ],
            [
                (
                    zone.code, zone.name, FacilityKind(one.kind).label, one.town, one.name,
                    one.kana, "◎" if one.hub else "", "●" if one.active else "",
                )
                for zone in snapshot.zones
                for one in in_order(zone, function)
            ],
            **told,
        )  # fmt: skip
