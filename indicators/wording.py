"""Words and marks that several pages of this room use."""

from decimal import Decimal

from formats.dates import fiscal_year_short, wareki_short
from formats.tables import number
from indicators.kinds import Status
from indicators.models import Caveat, Indicator
from indicators.progress import Grade, Progress
from indicators.reading import Reading, digits
from indicators.sheets import Cell, Mark

NO_LIST = "名簿なし"

STATUS_MARKS = {
    Status.UNCONFIRMED: Mark("未確認", "warn"),
    Status.CONFIRMED: Mark("確認済み", "ok"),
    Status.DROPPED: Mark("使わない", "off"),
}
GRADE_TONES = {Grade.A: "ok", Grade.B: "ok", Grade.C: "warn", Grade.D: "bad"}


def shown(value: Decimal | None, decimals: int) -> str:
    return "" if value is None else number(value, decimals)


def plain(value: Decimal) -> Decimal:
    """The number without the needless zeros that it is stored with."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def when(reading: Reading | None) -> str:
    """R7.10.1 for a day, R6年度 for a year."""
    if reading is None:
        return ""
    if reading.year is not None:
        return f"{fiscal_year_short(reading.year)}年度"
    return wareki_short(reading.day)


def reading_cell(
    indicator: Indicator,
    reading: Reading | None,
    url: str = "",
    *,
    with_unit: bool = False,
) -> Cell:
    """A value as a table shows it; no list and hidden counts are said in words."""
    if reading is None:
        return Cell(None)
    if reading.value is None:
        return Cell(None, words="少数" if reading.small else NO_LIST)
    words = number(reading.value, digits(indicator))
    if with_unit:
        words = f"{words} {indicator.unit}"
    return Cell(plain(reading.value), url=url, words=words)


def grade_mark(progress: Progress | None) -> Mark | None:
    if progress is None:
        return None
    return Mark(
        f"{progress.grade.value} {progress.grade.label}", GRADE_TONES[progress.grade]
    )


def caveats_of(indicators: list[Indicator]) -> list[Caveat]:
    """The caveats that the indicators name, each once."""
    codes = {code for one in indicators for code in one.caveats}
    return list(Caveat.objects.filter(pk__in=sorted(codes)).order_by("pk"))
