"""The tables of the designation register."""

from collections.abc import Iterator

from formats.tables import Column, Table
from reports.presenters.designation_register import STATES
from reports.presenters.designations import KINDS
from reports.snapshots.designation_register import DesignationRegister
from reports.tables.shared import difference_tables, source_of


def tables(snapshot: DesignationRegister) -> Iterator[Table]:
    """By zone, the list, the history, the requirements, and what changed."""
    told = {
        "source": source_of(snapshot, "designations"),
        "as_of": snapshot.as_of,
    }
    yield Table(
        "圏域別の一覧",
        [
            Column("圏域コード", kind="code"),
            Column("圏域"),
            Column("拠点", "か所", "integer"),
            Column("拠点の名称", width=40),
            Column("積極的", "機関", "integer"),
            Column("積極的の名称", width=56),
            Column("手続き中", width=40),
        ],
        [
            (
                z.code, z.name, len(z.hubs), "、".join(z.hubs), len(z.actives),
                "、".join(z.actives), "、".join(z.in_progress),
            )
            for z in snapshot.zones
        ],
        **told,
    )  # fmt: skip
    yield Table(
        "指定の一覧",
        [
            Column("番号", kind="code"),
            Column("区分"),
            Column("圏域"),
            Column("名称", width=40),
            Column("実施主体", width=32),
            Column("実施主体の種類"),
            Column("所在地"),
            Column("担う機能", width=36),
            Column("要件の充足", "項目", "integer"),
            Column("要件", "項目", "integer"),
            Column("決定日", kind="date"),
            Column("効力の始まり", kind="date"),
            Column("効力の終わり", kind="date"),
            Column("文書番号"),
            Column("根拠", width=40),
            Column("連絡先", width=32),
            Column("新規"),
            Column("確認"),
        ],
        [
            (
                e.number, KINDS[e.kind][2], "、".join(e.zones), e.name, e.operator or e.name,
                e.operator_kind, e.location, "、".join(e.functions), e.requirements_met,
                e.requirements_of, e.decided_on, e.effective_from, e.effective_until,
                e.document_number, e.legal_basis, e.contact, "新規" if e.is_new else "",
                "＊" if e.doubtful else "",
            )
            for e in snapshot.entries
        ],
        **told,
        note="効力の終わりが空のものは期限を定めていない。",
    )  # fmt: skip
    if snapshot.events:
        yield Table(
            "指定の経過",
            [
                Column("決定日", kind="date"),
                Column("番号", kind="code"),
                Column("区分"),
                Column("内容"),
                Column("名称", width=40),
                Column("圏域"),
                Column("効力"),
                Column("文書番号"),
                Column("根拠・理由", width=40),
            ],
            [
                (
                    e.on, e.number, KINDS[e.kind][2], e.what, e.name, "、".join(e.zones),
                    e.effect, e.document_number, e.note,
                )
                for e in snapshot.events
            ],
            **told,
        )  # fmt: skip
    if snapshot.answers:
        yield _requirements(snapshot, told)
    yield from difference_tables(snapshot)


def _requirements(snapshot: DesignationRegister, told: dict) -> Table:
    asked = {one.code: one for one in snapshot.asked}
    return Table(
        "求められる事項",
        [
            Column("番号", kind="code"),
            Column("名称", width=40),
            Column("記号", kind="code"),
            Column("事項", width=32),
            Column("内容", width=56),
            Column("状態"),
            Column("根拠", width=48),
            Column("確認日", kind="date"),
            Column("予定の期限", kind="date"),
        ],
        [
            (
                a.number, a.name, a.code, asked[a.code].label, asked[a.code].description,
                STATES[a.state], a.evidence, a.checked_on, a.planned_until,
            )
            for a in snapshot.answers
        ],
        **told,
    )  # fmt: skip
