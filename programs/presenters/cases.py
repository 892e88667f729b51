"""Cases in words, and the same rows for a workbook."""

from collections.abc import Iterable
from datetime import date

from formats.tables import Column, Table
from programs.cases import Case

RELEASED = {"text": "公開", "tone": "ok"}
DRAFT = {"text": "公開していない", "tone": "plan"}


def case_rows(cases: Iterable[Case]) -> list[dict[str, object]]:
    return [
        {
            "case": case,
            "example": case.example,
            "badge": RELEASED if case.example.released else DRAFT,
            "kinds": "、".join(kind.short for kind in case.kinds),
            "functions": "、".join(f.label for f in case.functions),
            "elements": element_rows(case),
            "doubt": "／".join(case.doubts),
        }
        for case in cases
    ]


def element_rows(case: Case) -> list[dict[str, object]]:
    return [
        {
            "element": one,
            "kind": next((k.short for k in case.kinds if k == one.kind), ""),
            "count": f"{one.count:,}{one.unit}" if one.count is not None else "",
        }
        for one in case.elements
    ]


def case_facts(case: Case) -> list[dict[str, object]]:
    one = case.example
    facts = [
        {"label": "地域", "value": case.place},
        {"label": "取り組んだ団体", "value": one.organisation},
        {
            "label": "在宅医療圏",
            "value": str(one.zone) if one.zone else None,
            "url": one.zone.get_absolute_url() if one.zone else "",
        },
        {
            "label": "医療機能",
            "value": "、".join(f.label for f in case.functions) or None,
        },
        {
            "label": "取組の種類",
            "value": "、".join(k.short for k in case.kinds) or None,
        },
        {"label": "公開の状態", "badge": RELEASED if one.released else DRAFT},
        {"label": "出典", "value": one.source or None},
    ]
    return [fact for fact in facts if fact.get("value") or fact.get("badge")]


def case_table(cases: Iterable[Case], day: date) -> Table:
    """A line for each element, so that a filter of Excel finds it."""
    columns = [
        Column("都道府県"),
        Column("市区町村"),
        Column("在宅医療圏"),
        Column("団体", width=30),
        Column("題名", width=36),
        Column("医療機能", width=24),
        Column("要素", width=26),
        Column("側面"),
        Column("内容", width=50),
        Column("数", kind="integer"),
        Column("単位"),
        Column("取組の種類"),
        Column("公開"),
        Column("出典", width=30),
        Column("確認", width=30),
    ]
    rows = []
    for case in cases:
        one = case.example
        about = [
            one.region_label or one.prefecture.name,
            one.place,
            str(one.zone or ""),
            one.organisation,
            one.title,
            "、".join(f.label for f in case.functions),
        ]
        state = (RELEASED if one.released else DRAFT)["text"]
        kinds = {kind.value: kind.short for kind in case.kinds}
        rows += [
            [
                *about,
                e.name,
                e.aspect,
                e.text,
                e.count,
                e.unit,
                kinds.get(e.kind, ""),
                state,
                e.source,
                f"未確認：{e.doubt}" if e.unconfirmed else "",
            ]
            for e in case.elements
        ]
        if not case.elements:
            empty = ["", "", one.summary, None, "", ""]
            rows.append([*about, *empty, state, one.source, ""])
    return Table("先進事例集", columns, rows, as_of=day)
