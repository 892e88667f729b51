"""The municipal scheme in words, and the same matrix for a workbook."""

from datetime import date

from formats.dates import fiscal_year_label
from formats.tables import Column, Table
from programs.kinds import HandledBy, HelpKind, MunicipalItem
from programs.municipal_matrix import MunicipalMatrix, MunicipalRow

MARKS = {
    HandledBy.OWN: {"text": "直営", "tone": "ok"},
    HandledBy.ENTRUSTED: {"text": "委託", "tone": "wait", "shape": "hub"},
    HandledBy.PARTLY: {"text": "一部委託", "tone": "wait", "shape": "half"},
    HandledBy.JOINT: {"text": "共同", "tone": "ok"},
    HandledBy.NOT_DONE: {"text": "未実施", "tone": "bad"},
}
HELP_WORDS = {kind: kind.label for kind in HelpKind}


def _zone(row: MunicipalRow) -> str:
    return (getattr(row.municipality, "zone_on_day", None) or {}).get("name", "")


def matrix_rows(matrix: MunicipalMatrix) -> list[dict[str, object]]:
    return [
        {
            "row": row,
            "zone": _zone(row),
            "cells": [
                {
                    "item": item.value,
                    "mark": MARKS[HandledBy(one.handled_by)] if one else None,
                    "partner": one.partner if one else "",
                }
                for item in MunicipalItem
                for one in [row.items.get(item.value)]
            ],
        }
        for row in matrix.rows
    ]


def matrix_figures(matrix: MunicipalMatrix) -> list[dict[str, object]]:
    total = len(matrix.rows)
    share = f"{matrix.entrusting / total:.0%}" if total and matrix.known else ""
    return [
        {"label": "市町村", "value": total, "unit": "市町村"},
        {
            "label": "登録済み",
            "value": matrix.known,
            "unit": "市町村",
            "note": fiscal_year_label(matrix.fiscal_year),
        },
        {
            "label": "委託している市町村",
            "value": matrix.entrusting if matrix.known else None,
            "unit": f"／{total}",
            "note": share,
        },
        {
            "label": "相談窓口のある市町村",
            "value": matrix.with_desk,
            "unit": f"／{total}",
        },
        {
            "label": "対応していない課題",
            "value": sum(row.open_issues for row in matrix.rows),
            "unit": "件",
        },
    ]


def matrix_table(matrix: MunicipalMatrix, day: date) -> Table:
    columns = [
        Column("市町村コード", kind="code"),
        Column("市町村"),
        Column("在宅医療圏"),
        *(Column(f"（{item.value}）{item.label}", width=16) for item in MunicipalItem),
        Column("委託先", width=40),
        Column("委託の有無"),
        Column("相談窓口", width=30),
        Column("窓口の住所", width=30),
        Column("窓口の電話"),
        Column("窓口の受付時間"),
        Column("対応していない課題", kind="integer"),
        Column("支援", "回", kind="integer"),
    ]
    rows = []
    for row in matrix.rows:
        details = [getattr(desk, "details", None) for desk in row.desks]
        partners = {one.partner for one in row.items.values() if one.partner}
        rows.append(
            [
                row.municipality.code6,
                row.municipality.name,
                _zone(row),
                *(
                    one.get_handled_by_display() if one else ""
                    for item in MunicipalItem
                    for one in [row.items.get(item.value)]
                ),
                "、".join(sorted(partners)),
                ("あり" if row.entrusts else "なし") if row.is_known else "",
                "\n".join(
                    d.name if d else str(desk.operator)
                    for d, desk in zip(details, row.desks, strict=True)
                ),
                *(
                    "\n".join(getattr(d, name, "") or "" for d in details)
                    for name in ("address", "phone", "hours")
                ),
                row.open_issues,
                row.help_given,
            ]
        )
    note = f"委託している市町村 {matrix.entrusting}／{len(matrix.rows)}"
    if matrix.stated:
        note += (
            f"。資料の記載では{matrix.stated.out_of}市町村のうち{matrix.stated.count}"
        )
    title = f"{fiscal_year_label(matrix.fiscal_year)}の在宅医療・介護連携推進事業"
    return Table(title, columns, rows, note=note, as_of=day)
