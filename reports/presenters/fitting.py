"""How much fits on a sheet: heights in millimetres, told well enough to stay within its page."""

from collections.abc import Iterable
from math import ceil

from formats.tables import text_width

HEADING = 10.6  # with its rule and the space around it
CAPTION, HEAD, SOURCE = 5.0, 8.4, 4.3
LINE, ROW = 5.0, 4.8


def lines(text: str, across: int) -> int:
    """Lines that a text takes where so many full-width characters stand across."""
    return max(1, ceil(text_width(text) / 2 / across))


def table(rows: Iterable[int], line: float = 4.0) -> float:
    """A table by the number of lines in each of its rows."""
    return CAPTION + HEAD + sum(line * number + 0.8 for number in rows)


def within(texts: Iterable[str], across: int, most: int) -> list[str]:
    """The first texts that together take at most so many lines."""
    found, used = [], 0
    for text in texts:
        used += lines(text, across)
        if used > most:
            break
        found.append(text)
    return found
