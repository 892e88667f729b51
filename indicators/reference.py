"""Loads the indicator catalogue, the caveats and the demand forecast from ``fixtures/``.

Safe to run again: what an official changed in a catalogue stays as it is.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from formats.tabular import read_rows
from indicators.actions.catalogue import EDITABLE
from indicators.models import Caveat, Indicator, VisitDemand
from indicators.reference_logic import load_logic
from zones.models import PlanVersion, Prefecture


@transaction.atomic
def load_reference(folder: Path, *, on: date | None = None) -> dict[str, int]:
    """Insert what is missing; gives the number of rows by table.

    The catalogue goes into the first version of each plan that has none yet, or, with ``on``,
    into the version in force that day.
    """
    titles = {r["key"]: r["title"] for r in read_rows(folder / "sources.csv")}
    return {
        "caveats": _load_caveats(folder),
        "indicators": sum(_load_catalogue(folder, v, titles) for v in _versions(on)),
        "logic_items": sum(load_logic(folder, v) for v in _versions(on)),
        "visit_demand": _load_demand(folder, titles),
    }


def _named(sources: str, titles: dict[str, str]) -> str:
    """Keys of ``sources.csv`` joined by ``|`` as titles that a page can show."""
    keys = [key for key in sources.split("|") if key]
    return "、".join(titles.get(key, key) for key in keys)[:200]


def _versions(on: date | None) -> list[PlanVersion]:
    versions = PlanVersion.objects.select_related("plan")
    if on is not None:
        return list(versions.in_force_on(on).order_by("pk"))
    return list(versions.filter(number=1).order_by("pk"))


def _load_caveats(folder: Path) -> int:
    rows = [
        Caveat(
            code=r["caveat_code"],
            data_source=r["data_source"],
            applies_to=r["applies_to"],
            text=r["caveat"],
            effect=r["effect"],
            as_of=r["as_of"],
            source=r["source"],
            doubt=r["doubt"],
        )
        for r in read_rows(folder / "data_caveats.csv")
    ]
    fields = ["data_source", "applies_to", "text", "effect", "as_of", "source", "doubt"]
    Caveat.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )
    return len(rows)


# What the file holds just as the catalogue does.
COPIED = [name for name in EDITABLE if name not in {"caveats", "source", "order"}]


def _load_catalogue(folder: Path, version: PlanVersion, titles: dict[str, str]) -> int:
    if version.indicators.exists():
        return 0
    rows = [
        Indicator(
            version=version,
            code=r["code"],
            order=int(r["order"]),
            caveats=[code for code in r["caveats"].split("|") if code],
            required_national_target=r["required_national_target"] == "1",
            source=_named(r["source"], titles),
            **{name: r[name] for name in COPIED},
        )
        for r in read_rows(folder / "indicators.csv")
    ]
    # No row history: the first state of the catalogue is the file itself.
    return len(Indicator.objects.bulk_create(rows))


def _load_demand(folder: Path, titles: dict[str, str]) -> int:
    known = set(Prefecture.objects.values_list("pk", flat=True))
    rows = [
        VisitDemand(
            prefecture_id=r["prefecture"],
            area_code=r["area"],
            area_name=r["area_name"],
            fiscal_year=int(r["fiscal_year"]),
            kind=r["kind"],
            visits_per_month=Decimal(r["visits_per_month"]),
            source=_named(r["source"], titles),
        )
        for r in read_rows(folder / "home_visit_demand.csv")
        if r["prefecture"] in known
    ]
    VisitDemand.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["area_code", "fiscal_year"],
        update_fields=["area_name", "kind", "visits_per_month", "source", "prefecture"],
        batch_size=500,
    )
    return len(rows)
