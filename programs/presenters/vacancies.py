"""The free beds for short stays in words, and the same rows for a workbook."""

from collections.abc import Sequence
from datetime import date

from formats.dates import wareki_short
from formats.tables import Column, Table
from programs.vacancies import VacancyLine

FRESH = {"text": "7日以内に確認", "tone": "ok"}
STALE = {"text": "7日以上確認なし", "tone": "warn"}
NEVER = {"text": "登録なし", "tone": "plan"}


def vacancy_badge(line: VacancyLine, day: date) -> dict[str, str]:
    if line.latest is None:
        return NEVER
    return STALE if line.is_stale(day) else FRESH


def vacancy_rows(
    lines: Sequence[VacancyLine], weeks: Sequence[date], day: date
) -> list[dict[str, object]]:
    return [
        {
            "facility": line.facility,
            "cells": [
                {
                    "label": f"{wareki_short(week)}の週",
                    "free": line.free_in(week),
                }
                for week in weeks
            ],
            "note": line.latest.note if line.latest else "",
            "confirmed": line.latest.confirmed_on if line.latest else None,
            "badge": vacancy_badge(line, day),
        }
        for line in lines
    ]


def week_heads(weeks: Sequence[date], this: date) -> list[dict[str, object]]:
    return [
        {"label": wareki_short(week), "note": "今週" if week == this else ""}
        for week in weeks
    ]


def vacancy_table(
    lines: Sequence[VacancyLine], weeks: Sequence[date], day: date
) -> Table:
    columns = [
        Column("コード", kind="code"),
        Column("事業所", width=32),
        Column("市区町村"),
        Column("電話番号"),
        *(Column(f"{wareki_short(w)}の週", "床", kind="integer") for w in weeks),
        Column("受入れの条件", width=36),
        Column("確認日", kind="date"),
        Column("確認の状態"),
    ]
    rows = [
        [
            line.facility.code,
            line.facility.shown_name,
            str(line.facility.municipality or ""),
            line.facility.phone,
            *(line.free_in(week) for week in weeks),
            line.latest.note if line.latest else "",
            line.latest.confirmed_on if line.latest else None,
            vacancy_badge(line, day)["text"],
        ]
        for line in lines
    ]
    return Table("短期入所の空き", columns, rows, as_of=day)
