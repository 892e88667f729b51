"""Places, health centres and plans: a made-up corner of Hokkaido and of Niigata."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count

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

NAMES = {"01": "北海道", "13": "東京都", "15": "新潟県"}
PLAN_BEGINS = date(2024, 4, 1)
_numbers = count(1)


def prefecture(code: str = "01") -> Prefecture:
    """The prefecture of a code, made once."""
    made, _ = Prefecture.objects.get_or_create(
        code=code, defaults={"name": NAMES.get(code, f"{code}県")}
    )
    return made


def secondary_area(code: str = "0104", name: str = "札幌") -> SecondaryArea:
    made, _ = SecondaryArea.objects.get_or_create(
        code=code, defaults={"name": name, "prefecture": prefecture(code[:2])}
    )
    return made


def municipality(
    code: str | None = None,
    name: str | None = None,
    *,
    area: SecondaryArea | None = None,
    parent: Municipality | None = None,
    prefecture_code: str = "01",
    **more: object,
) -> Municipality:
    """A municipality; without a code it gets the next free one of the prefecture."""
    code = code or f"{prefecture_code}{700 + next(_numbers) % 300}"
    kind = Municipality.Kind.WARD if parent else Municipality.Kind.CITY
    made, _ = Municipality.objects.get_or_create(
        code=code,
        defaults={
            "name": name or f"試験{code}市",
            "kind": kind,
            "prefecture": prefecture(code[:2]),
            "secondary_area": area,
            "parent": parent,
            **more,
        },
    )
    return made


def population(
    where: Municipality,
    over75: int | None,
    *,
    year: int = 2025,
    kind: str = Population.Kind.RESIDENT,
    **more: object,
) -> Population:
    """People of a municipality; 65+ and 85+ follow from 75+ unless given."""
    known = over75 or 0
    counts = {"total": known * 6, "over65": known * 2, "over85": known // 3, **more}
    return Population.objects.create(
        municipality=where, year=year, kind=kind, over75=over75, **counts
    )


def health_centre(
    covers: Iterable[Municipality] = (),
    *,
    code: str | None = None,
    prefecture_code: str = "01",
) -> HealthCentre:
    code = code or f"HC{next(_numbers):04}"
    centre = HealthCentre.objects.create(
        code=code, name=f"{code}保健所", prefecture=prefecture(prefecture_code)
    )
    centre.municipalities.set(covers)
    return centre


def plan(
    zones: Mapping[str, Iterable[Municipality]],
    *,
    prefecture_code: str = "01",
    effective_from: date | None = PLAN_BEGINS,
    **more: object,
) -> PlanVersion:
    """A plan with its first version; ``zones`` maps zone names to their municipalities."""
    made = MedicalPlan.objects.create(
        prefecture=prefecture(prefecture_code),
        name=more.pop("name", "試験医療計画"),
        first_fiscal_year=more.pop("first_fiscal_year", 2024),
        last_fiscal_year=more.pop("last_fiscal_year", 2029),
        **more,
    )
    return version(made, zones, effective_from=effective_from)


def version(
    of: MedicalPlan,
    zones: Mapping[str, Iterable[Municipality]],
    *,
    effective_from: date | None = PLAN_BEGINS,
) -> PlanVersion:
    """The next version of a plan; zones of the same name are the same zones."""
    number = of.versions.count() + 1
    made = PlanVersion.objects.create(
        plan=of, number=number, name=f"第{number}版", effective_from=effective_from
    )
    for name, municipalities in zones.items():
        zone, _ = HomeCareZone.objects.get_or_create(
            plan=of, name=name, defaults={"code": f"Z{of.zones.count() + 1:02}"}
        )
        ZoneMembership.objects.bulk_create(
            ZoneMembership(version=made, zone=zone, municipality=one)
            for one in municipalities
        )
    return made


def zone(name: str) -> HomeCareZone:
    """The zone of a name, for tests that made a plan before."""
    return HomeCareZone.objects.get(name=name)


def put_on_the_map(where: Municipality) -> None:
    """Give a municipality's office a place, so that a schematic map can be drawn."""
    where.latitude, where.longitude = 43.0, int(where.pk) / 10
    where.save(update_fields=["latitude", "longitude"])
