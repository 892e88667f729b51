"""The cooperating doctors in words, and the same rows for a workbook."""

from collections.abc import Sequence
from datetime import date

from formats.dates import fiscal_year_label, wareki_month
from formats.tables import Column, Table
from programs.duty import WEEKDAYS, DutyLine, days_of, months_of
from programs.kinds import Sex

TAKES = "○"


def day_heads(month: date) -> list[dict[str, object]]:
    return [
        {
            "day": day.day,
            "weekday": WEEKDAYS[day.weekday()],
            "weekend": day.weekday() >= 5,
        }
        for day in days_of(month)
    ]


def month_rows(lines: Sequence[DutyLine], month: date) -> list[dict[str, object]]:
    return [
        {
            "doctor": line.doctor,
            "sex": sex_of(line),
            "month": line.months.get(month),
            "cells": [line.takes(day) for day in days_of(month)],
            "ended": line.doctor.ended_on,
        }
        for line in lines
    ]


def day_sums(lines: Sequence[DutyLine], month: date) -> list[int]:
    """How many doctors can take a patient on each day."""
    return [sum(line.takes(day) for line in lines) for day in days_of(month)]


def year_rows(lines: Sequence[DutyLine], year: int) -> list[dict[str, object]]:
    """In the manner of the sample sheet: a mark for each month, specialties as the remark."""
    return [
        {
            "doctor": line.doctor,
            "sex": sex_of(line),
            "cells": [month_mark(line, month) for month in months_of(year)],
            "remark": remark(line),
        }
        for line in lines
    ]


def month_mark(line: DutyLine, month: date) -> str:
    known = line.months.get(month)
    if known is None or not known.days:
        return ""
    return TAKES if known.capacity is None else f"{TAKES}{known.capacity}"


def sex_of(line: DutyLine) -> str:
    return Sex(line.doctor.sex).label if line.doctor.sex else ""


def remark(line: DutyLine) -> str:
    doctor = line.doctor
    said = [f"診療科目：{doctor.specialties}"] if doctor.specialties else []
    return "　".join([*said, doctor.note] if doctor.note else said)


def month_table(lines: Sequence[DutyLine], month: date, day: date) -> Table:
    columns = [
        *_about(),
        Column("役割"),
        Column("診療科目", width=20),
        *(
            Column(f"{one.day}日", WEEKDAYS[one.weekday()], width=6)
            for one in days_of(month)
        ),
        Column("新しく受けられる人数", "人", kind="integer"),
        Column("備考", width=30),
    ]
    rows = [
        [
            *_who(line),
            line.doctor.get_role_display(),
            line.doctor.specialties,
            *(TAKES if line.takes(one) else "" for one in days_of(month)),
            known.capacity if known else None,
            (known.note if known else "") or line.doctor.note,
        ]
        for line in lines
        for known in [line.months.get(month)]
    ]
    title = f"{wareki_month(month)}の協力医（主治医・副主治医）"
    return Table(title, columns, rows, note=PRIVATE, as_of=day)


def year_table(lines: Sequence[DutyLine], year: int, day: date) -> Table:
    columns = [
        *_about(),
        *(Column(f"{month.month}月", width=7) for month in months_of(year)),
        Column("備考", width=40),
    ]
    rows = [
        [*_who(line), *(month_mark(line, m) for m in months_of(year)), remark(line)]
        for line in lines
    ]
    title = f"{fiscal_year_label(year)}の担当医調整表"
    note = f"○は対応できる月、数字は新しく受けられる人数。{PRIVATE}"
    return Table(title, columns, rows, note=note, as_of=day)


PRIVATE = "個人情報を含みます。取扱いに注意してください。"


def _about() -> list[Column]:
    return [
        Column("保健所"),
        Column("拠点", width=24),
        Column("医療機関", width=30),
        Column("氏名"),
        Column("性別"),
    ]


def _who(line: DutyLine) -> list[str]:
    doctor = line.doctor
    places = (doctor.health_centre, doctor.hub or "", doctor.facility or "")
    return [*map(str, places), doctor.name, sex_of(line)]
