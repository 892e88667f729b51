"""The tables of the pages of candidates, roadmap and decisions, for files."""

from collections.abc import Sequence
from datetime import date

from designations.candidates import Answer
from designations.models import Decision
from designations.roadmap import Roadmap
from designations.sheets import SOURCE
from formats.dates import fiscal_year_label
from formats.tables import Column, Table


def candidates_table(answers: Sequence[Answer], kind: str, day: date) -> Table:
    """One line a candidate; a municipality without any has a line that says so."""
    return Table(
        title=f"{kind}の候補",
        columns=[
            Column("市町村コード", kind="code"),
            Column("市町村"),
            Column("圏域"),
            Column("手順"),
            Column("候補"),
            Column("コード", kind="code"),
            Column("届出"),
            Column("算定開始", kind="date"),
            Column("機能強化型"),
            Column("候補の市町村"),
            Column("役所間の距離", "km", "decimal", digits=1),
            Column("病床数"),
            Column("実態調査"),
            Column("指定の状況"),
            Column("理由", width=50),
        ],
        rows=[row for answer in answers for row in _candidate_rows(answer)],
        source="届出受理医療機関名簿と選定の手順",
        as_of=day,
    )


def _candidate_rows(answer: Answer) -> list[list[object]]:
    town = answer.town
    first = [town.code, town.name, town.zone_name, str(answer.step or "該当なし")]
    if not answer.candidates:
        return [[*first, *([None] * 10), answer.missing]]
    return [
        [
            *first,
            one.name,
            one.code,
            one.filing,
            one.filing_from,
            "機能強化型" if one.enhanced else "",
            one.municipality_name,
            one.distance_km,
            one.beds,
            one.survey,
            "、".join(one.designated),
            one.reason,
        ]
        for one in answer.candidates
    ]


def roadmap_table(roadmap: Roadmap) -> Table:
    """One line a fiscal year: the target, what is done, on its way and planned, with the zones."""
    counted = [("できた圏域", "done"), ("調整中", "going"), ("予定", "planned")]
    return Table(
        title="年度ごとの工程",
        columns=[
            Column("年度"),
            Column("目標（少なくとも）", "圏域", "integer"),
            Column("目標（多くて）", "圏域", "integer"),
            Column("目標の累計（少なくとも）", "圏域", "integer"),
            Column("目標の累計（多くて）", "圏域", "integer"),
            *(Column(label, "圏域", "integer") for label, _ in counted),
            *(Column(f"{label}の名称", width=40) for label, _ in counted),
            Column("累計（見込みを含む）", "圏域", "decimal", digits=1),
        ],
        rows=[
            [
                fiscal_year_label(year.fiscal_year),
                year.target.zones_min,
                year.target.zones_max,
                year.cumulative_min,
                year.cumulative_max,
                *(len(getattr(year, name)) for _, name in counted),
                *(
                    "、".join(z.name for z in getattr(year, name))
                    for _, name in counted
                ),
                year.cumulative,
            ]
            for year in roadmap.years
        ],
        source=SOURCE,
        as_of=roadmap.day,
    )


def decisions_table(decisions: Sequence[Decision], day: date) -> Table:
    return Table(
        title="決定の記録",
        columns=[
            Column("番号", kind="integer"),
            Column("時期"),
            Column("決めた機関"),
            Column("件名", width=40),
            Column("内容", width=60),
            Column("出典"),
            Column("未確認の点"),
        ],
        rows=[
            [d.number, d.date_label, d.body, d.subject, d.decision, d.source, d.doubt]
            for d in decisions
        ],
        source=SOURCE,
        as_of=day,
    )
