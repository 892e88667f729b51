"""Loads places, populations and the demonstration plan from ``fixtures/``; safe to run again."""

from datetime import date
from pathlib import Path

from django.db import transaction

from formats.tabular import optional_date, optional_number, read_rows
from zones.models import (
    HealthCentre,
    HomeCareZone,
    MedicalPlan,
    Municipality,
    PlanVersion,
    Population,
    Prefecture,
    SecondaryArea,
    ZoneMembership,
)


@transaction.atomic
def load_reference(folder: Path) -> dict[str, int]:
    """Insert or update everything of this room; gives the number of rows by table."""
    counts = {
        "prefectures": _load_prefectures(folder),
        "secondary_areas": _load_secondary_areas(folder),
        "municipalities": _load_municipalities(folder),
        "populations": _load_populations(folder),
        "health_centres": _load_health_centres(folder),
        "zones": _load_plans(folder),
    }
    return counts


def _upsert(model: type, rows: list, unique: list[str], update: list[str]) -> int:
    model.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=unique, update_fields=update
    )
    return len(rows)


def _load_prefectures(folder: Path) -> int:
    rows = [
        Prefecture(
            code=r["code"],
            name=r["name"],
            kana=r["kana"],
            latitude=optional_number(r["latitude"], float),
            longitude=optional_number(r["longitude"], float),
        )
        for r in read_rows(folder / "prefectures.csv")
    ]
    return _upsert(
        Prefecture, rows, ["code"], ["name", "kana", "latitude", "longitude"]
    )


def _load_secondary_areas(folder: Path) -> int:
    rows = [
        SecondaryArea(
            code=r["code"],
            name=r["name"],
            kana=r["kana"],
            prefecture_id=r["prefecture"],
        )
        for r in read_rows(folder / "secondary_areas.csv")
    ]
    return _upsert(SecondaryArea, rows, ["code"], ["name", "kana"])


def _load_municipalities(folder: Path) -> int:
    rows = [
        Municipality(
            code=r["code"],
            name=r["name"],
            kana=r["kana"],
            county=r["county"],
            kind=r["kind"],
            prefecture_id=r["prefecture"],
            parent_id=r["parent"] or None,
            secondary_area_id=r["secondary_area"] or None,
            latitude=optional_number(r["latitude"], float),
            longitude=optional_number(r["longitude"], float),
            northern_territory=r["northern_territory"] == "1",
            valid_from=optional_date(r["valid_from"]),
            valid_until=optional_date(r["valid_until"]),
        )
        for r in read_rows(folder / "municipalities.csv")
    ]
    # Cities before their wards, which point at them.
    rows.sort(key=lambda m: (m.parent_id is not None, m.code))
    update = ["name", "kana", "county", "kind", "parent", "secondary_area", "latitude"]
    update += ["longitude", "northern_territory", "valid_from", "valid_until"]
    return _upsert(Municipality, rows, ["code"], update)


def _load_populations(folder: Path) -> int:
    counts = ("total", "over65", "over75", "over85")
    rows = [
        Population(
            municipality_id=r["municipality"],
            year=int(r["year"]),
            kind=r["kind"],
            source=r["source"],
            **{name: optional_number(r[name], int) for name in counts},
        )
        for r in read_rows(folder / "populations.csv")
    ]
    unique = ["municipality", "kind", "year"]
    return _upsert(Population, rows, unique, [*counts, "source"])


def _load_health_centres(folder: Path) -> int:
    loaded = 0
    for r in read_rows(folder / "health_centres.csv"):
        centre, _ = HealthCentre.objects.update_or_create(
            code=r["code"],
            defaults={
                "name": r["name"],
                "kind": r["kind"],
                "prefecture_id": r["prefecture"],
                "fictional": r["demonstration"] == "1",
            },
        )
        covered = Municipality.objects.filter(secondary_area=r["secondary_area"])
        centre.municipalities.set(covered)
        loaded += 1
    return loaded


def _load_plans(folder: Path) -> int:
    """Only where the prefecture has no such plan yet: later edits of officials stay."""
    zones = read_rows(folder / "home_care_zones.csv")
    members = read_rows(folder / "home_care_zone_members.csv")
    for r in read_rows(folder / "medical_plans.csv"):
        plan, created = MedicalPlan.objects.get_or_create(
            prefecture_id=r["prefecture"],
            first_fiscal_year=int(r["first_fiscal_year"]),
            defaults={
                "name": r["name"],
                "last_fiscal_year": int(r["last_fiscal_year"]),
                "hubs_per_zone": r["hubs_per_zone"],
                "non_medical_active": r["non_medical_active"] == "1",
                "places_wards": r["places_wards"] == "1",
                "demonstration": r["demonstration"] == "1",
            },
        )
        if not created:
            continue
        version = PlanVersion.objects.create(
            plan=plan,
            number=int(r["version"]),
            name=f"第{r['version']}版",
            effective_from=date.fromisoformat(r["version_valid_from"]),
        )
        made = {
            z["code"]: HomeCareZone.objects.create(
                plan=plan,
                code=z["code"],
                name=z["name"],
                kana=z["kana"],
                basis=z["basis"],
                demonstration=z["demonstration"] == "1",
            )
            for z in zones
            if z["plan"] == r["code"]
        }
        ZoneMembership.objects.bulk_create(
            ZoneMembership(
                version=version, zone=made[m["zone"]], municipality_id=m["municipality"]
            )
            for m in members
            if m["zone"] in made
        )
    return len(zones)
