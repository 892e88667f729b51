"""Indicator values by municipality: the indicator found in the plan in force, its rules asked."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from formats.dates import fiscal_year_label
from formats.text import search_key
from imports.area_tables import placed
from imports.columns import Column
from imports.comparing import Comparison
from imports.formats import Planning
from imports.keyed_rows import Keyed, Store, plan_keyed
from imports.listing import Listing, Record
from imports.partial import Cells
from imports.values import nearest_words
from indicators import rules
from indicators.actions.tables import plain
from indicators.actions.values import is_small
from indicators.kinds import AreaKind
from indicators.models import Indicator
from zones.models import PlanVersion


def plan_values(
    listing: Listing, planning: Planning, columns: Iterable[Column], store: Store
) -> Comparison:
    """Values of a municipality, fiscal year and indicator of the plan in force today."""
    cells = Cells(listing, {one.name: one.heading for one in columns})
    problems = list(listing.problems)
    catalogue = _Catalogue(planning)
    rows = []
    for record, place in placed(listing, planning, cells, problems):
        written, year = record.values["indicator"], record.values["year"]
        if written is None or year is None:
            continue
        known = catalogue.of(place.prefecture_id)
        if known is None:
            words = {"value": place.prefecture.name}
            problems.append(
                cells.problem("no_plan", record, "municipality_id", **words)
            )
            continue
        indicator = known.get(search_key(written))
        if indicator is None:
            near = nearest_words(written, [one.name for one in known.values()])
            problems.append(
                cells.problem(
                    "indicator_unknown",
                    record,
                    "indicator",
                    value=written,
                    nearest=near,
                )
            )
            continue
        if indicator.is_computed:
            code = "indicator_computed"
            problems.append(cells.problem(code, record, "indicator", value=written))
            continue
        said, refused = _said(record, indicator)
        problems += [
            cells.problem("value_refused", record, "value", reason=reason)
            for reason in refused
        ]
        if refused:
            continue
        rows.append(
            Keyed(
                key=(indicator.pk, place.pk, year),
                code=place.pk,
                name=f"{place.full_name}　{fiscal_year_label(year)}　{indicator.name}",
                municipality=place.pk,
                prefecture=place.prefecture_id,
                values=said,
                record=record,
            )
        )
    return plan_keyed(rows, store, planning, problems, cells)


class _Catalogue:
    """Indicators by code and by name, of the version in force in each prefecture."""

    def __init__(self, planning: Planning) -> None:
        self._day = planning.today
        self._known: dict[str, dict[str, Indicator] | None] = {}

    def of(self, prefecture: str) -> dict[str, Indicator] | None:
        if prefecture not in self._known:
            version = PlanVersion.objects.for_prefecture(prefecture, self._day)
            self._known[prefecture] = version and self._read(version)
        return self._known[prefecture]

    def _read(self, version: PlanVersion) -> dict[str, Indicator]:
        found = list(version.indicators.in_use().order_by("order", "code"))
        names = {search_key(one.name): one for one in reversed(found)}
        return names | {search_key(one.code): one for one in found}


def _said(record: Record, indicator: Indicator) -> tuple[dict[str, Any], list[str]]:
    """The plain values of a row, and which rules refuse them."""
    values = record.values
    stated = values["value"] or {"value": None, "small_count": False}
    number, numerator, denominator = (
        Decimal(one) if one is not None else None
        for one in (stated["value"], values.get("numerator"), values.get("denominator"))
    )
    refused = (
        rules.i2_share_is_per_cent(number, indicator.value_kind)
        + rules.i3_numerator_fits(numerator, denominator)
        + rules.i4_area_is_large_enough(
            AreaKind.MUNICIPALITY.value, indicator.smallest_area
        )
    )
    small = stated["small_count"] or is_small(indicator, number, numerator)
    said: dict[str, Any] = {"value": plain(number), "small_count": small}
    if numerator is not None:
        said["numerator"] = plain(numerator)
    if denominator is not None:
        said["denominator"] = plain(denominator)
    said |= {name: values[name] for name in ("source", "note") if values.get(name)}
    return said, [] if record.wrong else refused
