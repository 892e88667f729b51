"""Editions whose files are there without typesetting anything."""

import hashlib
from datetime import date
from itertools import count

from django.utils import timezone

from reports.kinds import EditionStatus, ReportKind
from reports.models import Edition, EditionFile
from reports.snapshots import canonical
from tests.factories import places
from tests.reports.samples import progress

PDF = b"%PDF-1.7 a stand-in"
_numbers = count(1)


def edition(
    prefecture_code: str = "01",
    *,
    status: str = EditionStatus.PUBLISHED,
    **more: object,
) -> Edition:
    """An edition in a state, frozen from the sample report."""
    text = canonical.dumps(progress())
    is_published = status == EditionStatus.PUBLISHED
    made = Edition.objects.create(
        kind=ReportKind.PROGRESS,
        prefecture=places.prefecture(prefecture_code),
        number=next(_numbers),
        title="在宅医療推進の取組 進捗報告書",
        as_of=date(2025, 10, 1),
        snapshot=text.decode("utf-8"),
        sha256=hashlib.sha256(text).hexdigest(),
        status=status,
        published_at=timezone.now() if is_published else None,
        **more,
    )
    if status in {EditionStatus.PUBLISHED, EditionStatus.DRAFT}:
        EditionFile.objects.create(
            edition=made,
            kind=EditionFile.Kind.PDF,
            content=PDF,
            size=len(PDF),
            sha256=hashlib.sha256(PDF).hexdigest(),
            pages=1,
        )
    return made
