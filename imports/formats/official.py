"""届出受理医療機関名簿, the official workbook of the eight Regional Bureaus of Health, as published.

One row is neither a facility nor a filing: a facility's cells repeat on each of its rows, a
filing repeats for each remark, and some facilities have none. Rows are collapsed here, once.
Layout and quirks were measured on 34 lists of October 2025 (581,857 rows).
"""

from collections import Counter
from operator import itemgetter
from typing import TYPE_CHECKING

from formats.dates import wareki
from imports.assembling import Assembler, Raw
from imports.cells import Book, as_text
from imports.formats import Context, Planning
from imports.listing import Listing, kinds_on
from imports.messages import problem, refused
from imports.normalise import header_key
from imports.official_title import title_days
from imports.tables import (
    Table,
    fault_problems,
    find_table,
    is_own_list,
    sheet_problems,
)

if TYPE_CHECKING:
    from accounts.models import User
    from facilities.listed import Before
    from facilities.touched import Kept
    from imports.comparing import Comparison
    from imports.models import Upload

FIELDS: dict[str, tuple[str, ...]] = {
    "item": ("項番",),
    "prefecture_code": ("都道府県コード",),
    "prefecture_name": ("都道府県名",),
    "sector": ("区分",),
    "number": ("医療機関番号",),
    "name": ("医療機関名称",),
    "postal_code": ("医療機関所在地(郵便番号)",),
    "address": ("医療機関所在地(住所)",),
    "phone": ("電話番号",),
    "fax": ("FAX番号",),
    "beds": ("病床数",),
    "filing_name": ("受理届出名称",),
    "symbol": ("受理記号",),
    "filing_number": ("受理番号",),
    "start": ("算定開始年月日",),
    "remark_heading": ("備考(見出し)",),
    "remark": ("備考(データ)",),
    "type": ("種別",),
}
REQUIRED = ("sector", "number", "name", "address", "symbol", "filing_number", "start")
REPEATED = ("name", "postal_code", "address", "phone", "fax", "beds")
_REPORT_EVERY = 5_000

_Key = tuple[object, object, object]


class OfficialList:
    """The format `official`."""

    key = "official"
    title = "届出受理医療機関名簿"
    labels: dict[str, str] = {}
    subject, unit = "医療機関", "機関"

    def recognise(self, book: Book) -> float:
        """Return the share of the official headings in the best row of any sheet."""
        tables = [find_table(sheet, FIELDS) for sheet in book.sheets]
        return max((len(one.indexes) for one in tables if one), default=0) / len(FIELDS)

    def read(self, book: Book, context: Context) -> Listing:
        """Return the facilities of all sheets; raise Refused without headings or rows."""
        listing = Listing(format=self.key, title=self.title)
        tables = self._tables(book, listing)
        self._days(tables, listing)
        latest = max(filter(None, (listing.as_of, listing.made_on)), default=None)
        assembler = Assembler(
            kinds_on(context.kinds, listing.as_of), latest, listing.problems
        )
        collapsing = _Collapsing(assembler, listing, context)
        total = sum(len(table.sheet.rows) for table in tables)
        for table in tables:
            collapsing.add(table, total)
            listing.problems += fault_problems(table)
            listing.columns[table.sheet.name] = table.letters()
        counts = collapsing.counts
        listing.rows = counts["filing"] + counts["remark"] + counts["without_filing"]
        if not listing.rows:
            raise refused("no_rows", format=self.title)
        listing.filings = sum(len(raw.filings) for raw in collapsing.found.values())
        listing.row_kinds = dict(counts)
        for raw in collapsing.found.values():
            facility = assembler.facility(raw)
            if facility is None:
                place = (raw.table.sheet.name, raw.row, raw.text("address"))
                listing.unread.append(place)
            else:
                listing.facilities.append(facility)
        listing.problems.sort(key=lambda one: (one.sheet, one.row))
        return listing

    def plan(self, listing: Listing, planning: Planning) -> "Comparison":
        """Compare with all that the registry has of its prefectures and sectors."""
        from imports.whole_lists import plan_whole_list

        return plan_whole_list(listing, planning)

    def apply(self, upload: "Upload", by: "User | None") -> "list[Before]":
        """Write each prefecture, with what the list no longer has."""
        from imports.whole_lists import apply_whole_list

        return apply_whole_list(upload, by)

    def undo(self, upload: "Upload", by: "User | None") -> "list[Kept]":
        """Put every facility back as it stood before the list."""
        from imports.taking_back import undo_facilities

        return undo_facilities(upload, by)

    def _tables(self, book: Book, listing: Listing) -> list[Table]:
        found = []
        for sheet in book.sheets:
            if is_own_list(sheet):
                continue
            table = find_table(sheet, FIELDS)
            if table is None or len(table.indexes) < len(FIELDS) / 2:
                filled = sum(any(value != "" for value in row) for row in sheet.rows)
                if filled:
                    listing.problems.append(
                        problem("sheet_without_header", sheet=sheet.name, value=filled)
                    )
                continue
            missing = [
                FIELDS[name][0] for name in REQUIRED if name not in table.indexes
            ]
            if not {"prefecture_code", "prefecture_name"} & table.indexes.keys():
                missing.insert(0, FIELDS["prefecture_code"][0])
            if missing:
                raise refused(
                    "missing_columns",
                    format=self.title,
                    columns="、".join(missing),
                    sheet=sheet.name,
                    row=table.header_row,
                )
            found.append(table)
            listing.problems += sheet_problems(sheet)
        if not found:
            raise refused("unknown_format", formats=self.title)
        return found

    def _days(self, tables: list[Table], listing: Listing) -> None:
        """Take 現在 and 作成 from the title rows; the first sheet that has a day decides."""
        for table in tables:
            as_of, made_on = title_days(table)
            if listing.as_of and as_of and as_of != listing.as_of:
                listing.problems.append(
                    problem(
                        "as_of_differs",
                        sheet=table.sheet.name,
                        value=wareki(as_of),
                        other=wareki(listing.as_of),
                    )
                )
            listing.as_of = listing.as_of or as_of
            listing.made_on = listing.made_on or made_on
        if listing.as_of is None:
            listing.problems.append(
                problem("as_of_missing", sheet=tables[0].sheet.name)
            )


class _Collapsing:
    """Rows of any number of sheets into one `Raw` a facility, counting rows by what they are."""

    def __init__(self, assembler: Assembler, listing: Listing, context: Context):
        self._assembler = assembler
        self._problems = listing.problems
        self._unread = listing.unread
        self._context = context
        self._done = 0
        self.found: dict[tuple[str, str, str], Raw] = {}
        self.counts = Counter(
            filing=0, remark=0, without_filing=0, repeated_filing=0, blank=0
        )

    def add(self, table: Table, total: int) -> None:
        """Read the rows under the header of one table; this loop is the hot path."""
        at, rows, counts = table.indexes, table.sheet.rows, self.counts
        prefecture = at.get("prefecture_code", at.get("prefecture_name", 0))
        key_of = itemgetter(prefecture, at["sector"], at["number"])
        entry_of = itemgetter(at["symbol"], at["filing_number"], at["start"])
        repeated = [at[name] for name in REPEATED if name in at]
        cells_of = itemgetter(*repeated)
        remarks = [at[name] for name in ("remark_heading", "remark") if name in at]
        known: dict[_Key, Raw | None] = {}
        last: _Key | None = None
        raw: Raw | None = None
        for row_number in range(table.header_row + 1, len(rows) + 1):
            row = rows[row_number - 1]
            if row_number % _REPORT_EVERY == 0:
                self._context.progress("rows", self._done + row_number, total)
            key = key_of(row)
            if key != last:
                if not _filled(key[2]) and self._not_a_facility(table, row_number, row):
                    continue
                if header_key(as_text(key[2])) == FIELDS["number"][0]:
                    continue  # a header row repeated on every printed page
                if key not in known:
                    known[key] = self._begin(table, row_number, row)
                raw, last = known[key], key
                first = cells_of(raw.cells) if raw else None
            entry = entry_of(row)
            if not _filled(entry[0]):
                counts["without_filing"] += 1
                if "filing_name" in at and _filled(name := row[at["filing_name"]]):
                    self._problems.append(
                        table.problem(
                            "symbol_missing", row_number, "symbol", as_text(name)
                        )
                    )
            elif any(row[index] != "" for index in remarks):
                counts["remark"] += 1
                if raw:
                    raw.filings.setdefault(entry, row_number)
            else:
                counts["filing"] += 1
                if raw:
                    if entry in raw.plain:
                        counts["repeated_filing"] += 1
                    raw.plain.add(entry)
                    raw.filings.setdefault(entry, row_number)
            if raw and not raw.differs and cells_of(row) != first:
                self._tell_difference(table, raw, row_number, row)
        self._done += len(rows)

    def _begin(self, table: Table, row_number: int, row: list[object]) -> Raw | None:
        place = self._assembler.place(table, row_number, row)
        if place is None:
            at = table.indexes.get("address")
            address = as_text(row[at]) if at is not None else ""
            self._unread.append((table.sheet.name, row_number, address))
            return None
        if place not in self.found:
            self.found[place] = Raw(table, row_number, row, *place)
        return self.found[place]

    def _not_a_facility(self, table: Table, row_number: int, row: list[object]) -> bool:
        """Say whether a row without a number is blank, or a note between the rows."""
        filled = [as_text(value) for value in row if _filled(value)]
        if not filled:
            self.counts["blank"] += 1
            return True
        named = _filled(row[table.indexes["name"]]) or _filled(
            row[table.indexes["symbol"]]
        )
        if len(filled) <= 2 and not named:
            self._problems.append(
                table.problem("stray_row", row_number, value=filled[0])
            )
            return True
        return False

    def _tell_difference(
        self, table: Table, raw: Raw, row_number: int, row: list[object]
    ) -> None:
        raw.differs = True
        for name in REPEATED:
            index = table.indexes.get(name)
            first = raw.table.indexes.get(name)
            if (
                index is not None
                and first is not None
                and row[index] != raw.cells[first]
            ):
                self._problems.append(
                    table.problem(
                        "rows_differ",
                        row_number,
                        name,
                        as_text(row[index]),
                        other=raw.row,
                    )
                )


def _filled(value: object) -> bool:
    return value != "" and (not isinstance(value, str) or not value.isspace())


FORMAT = OfficialList()
