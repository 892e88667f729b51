"""Words and marks for the list of facilities."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Subquery
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from accounts.lists.table import PICK
from facilities.classes import Standing, deciding
from facilities.collected import read_standing
from facilities.kinds import FacilityKind, Sector
from facilities.models import Facility, OfficialList
from facilities.panels import LIST_MARKS
from facilities.querysets import FacilityQuerySet
from facilities.tables import FUNCTION_NAMES, FacilityTable
from facilities.words import beds_words
from formats.dates import wareki, wareki_short
from zones.region import Place, Region

NONE = mark_safe('<span class="quiet">—</span>')
UNKNOWN_PLACE = Place("", "不明", None, "", None, "", None, "", "")
KIND_WORDS = dict(FacilityKind.choices)


@dataclass(slots=True)
class FacilityRow:
    """A facility on a day: the object, its place, and what stands on that day."""

    facility: Facility
    place: Place
    standing: list[Standing]
    said: frozenset[str]
    marks: dict[str, list[str]] = field(default_factory=dict)
    cells: str = ""
    head: tuple[str, str] = ("", "")
    box: str = ""

    @property
    def deciding(self) -> list[Standing]:
        return deciding(self.standing)

    @property
    def functions(self) -> frozenset[str]:
        """Functions that are provided, whatever proves it."""
        return self.said.union(*(f.functions for f in self.standing))


def facility_rows(
    ordered: FacilityQuerySet, start: int, stop: int, *, day: date, region: Region
) -> list[FacilityRow]:
    """The rows from ``start`` to before ``stop``, with all they show, in one query.

    The keys of the page are found first, inside the query, so that what a row shows is computed
    for the rows of the page only.
    """
    keys = ordered[start:stop].values("pk")
    lists = OfficialList.objects.filter(
        prefecture=OuterRef("prefecture"), sector=Sector.MEDICAL, as_of__lte=day
    )
    page = (
        ordered.filter(pk__in=keys)
        .with_standing(day)
        .annotate(
            listed_on=Subquery(lists.order_by("-as_of").values("as_of")[:1]),
            **{f"mark_{mark.name}": mark.gathered(day) for mark in LIST_MARKS.values()},
        )
        .defer("search_key", "other_symbols", "beds_by_type")
    )
    return [_row(facility, region) for facility in page]


def list_words(rows: Sequence[FacilityRow], day: date) -> str:
    """Which official list the rows rest on."""
    days = [row.facility.listed_on for row in rows if row.facility.listed_on]
    if days:
        return f"届出受理医療機関名簿　{wareki(max(days))}現在"
    return f"{wareki(day)}の名簿なし" if rows else ""


def _row(facility: Facility, region: Region) -> FacilityRow:
    return FacilityRow(
        facility=facility,
        place=region.places.get(facility.municipality_id or "", UNKNOWN_PLACE),
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
    pairs = ((" strong" if f.is_enhanced else "", f.shown) for f in filings)
    return format_html_join("", '<span class="tag{}">{}</span>', pairs) or NONE


def _starts(row: FacilityRow) -> SafeString | str:
    return wareki_short(row.deciding[0].starts_on) if row.deciding else NONE


def _confirmed(row: FacilityRow) -> SafeString | str:
    day = row.facility.last_confirmed_on
    return wareki_short(day) if day else NONE


CELLS: dict[str, Callable[[FacilityRow], SafeString | str]] = {
    "zone": lambda row: row.place.zone_name or NONE,
    "municipality": lambda row: row.place.name,
    "kind": lambda row: KIND_WORDS[row.facility.kind],
    "filing": lambda row: tags(row.deciding),
    "starts": _starts,
    "beds": lambda row: beds_words(row.facility) or NONE,
    "code": lambda row: row.facility.code,
    "phone": lambda row: row.facility.phone or NONE,
    "address": lambda row: row.facility.address or NONE,
    "confirmed": _confirmed,
}


def lay_out(table: FacilityTable, rows: list[FacilityRow]) -> list[FacilityRow]:
    """Fill the cells of the columns that the table shows, each with the opening of its tag."""
    columns = [
        (column.name, _opening(column), _cell(column.name))
        for column in table.columns
        if column.name not in (table.row_header, PICK)
    ]
    box = table.columns[PICK].column if PICK in table.columns.names() else None
    for row in rows:
        if box is not None:
            row.box = box.render(row.facility.pk, row.facility)
        address = reverse("facilities:detail", args=[row.facility.pk])
        row.head = (address, row.facility.shown_name)
        # Joined here: a loop over cells in the template costs more than the rest of the page.
        row.cells = format_html_join(
            "",
            "<td{}>{}</td>",
            ((opening, cell(row)) for _, opening, cell in columns),
        )
    return rows


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
    badges = {
        key: _part("facilities/_mark.html", mark=words)
        for key, words in LIST_MARKS[name].words.items()
    }

    def cell(row: FacilityRow) -> SafeString:
        shown = [(badges[key],) for key in row.marks[name] if key in badges]
        return format_html_join(" ", "{}", shown) or NONE

    return cell


def _part(template: str, **context: object) -> SafeString:
    return SafeString(render_to_string(template, context).strip())
