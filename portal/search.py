"""Finding anything by name or code, in any width or kana: what a person may see, grouped by kind."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from designations.kinds import Kind
from designations.models import Designation
from facilities.models import Facility
from formats.dates import wareki
from formats.text import clean_text, search_key
from indicators.models import Indicator
from portal.context import address
from programs.models import CaseExample, Measure, Program
from reports.models import Edition
from zones.access import region_scope
from zones.models import HomeCareZone, Municipality

MOST = 8
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its name, words that tell it apart, and its page."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; ``total`` counts all, ``more`` leads to them."""

    key: str
    title: str
    unit: str
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    more: str = ""


def search(user: User, text: str, day: date) -> list[Group]:
    """The kinds in which something was found, each in a fixed number of queries."""
    text = clean_text(text)[:LONGEST]
    keys = [key for word in text.split() if (key := search_key(word))]
    if not keys:
        return []
    groups = (
        make(user, text, keys, day)
        for permission, make in GROUPS
        if user.may(permission)
    )
    return [group for group in groups if group.hits]


def _facilities(user: User, text: str, keys: list[str], day: date) -> Group:
    rows = Facility.objects.visible_to(user).search(text)
    shown = rows.select_related("municipality").order_by(
        "closed_on", "search_key", "pk"
    )
    hits = [
        Hit(
            facility.shown_name,
            facility.get_absolute_url(),
            _words(
                facility.get_kind_display(),
                facility.municipality,
                facility.code,
                "廃止" if facility.closed_on and facility.closed_on < day else "",
            ),
        )
        for facility in shown[:MOST]
    ]
    total = len(hits) if len(hits) < MOST else rows.count()
    more = _narrowed("facilities:list", text, state="all")
    return Group("facilities", "医療機関", "機関", hits, total, more)


def _zones(user: User, text: str, keys: list[str], day: date) -> Group:
    rows = HomeCareZone.objects.visible_to(user).select_related("plan")
    found = _matching(rows.order_by("plan", "code"), keys, _zone_words)
    hits = [Hit(z.name, z.get_absolute_url(), _words(z.plan, z.code)) for z in found]
    return _group("zones", "在宅医療圏", "圏域", hits, reverse("zones:list"))


def _zone_words(zone: HomeCareZone) -> tuple[str, ...]:
    return (f"{zone.name}圏域", zone.kana, zone.code)


def _municipalities(user: User, text: str, keys: list[str], day: date) -> Group:
    scope = region_scope(user)
    rows = Municipality.objects.filter(
        scope.condition(prefecture="prefecture", municipality="pk")
    ).select_related("parent", "secondary_area")
    found = _matching(rows.order_by("pk"), keys, _municipality_words)
    hits = [
        Hit(
            f"{place.parent.name}{place.name}" if place.parent else place.full_name,
            (place.parent or place).get_absolute_url(),
            _words(place.secondary_area, place.code6),
        )
        for place in found
    ]
    return _group("municipalities", "市区町村", "市区町村", hits)


def _municipality_words(place: Municipality) -> tuple[str, ...]:
    city = place.parent.name if place.parent else ""
    return (f"{city}{place.full_name}", place.name, place.kana, place.pk, place.code6)


def _designations(user: User, text: str, keys: list[str], day: date) -> Group:
    rows = Designation.objects.visible_to(user).search(text)
    shown = rows.with_parts().order_by("-effective_from", "case_number")
    hits = [
        Hit(
            act.shown_name,
            act.get_absolute_url(),
            _words(
                Kind(act.kind).short,
                "・".join(part.zone.name for part in act.parts.all()),
                act.get_status_display(),
                f"{wareki(act.effective_from)}から" if act.effective_from else "",
                act.case_number,
            ),
        )
        for act in shown[:MOST]
    ]
    total = len(hits) if len(hits) < MOST else rows.count()
    more = _narrowed("designations:list", text, view="cases")
    return Group("designations", "指定", "件", hits, total, more)


def _programs(user: User, text: str, keys: list[str], day: date) -> Group:
    rows = Program.objects.visible_to(user).order_by("code", "pk")
    found = _matching(rows, keys, lambda p: (p.name, p.code))
    hits = [
        Hit(p.name, reverse("programs:detail", args=[p.pk]), _words("補助事業", p.code))
        for p in found
    ]
    rows = Measure.objects.visible_to(user).order_by("order", "pk")
    found = _matching(rows, keys, lambda m: (m.name, m.code))
    hits += [
        Hit(m.name, reverse("programs:measure", args=[m.pk]), _words("施策", m.code))
        for m in found
    ]
    rows = CaseExample.objects.visible_to(user).select_related("prefecture")
    found = _matching(
        rows.order_by("prefecture", "code", "pk"),
        keys,
        lambda c: (c.title, c.organisation),
    )
    hits += [
        Hit(c.title, c.get_absolute_url(), _words("事例", c.prefecture, c.organisation))
        for c in found
    ]
    return _group("programs", "施策・事業", "件", hits, reverse("programs:list"))


def _indicators(user: User, text: str, keys: list[str], day: date) -> Group:
    rows = Indicator.objects.visible_to(user).in_use().select_related("version__plan")
    found = _matching(
        rows.order_by("order", "code", "pk"), keys, lambda i: (i.name, i.code)
    )
    hits = [
        Hit(
            i.name,
            i.get_absolute_url(),
            _words(i.get_level_display(), i.code, i.version),
        )
        for i in found
    ]
    return _group("indicators", "指標", "件", hits, reverse("indicators:list"))


def _reports(user: User, text: str, keys: list[str], day: date) -> Group:
    rows = Edition.objects.visible_to(user).defer("snapshot")
    found = _matching(
        rows.order_by("-as_of", "-number", "pk"), keys, lambda e: e.found_by
    )
    hits = [
        Hit(
            str(edition),
            edition.get_absolute_url(),
            _words(
                edition.get_status_display(),
                f"{wareki(edition.as_of)}現在",
                edition.meeting_name,
            ),
        )
        for edition in found
    ]
    return _group("reports", "報告書", "版", hits, _narrowed("reports:list", text))


def _accounts(user: User, text: str, keys: list[str], day: date) -> Group:
    rows = User.objects.order_by("username")
    found = _matching(rows, keys, lambda u: (u.username, u.display_name, u.department))
    hits = [
        Hit(
            str(one),
            reverse("admin:accounts_user_change", args=[one.pk]),
            _words(one.username, one.get_role_display(), one.department),
        )
        for one in found
    ]
    more = address("admin:accounts_user_changelist")
    return _group("accounts", "利用者", "人", hits, more)


GROUPS: list[tuple[Permission, Callable[[User, str, list[str], date], Group]]] = [
    (Permission.VIEW_REGISTRY, _zones),
    (Permission.VIEW_REGISTRY, _municipalities),
    (Permission.VIEW_REGISTRY, _designations),
    (Permission.VIEW_REGISTRY, _facilities),
    (Permission.VIEW_REGISTRY, _programs),
    (Permission.VIEW_REGISTRY, _indicators),
    (Permission.READ_PUBLISHED, _reports),
    (Permission.ADMINISTER, _accounts),
]


def _matching(
    rows: QuerySet, keys: list[str], words: Callable[[object], Iterable[str]]
) -> Iterator:
    """Those of few rows in which every key stands somewhere in the words; exact ones first."""
    found = []
    for at, row in enumerate(rows):
        texts = [search_key(str(word)) for word in words(row) if word]
        if all(any(key in text for text in texts) for key in keys):
            rank = min(_rank(keys, text) for text in texts)
            found.append((rank, at, row))
    return [row for _, _, row in sorted(found, key=lambda one: one[:2])]


def _rank(keys: list[str], text: str) -> int:
    whole = "".join(keys)
    return 0 if text == whole else 1 if text.startswith(whole) else 2


def _group(key: str, title: str, unit: str, hits: list[Hit], more: str = "") -> Group:
    return Group(key, title, unit, hits[:MOST], len(hits), more)


def _narrowed(name: str, text: str, **more: str) -> str:
    """The address of a list that is narrowed by the same words."""
    return f"{reverse(name)}?{urlencode({'q': text, **more})}"


def _words(*parts: object) -> str:
    return "　".join(str(part) for part in parts if part)
