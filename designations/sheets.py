"""The tables of this room on their way to a workbook or a CSV file, and the answers that carry them."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse

from designations.compliance import Finding
from designations.kinds import Kind
from designations.models import Designation
from designations.presenters import function_words
from designations.register import Register
from formats.tables import Column, Table
from zones.downloads import export

SOURCE = "在宅医療計画ポータルの指定の登録"


def workbook_answer(tables: Sequence[Table], name: str) -> HttpResponse:
    return export(tables, "xlsx", name)


def csv_answer(table: Table, name: str) -> HttpResponse:
    return export([table], "csv", name)


def compliance_table(findings: Sequence[Finding], day: date) -> Table:
    return Table(
        title="適合確認",
        columns=[
            Column("規則", kind="code"),
            Column("規則の内容"),
            Column("重さ"),
            Column("圏域"),
            Column("案件", kind="code"),
            Column("名称"),
            Column("内容", width=60),
        ],
        rows=[
            (
                f.code,
                f.rule,
                "要対応" if f.is_serious else "確認",
                f.zone.name if f.zone else "",
                f.designation.case_number if f.designation else "",
                f.designation.shown_name if f.designation else "",
                f.message,
            )
            for f in findings
        ],
        source=SOURCE,
        as_of=day,
    )


def register_table(acts: Sequence[Designation], day: date, title: str = "") -> Table:
    """The register in the layout of an open-data file: one line for each act and zone."""
    return Table(
        title=title or "指定の登録",
        columns=[
            Column("都道府県コード", kind="code"),
            Column("都道府県名"),
            Column("案件番号", kind="code"),
            Column("種類コード", kind="code"),
            Column("種類"),
            Column("名称"),
            Column("実施主体"),
            Column("実施主体の種類"),
            Column("医療機関コード", kind="code"),
            Column("所在市区町村コード", kind="code"),
            Column("所在市区町村名"),
            Column("圏域コード", kind="code"),
            Column("圏域名"),
            Column("圏域の一部"),
            Column("担う機能"),
            Column("決定日", kind="date"),
            Column("効力の始まり", kind="date"),
            Column("効力の終わり", kind="date"),
            Column("文書番号"),
            Column("根拠"),
            Column("連絡先"),
            Column("備考"),
        ],
        rows=[_register_row(act, part) for act in acts for part in act.parts.all()],
        source=SOURCE,
        as_of=day,
    )


def _register_row(act: Designation, part: object) -> tuple[object, ...]:
    operator = act.operator
    town = operator.municipality
    return (
        act.prefecture_id,
        act.prefecture.name,
        act.case_number,
        act.kind,
        act.get_kind_display(),
        act.shown_name,
        operator.shown_name,
        operator.get_kind_display(),
        operator.facility.code if operator.facility else "",
        town.code6 if town else "",
        town.name if town else "",
        part.zone.code,
        part.zone.name,
        "、".join(place.name for place in part.municipalities.all()),
        function_words(act),
        act.decided_on,
        act.effective_from,
        act.effective_until,
        act.document_number,
        act.legal_basis,
        act.contact,
        "日付などが未確認" if act.unconfirmed else "",
    )


def zones_table(register: Register) -> Table:
    """A line for each zone: what stands in it and what is missing."""
    return Table(
        title="圏域別",
        columns=[
            Column("圏域コード", kind="code"),
            Column("圏域"),
            Column("拠点", unit="か所", kind="integer"),
            Column("拠点の名称"),
            Column("積極的役割", unit="機関", kind="integer"),
            Column("積極的役割の名称"),
            Column("不足"),
        ],
        rows=[
            (
                line.zone.code,
                line.zone.name,
                len(line.hubs),
                "、".join(act.shown_name for act in line.hubs),
                len(line.actives),
                "、".join(act.shown_name for act in line.actives),
                "・".join(
                    kind.short
                    for kind, lacks in (
                        (Kind.HUB, line.lacks_hub),
                        (Kind.ACTIVE, line.lacks_active),
                    )
                    if lacks
                ),
            )
            for line in register.zones
        ],
        source=SOURCE,
        as_of=register.day,
    )
