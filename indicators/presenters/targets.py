"""The baselines and targets of one indicator: rows of its page, and a table for Excel and CSV."""

from accounts.records.history import history_url
from formats.dates import fiscal_year_short
from formats.tables import Column, number
from indicators.kinds import AREA_ORDER
from indicators.models import Indicator
from indicators.reach import Reach
from indicators.reading import digits
from indicators.sheets import Sheet
from indicators.wording import plain


def targets_of(reach: Reach, indicator: Indicator) -> list[dict[str, object]]:
    names = _area_names(reach)
    rows = indicator.targets.visible_to(reach.user)
    return [
        {
            "pk": row.pk,
            "history_url": history_url(row),
            "area": names.get((row.area_kind, row.area_code), row.area_code),
            "kind": row.get_kind_display(),
            "year": f"{fiscal_year_short(row.year)}年度",
            "value": number(row.value, digits(indicator)),
            "note": row.note,
        }
        for row in rows.order_by("area_kind", "area_code", "kind", "year")
    ]


def target_sheet(reach: Reach, indicator: Indicator) -> Sheet:
    rows = indicator.targets.visible_to(reach.user)
    names = _area_names(reach)
    return Sheet(
        "targets",
        f"{indicator.name}（基準値と目標値）",
        [
            Column("地域"),
            Column("コード", kind="code"),
            Column("種類"),
            Column("年度"),
            Column("値", indicator.unit, "decimal", digits=digits(indicator)),
            Column("備考"),
        ],
        [
            [
                names.get((row.area_kind, row.area_code), row.area_code),
                row.area_code,
                row.get_kind_display(),
                f"{fiscal_year_short(row.year)}年度",
                plain(row.value),
                row.note,
            ]
            for row in rows.order_by("area_kind", "area_code", "kind", "year")
        ],
        source=indicator.source,
    )


def _area_names(reach: Reach) -> dict[tuple[str, str], str]:
    return {
        (kind, area.code): area.name
        for kind in AREA_ORDER
        for area in reach.areas(kind)
    }
