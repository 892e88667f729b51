"""The only writer of populations that come in as tables."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from accounts.models import User
from zones.models import Population

COUNTS = ("total", "over65", "over75", "over85", "source")
"""The fields that a table may write."""
Key = tuple[str, int, str]
"""Municipality, year, kind."""
BATCH = 1000


def populations_of(keys: Iterable[Key]) -> dict[Key, dict[str, Any]]:
    """The counts that stand, by key."""
    wanted = set(keys)
    rows = Population.objects.filter(
        municipality__in=sorted({code for code, _, _ in wanted}),
        year__in=sorted({year for _, year, _ in wanted}),
    ).values("municipality_id", "year", "kind", *COUNTS)
    found = {}
    for row in rows:
        key = row["municipality_id"], row["year"], row["kind"]
        if key in wanted:
            found[key] = {name: row[name] for name in COUNTS}
    return found


@transaction.atomic
def record_populations(
    rows: Mapping[Key, Mapping[str, Any] | None], reason: str, by: User | None
) -> None:
    """Set counts by municipality, year and kind; a row that is None is taken away.

    Fields that are not given stay. The upload that asks for it is on record, with the reason.
    """
    standing = populations_of(rows)
    made = [
        Population(
            municipality_id=code, year=year, kind=kind,
            **(standing.get((code, year, kind), {}) | dict(values)),
        )
        for (code, year, kind), values in rows.items()
        if values is not None
    ]  # fmt: skip
    Population.objects.bulk_create(
        made,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["municipality", "year", "kind"],
        update_fields=list(COUNTS),
    )
    for code, year, kind in sorted(
        key for key, values in rows.items() if values is None
    ):
        Population.objects.filter(municipality=code, year=year, kind=kind).delete()
