"""Words and marks for the list of facilities."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import F, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.lists.cells import badge
from accounts.lists.table import PICK
from facilities.classes import Standing, deciding
from facilities.collected import (
    read_standing,
    standing_filings,
    standing_provisions,
)
from facilities.kinds import FacilityKind, Sector
from facilities.models import Facility, OfficialList
from facilities.panels import LIST_MARKS
from facilities.querysets import FacilityQuerySet
from facilities.tables import FUNCTION_NAMES, FacilityTable
from facilities.words import beds_words
from formats.dates import wareki, wareki_short
from zones.querysets import zone_words

NONE = mark_safe('<span class="quiet">—</span>')
UNKNOWN_PLACE = "不明"
# What the list shows of a facility itself; the rest is long.
SHOWN = (
    "name",
    "corrected_name",
    "kind",
    "beds",
    "beds_state",
    "code",
    "phone",
    "address",
    "last_confirmed_on",
)
KIND_WORDS = dict(FacilityKind.choices)


@dataclass(slots=True)
class FacilityRow:
    """A facility on a day: the object, its place in words, and what stands on that day."""

    facility: Facility
    town: str
    zone: str
    standing: list[Standing]
    said: frozenset[str]
    marks: dict[str, list[str]] = field(default_factory=dict)

    @property
    def deciding(self) -> list[Standing]:
        return deciding(self.standing)

    @property
    def functions(self) -> frozenset[str]:
        """Functions that are provided, whatever proves it."""
        return self.said.union(*(f.functions for f in self.standing))


def facility_rows(
    ordered: FacilityQuerySet, *, day: date, keys: FacilityQuerySet | None = None
) -> list[FacilityRow]:
    """The rows, or those that ``keys`` finds, with all they show, in one query.

    The keys of a page are found first, inside the query, so that what a row shows is computed
    for the rows of the page only.
    """
    wanted = ordered if keys is None else ordered.filter(pk__in=keys)
    page = wanted.annotate(**_what_rows_show(day))
    return [_row(facility) for facility in page.only(*SHOWN)]


# Kept by day, since to put them together costs as much as to read a page.
@lru_cache(maxsize=8)
def _what_rows_show(day: date) -> dict[str, Combinable]:
    lists = OfficialList.objects.filter(
        prefecture=OuterRef("prefecture"), sector=Sector.MEDICAL, as_of__lte=day
    )
    return {
        "filings_on_day": standing_filings(day),
        "provisions_on_day": standing_provisions(day),
        "town": F("municipality__name"),
        "zone_on_day": zone_words("municipality", day),
        "listed_on": Subquery(lists.order_by("-as_of").values("as_of")[:1]),
        **{f"mark_{mark.name}": mark.gathered(day) for mark in LIST_MARKS.values()},
    }


def list_words(rows: Sequence[FacilityRow], day: date) -> str:
    """Which official list the rows rest on."""
    days = [row.facility.listed_on for row in rows if row.facility.listed_on]
    if days:
        return f"届出受理医療機関名簿　{wareki(max(days))}現在"
    return f"{wareki(day)}の名簿なし" if rows else ""


def _row(facility: Facility) -> FacilityRow:
    return FacilityRow(
        facility=facility,
        town=facility.town or UNKNOWN_PLACE,
        zone=facility.zone_on_day["name"] if facility.zone_on_day else "",
        standing=read_standing(facility.filings_on_day),
        said=frozenset(p["function"] for p in facility.provisions_on_day or ()),
        marks={
            name: sorted(set(getattr(facility, f"mark_{name}") or ()))
            for name in LIST_MARKS
        },
    )


# --- Cells --------------------------------------------------------------------------------
def tags(filings: Sequence[Standing]) -> SafeString:
    """Symbols as tags; 機能強化型 stands out."""
    return SafeString("".join(_tag(f.is_enhanced, f.shown) for f in filings)) or NONE


@lru_cache(maxsize=256)
def _tag(strong: bool, shown: str) -> SafeString:
    css = " strong" if strong else ""
    return format_html('<span class="tag{}">{}</span>', css, shown)


def _starts(row: FacilityRow) -> SafeString | str:
    return wareki_short(row.deciding[0].starts_on) if row.deciding else NONE


def _confirmed(row: FacilityRow) -> SafeString | str:
    day = row.facility.last_confirmed_on
    return wareki_short(day) if day else NONE


CELLS: dict[str, Callable[[FacilityRow], SafeString | str]] = {
    "zone": lambda row: row.zone or NONE,
    "municipality": lambda row: row.town,
    "kind": lambda row: KIND_WORDS[row.facility.kind],
    "filing": lambda row: tags(row.deciding),
    "starts": _starts,
    "beds": lambda row: beds_words(row.facility) or NONE,
    "code": lambda row: row.facility.code,
    "phone": lambda row: row.facility.phone or NONE,
    "address": lambda row: row.facility.address or NONE,
    "confirmed": _confirmed,
}


def lay_out(table: FacilityTable, rows: list[FacilityRow]) -> SafeString:
    """The rows of the table. Joined here: a template costs more for it than all else of the page."""
    columns = [
        (_opening(column), _cell(column.name))
        for column in table.columns
        if column.name not in (table.row_header, PICK)
    ]
    box = table.columns[PICK].column if PICK in table.columns.names() else None
    before, after = reverse("facilities:detail", args=[0]).split("0")
    lines = []
    for row in rows:
        facility = row.facility
        tick = box.render(facility.pk, facility) if box is not None else ""
        lines.append(
            f'<tr><td data-label="選ぶ" class="pick">{tick}</td>' if tick else "<tr>"
        )
        link = f"{before}{facility.pk}{after}"
        name = escape(facility.shown_name)
        lines.append(f'<th scope="row" class="wide"><a href="{link}">{name}</a></th>')
        lines += [
            f"<td{opening}>{conditional_escape(cell(row))}</td>"
            for opening, cell in columns
        ]
        lines.append("</tr>\n")
    return SafeString("".join(lines))


def _opening(column: object) -> SafeString:
    css = column.column.attrs.get("cell", {}).get("class", "")
    label = FUNCTION_NAMES.get(column.name, column.header)
    if css:
        return format_html(' data-label="{}" class="{}"', label, css)
    return format_html(' data-label="{}"', label)


def _cell(name: str) -> Callable[[FacilityRow], SafeString | str]:
    if name in CELLS:
        return CELLS[name]
    if name in LIST_MARKS:
        return _mark_cell(name)
    yes = _part("facilities/_yes.html")
    return lambda row: yes if name in row.functions else NONE


def _mark_cell(name: str) -> Callable[[FacilityRow], SafeString | str]:
    badges = {key: badge(words) for key, words in LIST_MARKS[name].words.items()}

    def cell(row: FacilityRow) -> SafeString:
        shown = [(badges[key],) for key in row.marks[name] if key in badges]
        return format_html_join(" ", "{}", shown) or NONE

    return cell


@lru_cache(maxsize=8)
def _part(template: str) -> SafeString:
    return SafeString(render_to_string(template).strip())
