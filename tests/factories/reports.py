"""Editions whose files are there without typesetting anything."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from itertools import count

from django.utils import timezone

from reports.kinds import ISSUED, SIGNED, EditionStatus, ReportKind
from reports.models import Edition, EditionFile, EditionPage
from reports.snapshots import canonical
from tests.factories import people, places
from tests.reports.samples import progress

PDF = b"%PDF-1.7 a stand-in"
WORKBOOK = b"PK a stand-in"
PICTURE = b"\x89PNG a stand-in"
_numbers = count(1)
_MADE = {EditionStatus.DRAFT, *SIGNED}


def frozen(**changes: object) -> dict[str, str]:
    """The frozen data of the sample report with some values changed, and its checksum."""
    text = canonical.dumps(replace(progress(), **changes))
    return {
        "snapshot": text.decode("utf-8"),
        "sha256": hashlib.sha256(text).hexdigest(),
    }


def edition(
    prefecture_code: str = "01",
    *,
    status: str = EditionStatus.PUBLISHED,
    published_at: datetime | None = None,
    **more: object,
) -> Edition:
    """An edition in a state, frozen from the sample report."""
    made = Edition.objects.create(
        **{
            "kind": ReportKind.PROGRESS,
            "prefecture": places.prefecture(prefecture_code),
            "number": next(_numbers),
            "title": "在宅医療推進の取組 進捗報告書",
            "as_of": date(2025, 10, 1),
            "status": status if status not in SIGNED else EditionStatus.DRAFT,
        }
        | ({} if status == EditionStatus.PREPARING else frozen())
        | more,
    )
    if status in _MADE:
        for kind, content in (("pdf", PDF), ("xlsx", WORKBOOK)):
            EditionFile.objects.create(
                edition=made,
                kind=kind,
                content=content,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                pages=1 if kind == "pdf" else 0,
            )
        EditionPage.objects.create(edition=made, number=1, picture=PICTURE)
    if status in SIGNED:
        now = published_at or timezone.now()
        made.status, made.checked_at = status, now
        made.checked_by = people.official(prefecture_code)
        made.published_at = now if status in ISSUED else None
        made.superseded_at = now if status == EditionStatus.SUPERSEDED else None
        made.save()
    return made
