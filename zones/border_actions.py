"""The only writer of borders: a file replaces those of the municipalities that it holds."""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from formats.borders import load_borders, simplify
from zones.borders import Border, rows_of
from zones.models import Municipality

# About a hundred metres in Hokkaido: far below what a page or a sheet of A4 can show.
TOLERANCE = 0.001


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file held. ``unknown`` are codes of municipalities that the portal does not have."""

    municipalities: int
    prefectures: list[str]
    unknown: list[str]


@transaction.atomic
def replace_borders(*, data: bytes, name: str, by: User | None) -> Loaded:
    """Store the borders of a GeoJSON or TopoJSON file of N03, made light for drawing.

    Raises ``formats.borders.NotBorders`` with words for the sender.
    """
    found = load_borders(data)
    known = set(
        Municipality.objects.filter(pk__in=sorted(found)).values_list("pk", flat=True)
    )
    shapes = simplify({c: s for c, s in found.items() if c in known}, TOLERANCE)
    digest = hashlib.sha256(data).hexdigest()[:16]
    Border.objects.filter(pk__in=sorted(known)).delete()
    Border.objects.bulk_create(rows_of(shapes, digest=digest, source=name[:200]))
    loaded = Loaded(
        len(shapes), sorted({code[:2] for code in known}), sorted(set(found) - known)
    )
    record(
        "replace_borders",
        by=by,
        detail={
            "file": name,
            "sha256": digest,
            "municipalities": loaded.municipalities,
            "prefectures": loaded.prefectures,
        },
    )
    return loaded
