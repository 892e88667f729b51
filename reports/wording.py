"""Numbers and places as the reports print them: thousands, exact rates, true minus, ― for none."""

from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from formats.dates import fiscal_year_short, wareki

NONE = "―"
WEEKDAYS = "月火水木金土日"


def count(number: int | None) -> str:
    """12,345; 0 for none of them; ― for not known."""
    return NONE if number is None else f"{number:,}".replace("-", "−")


def signed(number: int) -> str:
    """+2, −3, 0."""
    return f"{number:+,}".replace("-", "−") if number else "0"


def rate(number: int | None, people: int | None, per: int = 10_000) -> Decimal | None:
    """The number for each `per` people, rounded half up to one decimal; None when unknown."""
    if number is None or not people:
        return None
    exact = Decimal(number * per) / Decimal(people)
    return exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def rate_text(value: Decimal | None) -> str:
    """One decimal; a plain 0 for none."""
    if value is None:
        return NONE
    return f"{value:,}" if value else "0"


def plus_both(*numbers: int | None) -> int | None:
    """The sum, unknown as soon as one part is."""
    return None if None in numbers else sum(n for n in numbers if n is not None)


def add(values: Iterable[int | None]) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def span(low: int | None, high: int | None) -> str:
    """7〜8, one number when both are the same, ― when nothing is set."""
    if low is None and high is None:
        return NONE
    if low is None or high is None or low == high:
        return count(high if low is None else low)
    return f"{low:,}〜{high:,}"


def change_words(value: int | None, previous: int | None) -> tuple[str, str]:
    """前回3から and 4増; empty where one of the two is unknown."""
    if value is None or previous is None:
        return "", ""
    step = value - previous
    words = f"{abs(step):,}{'増' if step > 0 else '減'}" if step else "増減なし"
    return f"前回{previous:,}から", words


def day_with_west(day: date) -> str:
    """令和7年（2025年）10月1日."""
    return wareki(day).replace("年", f"年（{day.year}年）", 1)


def day_with_weekday(day: date) -> str:
    """令和7年12月4日（木）."""
    return f"{wareki(day)}（{WEEKDAYS[day.weekday()]}）"


def year_in_table(fiscal_year: int) -> str:
    """R8年度."""
    return f"{fiscal_year_short(fiscal_year)}年度"


def whole_of(prefecture: str) -> str:
    """全道, 全都, 全府, 全県."""
    return f"全{own_word(prefecture)}"


def own_word(prefecture: str) -> str:
    """道, 都, 府, 県: how the prefecture calls itself in its own papers."""
    return prefecture[-1]


def join_names(names: tuple[str, ...] | list[str], most: int = 6) -> str:
    """Names in a row; beyond `most`, how many more there are."""
    head = "、".join(names[:most])
    return f"{head}ほか{len(names) - most}" if len(names) > most else head


def tail(text: str) -> SafeString:
    """The text with its last three characters together: no last line of one character."""
    if len(text) < 6:
        return format_html("{}", text)
    return format_html('{}<span class="nb">{}</span>', text[:-3], text[-3:])


def clauses(text: str, longest: int = 16) -> SafeString:
    """The text that breaks after 、 rather than inside a short clause."""
    parts = [f"{part}、" for part in text.split("、")]
    parts[-1] = parts[-1][:-1]
    forms = ('<span class="nb">{}</span>', "{}")
    return format_html_join(
        "", "{}", ((format_html(forms[len(p) > longest], p),) for p in parts if p)
    )
