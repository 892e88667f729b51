"""The tables of the committee progress report."""

from collections.abc import Iterator

from formats.tables import Column, Table
from reports.snapshots.progress import Progress
from reports.tables.shared import difference_tables, source_of


def tables(snapshot: Progress) -> Iterator[Table]:
    """In the order of the pages."""
    yield Table(
        "圏域別の提供体制",
        [
            Column("圏域コード", kind="code"),
            Column("圏域"),
            Column("75歳以上人口", "人", "integer"),
            Column("在支診", "機関", "integer"),
            Column("うち機能強化型", "機関", "integer"),
            Column("在支病", "機関", "integer"),
            Column("後方支援病院", "機関", "integer"),
        ],
        [
            (z.code, z.name, z.population75, z.zaishishin, z.enhanced, z.zaishibyo, z.backup)
            for z in snapshot.zones
        ],
        source_of(snapshot, "filings", "population"),
        as_of=snapshot.as_of,
    )  # fmt: skip
    yield from difference_tables(snapshot)
