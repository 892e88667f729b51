"""Parts of a page that belong to rooms further up.

A room registers its panels when it starts (``AppConfig.ready``); the page asks each for its
context and shows what comes back, so a lower room's page can hold what it may not import.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from accounts.models import User
from formats.tables import Table

Context = dict[str, Any]
OUTLOOK, WORK = "outlook", "work"
PARTS = {OUTLOOK: "地図・指標・需要", WORK: "取組・予定・変更"}
"""Parts of a page that follow it, each brought in by itself."""


@dataclass
class PageSubject:
    """What a page is about. ``shared`` keeps what several panels of one page need."""

    thing: Any
    day: date
    user: User
    shared: dict[str, Any] = field(default_factory=dict)

    def once(self, key: str, make: Callable[[], Any]) -> Any:
        """Make a value at its first use on this page and keep it for the other panels."""
        if key not in self.shared:
            self.shared[key] = make()
        return self.shared[key]


@dataclass(frozen=True, slots=True)
class Panel:
    """One part: ``context`` gives its template's variables, or None to show nothing.

    ``where`` is a place of the page: "top" has no heading and no link, "aside" stands beside; one of
    ``PARTS`` is a page of its own, which a browser with script brings in below. ``table`` gives
    the same numbers for Excel and CSV.
    """

    key: str
    title: str
    template: str
    context: Callable[[PageSubject], Context | None]
    order: int
    where: str = "main"
    table: Callable[[PageSubject], Table] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    key: str
    title: str
    template: str
    context: Context
    has_table: bool = False


class Panels:
    """The panels of one kind of page."""

    def __init__(self) -> None:
        self._panels: dict[str, Panel] = {}

    def register(self, panel: Panel) -> None:
        self._panels[panel.key] = panel

    def shown(self, subject: PageSubject, part: str = "") -> dict[str, list[Shown]]:
        """Those of the page, or of one of its parts, that have something to say, by place."""
        found: dict[str, list[Shown]] = {}
        for panel in sorted(self._panels.values(), key=lambda p: (p.order, p.key)):
            if (panel.where if panel.where in PARTS else "") != part:
                continue
            context = panel.context(subject)
            if context is not None:
                found.setdefault(panel.where, []).append(
                    Shown(
                        panel.key,
                        panel.title,
                        panel.template,
                        context,
                        panel.table is not None,
                    )
                )
        return found

    def tables(self, subject: PageSubject) -> dict[str, Table]:
        """The tables of the page for Excel and CSV, by the key of their panel."""
        ordered = sorted(self._panels.values(), key=lambda p: (p.order, p.key))
        return {one.key: one.table(subject) for one in ordered if one.table}


ZONE_PAGE = Panels()
"""Subject: ``zones.page.ZoneOnDay``."""

MUNICIPALITY_PAGE = Panels()
"""Subject: ``zones.page.TownOnDay``."""

ZONE_LIST = Panels()
"""Subject: ``zones.page.ZonesOnDay``."""

VERSION_PAGE = Panels()
"""Subject: a version of a plan, in which municipalities are placed. "map" stands above the list."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the list of zones: a value with a link, or a badge."""

    value: Any = None
    url: str = ""
    badge: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ZoneColumn:
    """A column that a room adds to the list of zones; ``cells`` are by zone id."""

    label: str
    cells: dict[int, Cell]
    total: Cell | None = None
    css: str = "num"


ZONE_COLUMNS: list[Callable[[PageSubject], list[ZoneColumn]]] = []
"""Each gives its columns for the subject of the list, in the order of registration."""
