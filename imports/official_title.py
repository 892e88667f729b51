"""The title of an official list: the day that it speaks of, and the day it was made."""

import re
import unicodedata
from datetime import date

from formats.dates import DateError, parse_date
from imports.cells import as_text
from imports.tables import Table

_DAY = r"((?:明治|大正|昭和|平成|令和)?(?:元|\d{1,4})年\d{1,2}月\d{1,2}日)"
_AS_OF = re.compile(_DAY + "現在")
_MADE_ON = re.compile(_DAY + "作成")


def title_days(table: Table) -> tuple[date | None, date | None]:
    """Return the days 現在 and 作成 from the rows above the header; None where not given."""
    title = "".join(
        as_text(value)
        for row in table.sheet.rows[: table.header_row - 1]
        for value in row
    )
    compact = "".join(unicodedata.normalize("NFKC", title).split())

    def day(pattern: re.Pattern[str]) -> date | None:
        match = pattern.search(compact)
        try:
            return parse_date(match[1]) if match else None
        except DateError:
            return None

    return day(_AS_OF), day(_MADE_ON)
