"""What this room adds to the drafts of zones: their copy of the catalogue, and their figures."""

from functools import partial
from typing import Any

from django.urls import reverse

from accounts.models import User
from indicators.actions import copy_catalogue
from indicators.presenters.drafts import Comparison
from indicators.presenters.maps import zones_map
from indicators.reach import Reach
from zones.days import AskedDay
from zones.models import PlanVersion
from zones.panels import VERSION_PAGE, PageSubject, Panel
from zones.signals import version_drafted


def register() -> None:
    VERSION_PAGE.register(
        Panel("map", "地図", "indicators/_version_map.html", of_map, 10, "map")
    )
    VERSION_PAGE.register(
        Panel("draft", "この案の数字", "indicators/_draft_panel.html", of_draft, 20)
    )
    version_drafted.connect(copied, dispatch_uid="indicators.drafts.copied")


def copied(
    sender: type, source: PlanVersion, draft: PlanVersion, by: User | None, **_: Any
) -> None:
    copy_catalogue(source=source, target=draft, by=by)


def reach_of_version(subject: PageSubject) -> Reach:
    version: PlanVersion = subject.thing
    asked = AskedDay(subject.day, "")
    return Reach(subject.user, version.plan.prefecture, asked, version)


def of_map(subject: PageSubject) -> dict[str, Any] | None:
    """The municipalities of a version in their zones; one that is pressed is ticked in the list."""
    reach = subject.once("reach", partial(reach_of_version, subject))
    zones = dict(subject.thing.plan.zones.order_by("code").values_list("code", "name"))
    drawing = zones_map(reach, "#town-{}".format, f"{subject.thing}の圏域", zones)
    return {"map": drawing} if drawing else None


def of_draft(subject: PageSubject) -> dict[str, Any] | None:
    """What the figures of a draft are beside those in force."""
    if subject.thing.effective_from is not None:
        return None
    reach = subject.once("reach", partial(reach_of_version, subject))
    compared = Comparison(reach.in_force(), reach)
    return {
        "summary": compared.summary(),
        "sheet": compared.sheet(),
        "url": reverse("indicators:draft", args=[subject.thing.pk]),
        "catalogue_url": reverse("indicators:list") + reach.query(),
    }
