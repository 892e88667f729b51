"""The tables of measures, programs and activities."""

from collections.abc import Iterator

from formats.dates import fiscal_year_label
from formats.tables import Column, Table
from reports.snapshots.progress import Program, Progress
from reports.tables.shared import source_of


def work_tables(snapshot: Progress) -> Iterator[Table]:
    """What the report has of them, in the order of its pages."""
    work, year = snapshot.work, fiscal_year_label(snapshot.work.fiscal_year)
    if work.areas:
        yield Table(
            f"施策の取組状況（{year}）",
            [
                Column("分野"),
                Column("対象"),
                Column("施策", width=44),
                Column("取組状況", width=48),
                Column("数", kind="integer"),
                Column("単位"),
                Column("予算額", "千円", "money"),
                Column("再掲"),
                Column("実施"),
                Column("確認"),
            ],
            [
                (
                    area.name, m.target, m.name, m.status, m.count, m.count_unit,
                    m.budget, "再掲" if m.repeated else "", m.implementer,
                    "＊" if m.doubtful else "",
                )
                for area in work.areas
                for m in area.measures
            ],
            source_of(snapshot, "measures"),
            "".join(work.notes),
            snapshot.as_of,
        )  # fmt: skip
    if work.programs:
        yield Table(
            f"補助事業の予算と実施の状況（{year}）",
            [
                Column("事業", width=48),
                Column("予算額", "千円", "money"),
                Column("前年度の予算額", "千円", "money"),
                Column("増減", "千円", "money"),
                Column("決算額", "千円", "money"),
                Column("実施数", kind="integer"),
                Column("単位"),
                Column("評価"),
                Column("確認"),
            ],
            [
                *(_program(p) for p in work.programs),
                (
                    "合計（事業ごとに1回）",
                    sum(p.budget for p in work.programs),
                    *[None] * 7,
                ),
            ],
            source_of(snapshot, "measures"),
            as_of=snapshot.as_of,
        )
    if work.activities:
        yield Table(
            "取組の実績",
            [
                Column("年度"),
                Column("種類", width=36),
                Column("取組", "件", "integer"),
                Column("回数", "回", "integer"),
                Column("参加者", "延べ人", "integer"),
                Column("地域", "地域", "integer"),
            ],
            [
                (
                    fiscal_year_label(a.fiscal_year), a.name, a.activities, a.sessions,
                    a.participants, a.areas,
                )
                for a in work.activities
            ],
            source_of(snapshot, "activities"),
            as_of=snapshot.as_of,
        )  # fmt: skip


def _program(program: Program) -> tuple[object, ...]:
    before = program.previous
    return (
        program.name, program.budget, before,
        None if before is None else program.budget - before, program.settled,
        program.sites, program.sites_unit, program.achievement,
        "＊" if program.doubtful else "",
    )  # fmt: skip
