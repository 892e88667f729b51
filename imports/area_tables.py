"""Rows of tables by municipality, placed and checked against the region: only officials write them."""

from collections.abc import Iterable, Iterator

from formats.dates import fiscal_year_label
from imports.columns import Column
from imports.comparing import Comparison
from imports.formats import Planning
from imports.keyed_rows import Keyed, Store, plan_keyed
from imports.listing import Listing, Record
from imports.messages import Problem
from imports.partial import Cells
from zones.models import Municipality, Population


def placed(
    listing: Listing, planning: Planning, cells: Cells, problems: list[Problem]
) -> Iterator[tuple[Record, Municipality]]:
    """Rows with their municipality; what is not of a prefecture held as a whole is an error."""
    named = {r.values["municipality_id"] for r in listing.records} - {None}
    known = Municipality.objects.select_related("prefecture").in_bulk(sorted(named))
    for record in listing.records:
        code = record.values["municipality_id"]
        if code is None:
            continue
        if not planning.region.holds(code[:2], None):
            problems.append(
                cells.problem("place_not_theirs", record, "municipality_id")
            )
        elif code not in known:
            problems.append(
                cells.problem("place_unknown", record, "municipality_id", value=code)
            )
        else:
            yield record, known[code]


def plan_population(
    listing: Listing, planning: Planning, columns: Iterable[Column], store: Store
) -> Comparison:
    """Counts of a municipality, year and kind; an empty cell leaves what stands."""
    cells = Cells(listing, {one.name: one.heading for one in columns})
    problems = list(listing.problems)
    rows = []
    for record, place in placed(listing, planning, cells, problems):
        values = record.values
        year, kind = values["year"], values["kind"]
        if year is None or kind is None:
            continue
        counts = ("total", "over65", "over75", "over85", "source")
        said = {n: values[n] for n in counts if values.get(n) is not None}
        label = Population.Kind(kind).label
        rows.append(
            Keyed(
                key=(place.pk, year, kind),
                code=place.pk,
                name=f"{place.full_name}　{year}年　{label}",
                municipality=place.pk,
                prefecture=place.prefecture_id,
                values=said,
                record=record,
            )
        )
    return plan_keyed(rows, store, planning, problems, cells)


def plan_additional_demand(
    listing: Listing, planning: Planning, columns: Iterable[Column], store: Store
) -> Comparison:
    """Both parts of a municipality and fiscal year; a row without a number leaves what stands."""
    cells = Cells(listing, {one.name: one.heading for one in columns})
    problems = list(listing.problems)
    rows = []
    for record, place in placed(listing, planning, cells, problems):
        values = record.values
        year, parts = values["year"], (values["home_care"], values["care_insurance"])
        if year is None or (parts == (None, None) and not record.wrong):
            continue
        names = ("home_care", "care_insurance", "source")
        rows.append(
            Keyed(
                key=(place.pk, year),
                code=place.pk,
                name=f"{place.full_name}　{fiscal_year_label(year)}",
                municipality=place.pk,
                prefecture=place.prefecture_id,
                values={n: values[n] for n in names if values.get(n) is not None},
                record=record,
            )
        )
    return plan_keyed(rows, store, planning, problems, cells)
