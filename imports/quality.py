"""What uploads add to the page of data quality: facilities that wait for a person to match them."""

from urllib.parse import urlencode

from django.urls import reverse

from formats.tables import Column
from imports.changes import PlannedChange
from imports.models import Upload
from indicators.quality import Check, register_check
from indicators.reach import Reach
from indicators.sheets import Cell

AMBIGUOUS = PlannedChange.Outcome.AMBIGUOUS.value
OPEN = (Upload.Status.READY, Upload.Status.HAS_ERRORS)


def pending_matches(reach: Reach) -> list[list[object]]:
    """Uploads with facilities that may be several of the registry."""
    uploads = Upload.objects.visible_to(reach.user).filter(
        prefecture=reach.prefecture.pk, status__in=OPEN
    )
    rows = uploads.select_related("health_centre").defer("effects", "columns")
    return [
        [
            Cell(row.file_name, url=_url(row)),
            str(row.health_centre or reach.prefecture),
            row.uploaded_at.date(),
            row.counts[AMBIGUOUS],
        ]
        for row in rows.order_by("-uploaded_at", "pk")
        if row.counts.get(AMBIGUOUS)
    ]


def _url(row: Upload) -> str:
    query = urlencode({"tab": AMBIGUOUS})
    return f"{reverse('imports:preview', args=[row.pk])}?{query}"


def register() -> None:
    register_check(
        Check(
            "matches",
            "照合を待っている取込",
            "名簿のどの機関に当たるかを選んでください。選ぶまで適用できません。",
            [
                Column("取込"),
                Column("取込者の担当"),
                Column("取込日", kind="date"),
                Column("照合を待つ機関", "機関", "integer"),
            ],
            pending_matches,
        )
    )
