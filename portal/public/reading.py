"""Reading a release: the newest in force, kept in memory, searched and told apart from the last."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from formats.text import search_key
from portal.models import PublicRelease
from portal.public.bodies import ROLES, Body

# One for each prefecture of a portal, and one more while a new one takes its place.
KEPT = 8


@dataclass(frozen=True, slots=True)
class Town:
    """A municipality with its office, in degrees."""

    code: str
    name: str
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True)
class Zone:
    code: str
    name: str
    members: tuple[Town, ...]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(town.code for town in self.members)


@dataclass(frozen=True, slots=True)
class Released:
    """A release as the pages read it."""

    pk: int
    sha256: str
    zones: tuple[Zone, ...]
    bodies: tuple[Body, ...]
    by_key: dict[str, Body]

    def zone(self, code: str) -> Zone | None:
        return next((zone for zone in self.zones if zone.code == code), None)

    def zone_of_town(self, code: str) -> Zone | None:
        return next((zone for zone in self.zones if code in zone.codes), None)

    def found(
        self, places: frozenset[str] = frozenset(), what: str = "", text: str = ""
    ) -> list[Body]:
        """Those in one of the places or serving it, with a role or function, with every word."""
        words = [key for word in text.split() if (key := search_key(word))]
        return [
            body
            for body in self.bodies
            if (not places or body.town in places or places.intersection(body.areas))
            and (not what or what in body.functions or what in body.roles)
            and all(word in _searched(body) for word in words)
        ]


def _searched(body: Body) -> str:
    return search_key(f"{body.name}{body.address}{body.municipality_name}")


def current(prefecture: str) -> PublicRelease | None:
    """The newest released one that was not taken back, without its data."""
    rows = PublicRelease.objects.filter(
        prefecture=prefecture, state=PublicRelease.State.RELEASED
    )
    return rows.select_related("prefecture").defer("data").order_by("-pk").first()


@lru_cache(maxsize=KEPT)
def read(pk: int, sha256: str) -> Released:
    """The content of a release; it never changes, so each process parses it once."""
    release = PublicRelease.objects.get(pk=pk)
    bodies = tuple(Body(**row) for row in release.data["bodies"])
    zones = tuple(
        Zone(row["code"], row["name"], tuple(Town(*town) for town in row["members"]))
        for row in release.data["zones"]
    )
    return Released(pk, sha256, zones, bodies, {b.key: b for b in bodies})


def contents(release: PublicRelease) -> Released:
    return read(release.pk, release.sha256)


@dataclass(frozen=True, slots=True)
class Difference:
    """One body that a release would add, take away or change; ``words`` says what."""

    kind: str
    name: str
    words: str


SHOWN = {
    "name": "名称",
    "address": "住所",
    "phone": "電話",
    "hours": "受付時間",
    "roles": "役割",
    "functions": "機能",
}


def differences(before: Iterable[Body], after: Iterable[Body]) -> list[Difference]:
    """What residents will notice, by name: new, gone, changed field by field."""
    old, new = ({b.key: b for b in bodies} for bodies in (before, after))
    found = [
        Difference("new", b.name, roles_of(b)) for k, b in new.items() if k not in old
    ]
    found += [
        Difference("gone", b.name, roles_of(b)) for k, b in old.items() if k not in new
    ]
    for key in old.keys() & new.keys():
        changed = [
            label
            for name, label in SHOWN.items()
            if getattr(old[key], name) != getattr(new[key], name)
        ]
        if changed:
            found.append(Difference("changed", new[key].name, "・".join(changed)))
    return sorted(found, key=lambda one: (one.kind != "gone", one.kind, one.name))


def roles_of(body: Body) -> str:
    return "・".join(ROLES[role] for role in body.roles) or body.kind
