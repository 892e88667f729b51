"""Two regions of Hokkaido and another prefecture, with one of everything in each.

For a clerk «other» is another health centre of the same prefecture; for everybody else it is
another prefecture.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import BulkChange, User
from accounts.notices import Audience, notify
from accounts.roles import Role
from accounts.saved_views import save_view
from facilities.actions import update_facility
from portal.api.keys import issue_key
from portal.models import PublicExclusion, PublicRelease
from reports.kinds import EditionStatus
from tests.authz.addresses import ARGUMENTS, Kwargs
from tests.factories import (
    designations,
    facilities,
    indicators,
    people,
    places,
    programs,
    reports,
    schedules,
    uploads,
)


@dataclass
class World:
    people: dict[str, User]
    regions: dict[str, dict[str, Any]] = field(default_factory=dict)

    def kwargs(self, url: str, data: str, person: str) -> Kwargs:
        """The URL's arguments, pointing at an object of the region that ``data`` names."""
        of_url = ARGUMENTS.get(url)
        if of_url is None:
            return {}
        if data == "other":
            nearby = {"clerk": "neighbour", "clerk next door": "own"}
            far = "own" if person == "official abroad" else "abroad"
            region = self.regions[nearby.get(person, far)]
        else:
            region = self.regions["own"]
        return of_url(region, data)


def make_world() -> World:
    own = places.municipality("01101")
    neighbour = places.municipality("01207")
    abroad = places.municipality("15201", prefecture_code="15")
    home_plan = places.plan({"札幌": [own], "十勝": [neighbour]})
    other_plan = places.plan({"新潟": [abroad]}, prefecture_code="15")
    centre = places.health_centre([own])
    next_door = places.health_centre([neighbour])
    far_off = places.health_centre([abroad], prefecture_code="15")
    regions = {
        "own": make_region(own, home_plan, centre),
        "neighbour": make_region(neighbour, home_plan, next_door),
        "abroad": make_region(abroad, other_plan, far_off),
    }
    for region, other in (
        ("own", "neighbour"),
        ("neighbour", "own"),
        ("abroad", "own"),
    ):
        _bring(regions[region], regions[other]["upload"])
    return World(
        people={
            "official": people.official(),
            "clerk": people.clerk(centre),
            "committee": people.committee_member(),
            "administrator": people.administrator(),
            "clerk next door": people.clerk(next_door),
            "official abroad": people.official("15"),
            "disabled": _disabled(centre),
        },
        regions=regions,
    )


def _bring(region: dict[str, Any], upload: Any) -> None:
    """A change of the facility that the upload of another region brought, as a list may."""
    update_facility(
        facility=region["facility"],
        version=region["facility"].version,
        values={"phone": "011-000-0000"},
        reason=f"取込 {upload.pk}",
        by=region["author"],
    )
    region["facility"].refresh_from_db()


def _disabled(centre: Any) -> User:
    """Somebody who is still signed in when the account is shut."""
    return people.clerk(centre)


def make_region(where: Any, version: Any, centre: Any) -> dict[str, Any]:
    """One of everything in a place; each room adds its objects here."""
    membership = version.memberships.get(municipality=where)
    facility = facilities.facility(where)
    author = people.official(where.prefecture_id)
    case = designations.case_with_papers(membership.zone, facility, version, by=author)
    return {
        **case,
        "author": author,
        "municipality": where,
        "facility": facility,
        "provision": facilities.provision(facility),
        "survey": facilities.survey(facility, 12, 20),
        "reorganisation": facilities.merged(facility),
        "version": version,
        "upload": uploads.bare(centre),
        "notice": _notice(centre),
        "notice of officials": _notice(centre, Role.OFFICIAL),
        # Somebody's own, so nobody else's to forget.
        "view": save_view(
            which="facilities:list", name="試験", query="", shared=False, by=author
        ),
        "bulk_change": BulkChange.objects.create(
            kind="facility", after={str(facility.pk): {"note": ""}}, by=author
        ),
        "zone": membership.zone,
        **_indicators(version),
        **_outside(where, author),
        "draft": reports.edition(where.prefecture_id, status=EditionStatus.DRAFT),
        "published": reports.edition(where.prefecture_id),
        **programs.one_of_each(where, membership.zone, centre),
        **schedules.one_of_each(where.prefecture_id, membership.zone, centre),
    }


def _notice(centre: Any, role: str = "") -> Any:
    """A task for everybody whose region covers a health centre, or for those of a role."""
    place = Audience(role, centre.prefecture_id, centre.code)
    return notify(
        to=place,
        text="拠点の報告を求めます",
        link="/",
        key=f"試験:{role}:{centre.code}",
        due_on=date(2026, 3, 31),
        by=None,
    )


def _outside(where: Any, author: User) -> dict[str, Any]:
    """A draft for residents, a body that stays out of it, and the key of another system."""
    prefecture = where.prefecture
    release = PublicRelease.objects.create(
        prefecture=prefecture,
        as_of=date(2025, 10, 1),
        data={"zones": [], "bodies": []},
        sha256="0" * 64,
    )
    exclusion = PublicExclusion.objects.create(
        prefecture=prefecture, key=where.pk, name="試験", reason="試験", by=author
    )
    key, _ = issue_key(
        name=where.pk, user=author, expires_on=date(2099, 1, 1), by=author
    )
    return {"release": release, "exclusion": exclusion, "api_key": key}


def _indicators(version: Any) -> dict[str, Any]:
    """A line of the catalogue with a target, and a box of the logic model."""
    made = indicators.indicator(version)
    return {
        "indicator": made,
        "target": indicators.target(made, 10),
        "logic_item": indicators.logic_item(version, "final", f"試験の姿{made.pk}"),
    }
