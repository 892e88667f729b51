"""What changed in a zone or a municipality in the last half-year, on its page: decisions, filings, closures."""

from datetime import date
from typing import Any

from django.urls import reverse

from facilities.models import Facility, Filing
from portal.changes import HALF_A_YEAR, Change, decisions
from zones.page import ZoneOnDay
from zones.panels import MUNICIPALITY_PAGE, WORK, ZONE_PAGE, Panel

MOST = 12


def register() -> None:
    for page in (ZONE_PAGE, MUNICIPALITY_PAGE):
        page.register(
            Panel(
                "changes",
                "この半年の変更",
                "portal/_zone_changes.html",
                zone_changes,
                order=90,
                where=WORK,
            )
        )


def zone_changes(subject: ZoneOnDay) -> dict[str, Any]:
    """Newest first; the half-year ends on the day that the page speaks of."""
    since, until = subject.day - HALF_A_YEAR, subject.day
    found = [
        change
        for change in decisions(subject.user, since, until)
        if subject.zone and subject.zone.pk in change.zones
    ]
    found += _registry(subject, since, until)
    found.sort(key=lambda c: (-c.day.toordinal(), c.kind, c.text))
    query = f"since={since.isoformat()}&until={until.isoformat()}"
    return {
        "items": [
            {"day": c.day, "text": c.text, "note": c.note, "url": c.url}
            for c in found[:MOST]
        ],
        "more": max(0, len(found) - MOST),
        "url": f"{reverse('portal:changes')}?{query}",
    }


def _registry(subject: ZoneOnDay, since: date, until: date) -> list[Change]:
    """Filings that make a class, one by one, and closed facilities of the zone."""
    codes = subject.codes
    mine = Facility.objects.visible_to(subject.user).filter(municipality__in=codes)
    rows = Filing.objects.of_class().select_related("kind", "facility")
    found = []
    for field, word in (("starts_on", "の届出"), ("ends_on", "の届出の終了")):
        within = rows.filter(
            facility__in=mine.values("pk"), **{f"{field}__range": (since, until)}
        )
        for filing in within.order_by(f"-{field}", "pk")[: MOST * 2]:
            found.append(
                Change(
                    getattr(filing, field),
                    "facility",
                    f"{filing.facility.shown_name}　{filing.kind}{word}",
                    url=filing.facility.get_absolute_url(),
                )
            )
    for facility in mine.filter(closed_on__range=(since, until)).order_by("code"):
        text = f"{facility.shown_name}を廃止"
        url = facility.get_absolute_url()
        found.append(Change(facility.closed_on, "facility", text, url=url))
    return found
