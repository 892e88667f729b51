"""From the cells of a facility to a `ListedFacility`, saying everything that is odd on the way."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from formats.codes import check_digit_ok, medical_code, postal_code
from formats.dates import DateError, parse_date
from formats.text import private_use
from imports.cells import as_text
from imports.classing import class_that_counts, facility_kind
from imports.listing import ListedFacility, ListedFiling, SymbolKind
from imports.messages import Problem
from imports.normalise import (
    Beds,
    Number,
    beds_of,
    institution_number,
    phone_plausible,
    prefecture_code,
    sector_of,
    symbol_key,
)
from imports.tables import Table

UNKNOWN_BEDS = Beds("unknown")

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(slots=True)
class Raw:
    """The rows of one facility, still as written. `filings` maps (symbol, number, start) to the row."""

    table: Table
    row: int
    cells: list[object]
    prefecture: str
    sector: str
    number: str
    filings: dict[tuple[object, object, object], int] = field(default_factory=dict)
    plain: set[tuple[object, object, object]] = field(default_factory=set)
    differs: bool = False

    def text(self, name: str) -> str:
        index = self.table.indexes.get(name)
        return _CONTROL.sub("", as_text(self.cells[index])) if index is not None else ""


class Assembler:
    """Makes facilities of one listing; `problems` grows as it does.

    `kinds` is the code table on the day of the list; `latest` the last possible day of a start.
    """

    def __init__(
        self, kinds: dict[str, SymbolKind], latest: date | None, problems: list[Problem]
    ):
        self._kinds = kinds
        self._latest = latest
        self._problems = problems
        self._days: dict[object, date | DateError | None] = {"": None}
        self._symbols: dict[object, str] = {}

    def place(
        self, table: Table, row: int, cells: list[object]
    ) -> tuple[str, str, str] | None:
        """Return (prefecture, sector, number) of a row, or None where it names no facility."""

        def written(name: str) -> str:
            index = table.indexes.get(name)
            return as_text(cells[index]) if index is not None else ""

        number = institution_number(written("number"))
        if number is None:
            blank = not written("number").strip()
            code = "number_missing" if blank else "number_invalid"
            self._say(table.problem(code, row, "number", written("number")))
            return None
        prefecture = self._prefecture(table, row, written, number)
        sector = sector_of(written("sector")) or number.sector
        if not sector:
            self._say(table.problem("sector_invalid", row, "sector", written("sector")))
        if not sector or not prefecture:
            return None
        if number.zeros_restored:
            self._say(
                table.problem(
                    "number_zeros_restored",
                    row,
                    "number",
                    written("number"),
                    read=number.digits,
                )
            )
        if not check_digit_ok(prefecture, sector, number.digits):
            self._say(
                table.problem("number_check_digit", row, "number", written("number"))
            )
        return prefecture, sector, number.digits

    def _prefecture(
        self, table: Table, row: int, written, number: Number
    ) -> str | None:
        code, name = written("prefecture_code"), written("prefecture_name")
        found, named = prefecture_code(code), prefecture_code(name)
        if code.strip() and found is None:
            self._say(table.problem("prefecture_invalid", row, "prefecture_code", code))
            return None
        prefecture = found or named or number.prefecture
        if not prefecture:
            at = (
                "prefecture_code"
                if "prefecture_code" in table.indexes
                else "prefecture_name"
            )
            self._say(table.problem("prefecture_invalid", row, at, name or code))
            return None
        if found and named and found != named:
            self._say(
                table.problem(
                    "prefecture_differs", row, "prefecture_code", code, other=name
                )
            )
        return prefecture

    def facility(self, raw: Raw) -> ListedFacility | None:
        """Return the facility, or None where it has no name; odd things become problems."""
        name = raw.text("name")
        if not name.strip():
            self._odd("name_missing", raw, "name")
            return None
        address = raw.text("address")
        for at, text in (("name", name), ("address", address)):
            if private_use(text):
                self._odd("private_use", raw, at, text)
        if not address.strip():
            self._odd("address_missing", raw, "address")
        beds = self._beds(raw)
        filings, others = self._filings(raw)
        classes, class_symbol = self._classes(raw, filings)
        symbols = {one.symbol for one in filings} | set(others)
        return ListedFacility(
            prefecture=raw.prefecture,
            sector=raw.sector,
            number=raw.number,
            code=str(medical_code(raw.prefecture, raw.sector, raw.number)),
            kind=facility_kind(raw.sector, raw.text("type"), classes, beds, symbols),
            name=name,
            postal_code=self._postal_code(raw),
            address=address,
            phone=self._phone(raw),
            fax=raw.text("fax").strip(),
            beds=beds,
            filings=filings,
            other_symbols=others,
            classes=classes,
            class_symbol=class_symbol,
            sheet=raw.table.sheet.name,
            row=raw.row,
        )

    def _say(self, problem: Problem) -> None:
        self._problems.append(problem)

    def _odd(
        self, code: str, raw: Raw, at: str, value: str = "", **words: str | int
    ) -> None:
        self._say(raw.table.problem(code, raw.row, at, value, **words))

    def _postal_code(self, raw: Raw) -> str:
        written = raw.text("postal_code").strip()
        found = postal_code(written)
        if written and found is None:
            self._odd("postal_code_odd", raw, "postal_code", written)
        return found or written[:8]

    def _phone(self, raw: Raw) -> str:
        written = raw.text("phone").strip()
        if written and not phone_plausible(written):
            self._odd("phone_odd", raw, "phone", written)
        return written

    def _beds(self, raw: Raw) -> Beds:
        written = raw.text("beds")
        found = beds_of(written)
        if found is None:
            self._odd("beds_unreadable", raw, "beds", written)
            return UNKNOWN_BEDS
        if found.state in ("unknown", "partly"):
            self._odd("beds_without_number", raw, "beds", written)
        return found

    def _filings(self, raw: Raw) -> tuple[tuple[ListedFiling, ...], tuple[str, ...]]:
        tracked: dict[tuple[str, str, date | None], ListedFiling] = {}
        others: set[str] = set()
        rows = raw.table.sheet.rows
        name_at = raw.table.indexes.get("filing_name")
        for (written, number, start), row in raw.filings.items():
            symbol = self._symbols.get(written)
            if symbol is None:
                symbol = self._symbols[written] = symbol_key(as_text(written))
            starts_on = self._starts_on(raw, row, start, written)
            kind = self._kinds.get(symbol)
            if kind is None or not kind.tracked:
                others.add(symbol)
                continue
            key = (symbol, as_text(number).strip(), starts_on)
            if key not in tracked:
                name = as_text(rows[row - 1][name_at]) if name_at is not None else ""
                tracked[key] = ListedFiling(
                    symbol, as_text(written).strip(), name, key[1], starts_on, row
                )
        return tuple(tracked.values()), tuple(sorted(others))

    def _starts_on(
        self, raw: Raw, row: int, start: object, symbol: object
    ) -> date | None:
        if start not in self._days:
            try:
                self._days[start] = parse_date(
                    start, latest=self._latest, excel_serial=True
                )
            except DateError as error:
                self._days[start] = error
        known = self._days[start]
        if isinstance(known, DateError):
            reason = {"reason": str(known), "symbol": as_text(symbol)}
            self._say(
                raw.table.problem(
                    "start_unreadable", row, "start", as_text(start), **reason
                )
            )
            return None
        if known is None:
            self._say(
                raw.table.problem("start_missing", row, "start", symbol=as_text(symbol))
            )
        return known

    def _classes(
        self, raw: Raw, filings: tuple[ListedFiling, ...]
    ) -> tuple[tuple[str, ...], str]:
        classes = {self._kinds[one.symbol].facility_class for one in filings} - {""}
        counted = [one for one in filings if self._kinds[one.symbol].enhancement]
        printed = {one.symbol: one.printed for one in counted}
        chosen = class_that_counts(counted, self._kinds)
        if len(printed) > 1:
            both = "・".join(printed[symbol] for symbol in sorted(printed))
            self._say(
                raw.table.problem(
                    "two_classes", raw.row, "symbol", both, read=printed[chosen]
                )
            )
        if len(counted) > len(printed):
            times = Counter(one.symbol for one in counted)
            twice = "・".join(printed[one] for one in sorted(printed) if times[one] > 1)
            self._say(raw.table.problem("same_class_twice", raw.row, "symbol", twice))
        return tuple(sorted(classes)), chosen
