"""Two regions of Hokkaido and another prefecture, with one of everything in each.

For a clerk «other» is another health centre of the same prefecture; for everybody else it is
another prefecture.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from accounts.models import BulkChange, User
from accounts.notices import Audience, notify
from accounts.roles import Role
from accounts.saved_views import save_view
from facilities.actions import update_facility
from portal.api.keys import issue_key
from portal.models import PublicExclusion, PublicRelease
from reports.kinds import EditionStatus
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

Kwargs = dict[str, Any]


@dataclass
class World:
    people: dict[str, User]
    regions: dict[str, dict[str, Any]] = field(default_factory=dict)

    def kwargs(self, url: str, data: str, person: str) -> Kwargs:
        """The URL's arguments, pointing at an object of the region that ``data`` names."""
        of_url = KWARGS.get(url)
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


def _pk(name: str) -> Callable[[dict[str, Any], str], Kwargs]:
    return lambda region, data: {"pk": region[name].pk}


def _edition(region: dict[str, Any], data: str) -> Kwargs:
    return {"pk": region["draft" if data == "draft" else "published"].pk}


def _function(region: dict[str, Any], data: str) -> Kwargs:
    return {"pk": region["facility"].pk, "provision": region["provision"].pk}


def _reorganisation(region: dict[str, Any], data: str) -> Kwargs:
    return {"pk": region["facility"].pk, "done": region["reorganisation"].pk}


def _step(region: dict[str, Any], data: str) -> Kwargs:
    return {"pk": region["indicator"].pk, "step": "confirm"}


OF_ONE_FACILITY = [
    "detail",
    "history",
    "edit",
    "confirm",
    "close",
    "reopen",
    "function-confirm",
    "merge",
    "split",
]
OF_ONE_ACT = ["detail", "edit", "succeed", "attach"]
OF_ONE_VERSION = ["version", "create", "draft", "next-plan", "adopt"]
OF_ONE_UPLOAD = [
    "detail",
    "remark",
    "progress",
    "retry",
    "preview",
    "apply",
    "discard",
    "bring-back",
    "undo",
    "decide",
    "leftover",
    "problems",
    "problems-csv",
    "marked",
    "changes",
    "original",
]
OF_ONE_EDITION = [
    "detail",
    "choose",
    "write",
    "copy",
    "preview",
    "rewrite",
    "freeze",
    "pdf",
    "xlsx",
    "cancel",
    "retry",
    "check",
    "send-back",
    "publish",
    "correct",
    "withdraw",
    "bring-back",
]
OF_ONE_INDICATOR = ["detail", "edit", "value-record", "target-set"]


def _paper(region: dict[str, Any], data: str) -> Kwargs:
    return {"pk": region["act"].pk, "attachment": region["attachment"].pk}


def _requirement(region: dict[str, Any], data: str) -> Kwargs:
    return {"pk": region["act"].pk, "requirement": region["requirement"].pk}


def _move(region: dict[str, Any], data: str) -> Kwargs:
    return {"pk": region["act"].pk, "move": "coordinate"}


OF_ONE_RELEASE = ["detail", "publish", "withdraw"]
OF_RESIDENTS = ["list", "csv", "json", "dictionary", "catalogue"]


def _residents(region: dict[str, Any], data: str) -> Kwargs:
    return {"prefecture": region["municipality"].prefecture_id}


# How each URL that has arguments is pointed at an object. Rooms add their URLs.
KWARGS: dict[str, Callable[[dict[str, Any], str], Kwargs]] = {
    "account_issue_code": _pk("author"),
    "portal:queue-step": lambda r, _: {"pk": UUID(int=0), "step": "retry"},
    **{f"facilities:{name}": _pk("facility") for name in OF_ONE_FACILITY},
    "facilities:function-end": _function,
    "facilities:reorganisation-undo": _reorganisation,
    **{f"designations:{name}": _pk("act") for name in OF_ONE_ACT},
    "designations:check": _requirement,
    "designations:attachment": _paper,
    "designations:detach": _paper,
    "designations:move": _move,
    "designations:undo-bulk": lambda region, data: {"edit": region["bulk_edit"].pk},
    "zones:detail": _pk("zone"),
    "zones:edit": _pk("zone"),
    "zones:part": lambda r, _: {"pk": r["zone"].pk, "part": "work"},
    "zones:municipality": _pk("municipality"),
    "zones:municipality-part": lambda r, _: {
        "pk": r["municipality"].pk,
        "part": "work",
    },
    **{f"zones:{name}": _pk("version") for name in OF_ONE_VERSION},
    **{f"imports:{name}": _pk("upload") for name in OF_ONE_UPLOAD},
    **{f"programs:{name}": _pk(thing) for name, thing in programs.OF_ONE.items()},
    **{f"programs:{name}": _pk(thing) for name, thing in schedules.OF_ONE.items()},
    "programs:confirm": lambda r, _: {"kind": "program", "pk": r["program"].pk},
    "programs:grant-move": lambda r, _: {"pk": r["grant"].pk, "move": "decide"},
    **{f"indicators:{name}": _pk("indicator") for name in OF_ONE_INDICATOR},
    "indicators:draft": _pk("version"),
    "indicators:step": _step,
    "indicators:target-remove": _pk("target"),
    "indicators:logic-edit": _pk("logic_item"),
    "indicators:logic-remove": _pk("logic_item"),
    **{f"portal:notice-{name}": _pk("notice") for name in ("open", "finish", "reopen")},
    **{f"portal:release-{name}": _pk("release") for name in OF_ONE_RELEASE},
    "portal:body-exclude": _pk("release"),
    "portal:body-include": _pk("exclusion"),
    "portal:api-key-revoke": _pk("api_key"),
    "portal:manual-chapter": lambda region, data: {"chapter": "start"},
    **{f"public:{name}": _residents for name in OF_RESIDENTS},
    "public:body": lambda r, d: {**_residents(r, d), "key": "none"},
    "api:values": lambda region, data: {"code": "S1"},
    "api:report_pdf": _edition,
    "portal:view-remove": _pk("view"),
    "portal:record-history": lambda r, d: {"key": "facility", "pk": r["facility"].pk},
    "portal:record-restore": lambda r, d: {"key": "facility", "pk": r["facility"].pk},
    "portal:bulk": lambda r, d: {"key": "facility"},
    "portal:bulk-undo": _pk("bulk_change"),
    **{f"reports:{name}": _edition for name in OF_ONE_EDITION},
    "reports:page": lambda region, data: _edition(region, data) | {"number": 1},
}
