"""The values of an indicator as they may be handed out, small counts hidden."""

from django.conf import settings

from formats.dates import fiscal_year_short
from formats.tables import Column
from indicators.areas import Area
from indicators.kinds import AreaKind
from indicators.models import Indicator
from indicators.public import HIDDEN, PublicValues
from indicators.reach import Reach
from indicators.reading import digits
from indicators.sheets import Cell, Sheet
from indicators.wording import reading_cell


def public_sheet(reach: Reach, indicator: Indicator, kind: AreaKind) -> Sheet:
    """Area × fiscal year. Numerators, ratios and grades are left out: they would tell the value."""
    values = PublicValues(indicator, reach.picture)
    areas = reach.areas(kind)
    years = values.years(areas)
    places = digits(indicator)
    return Sheet(
        "public",
        f"{indicator.name}（{kind.label}別、公表用）",
        [
            Column("地域"),
            Column("コード", kind="code"),
            *(
                Column(
                    f"{fiscal_year_short(year)}年度",
                    indicator.unit,
                    "decimal",
                    digits=places,
                )
                for year in years
            ),
        ],
        [
            [area.name, area.code, *(_cell(values, area, year) for year in years)]
            for area in areas
        ],
        source=indicator.data_source,
        note=(
            f"1以上{settings.SMALL_COUNT_THRESHOLD}未満の人数は「{HIDDEN}」とした。"
            "引き算で分かる値も合わせて伏せている。"
        ),
        as_of=reach.day,
        empty="公表できる年度の値がありません",
    )


def _cell(values: PublicValues, area: Area, year: int) -> Cell:
    reading = values.reading(area, year)
    if reading is not None and values.is_hidden(area, year):
        return Cell(HIDDEN)
    return reading_cell(values.indicator, reading)
