"""What tables of all kinds say of their sources, and the table of what changed."""

from formats.dates import fiscal_year_short, wareki
from formats.tables import Column, Table
from reports.changes import SORTS
from reports.presenters.chapters import source_words
from reports.snapshots.shared import Report


def source_of(snapshot: Report, *keys: str) -> str:
    """The sources of a table in words, as its caption in the report has them."""
    return source_words([s for key in keys for s in snapshot.sources if s.key == key])


def difference_tables(snapshot: Report) -> list[Table]:
    """What differs from the report before, one line each; none where there is nothing to tell."""
    if snapshot.previous is None or not snapshot.change_items:
        return []
    return [
        Table(
            "前回からの変化",
            [
                Column("変化"),
                Column("圏域"),
                Column("名称"),
                Column("前回"),
                Column("今回"),
            ],
            [
                (SORTS[i.sort].words, i.zone, i.name, i.before, i.after)
                for i in snapshot.change_items
            ],
            source_of(snapshot, "designations", "filings", "indicators", "measures"),
            f"{wareki(snapshot.previous.as_of)}から{wareki(snapshot.as_of)}まで",
            snapshot.as_of,
        )
    ]


def year_column(year: int, unit: str, *, fiscal: bool = False) -> Column:
    """A column of a year: R6年度（2024）, or 2030年."""
    words = f"{fiscal_year_short(year)}年度 {year}" if fiscal else f"{year}年"
    return Column(words, unit, "integer")
