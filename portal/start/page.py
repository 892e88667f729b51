"""What a start page is made of."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.start.zones import ZoneBoard

Item = dict[str, Any]


@dataclass(slots=True)
class StartPage:
    """Everything that the template shows; a part that is empty is left out."""

    heading: str
    kicker: str = ""
    lede: str = ""
    day: date | None = None
    todo: list[Item] = field(default_factory=list)
    nothing_to_do: str = ""
    meeting: Item | None = None
    board: ZoneBoard | None = None
    figures: list[Item] = field(default_factory=list)
    roadmap: Item | None = None
    uploads: list[Item] = field(default_factory=list)
    uploads_heading: str = ""
    changes: list[Item] = field(default_factory=list)
    changes_heading: str = ""
    changes_why: str = ""
    changes_more: str = ""
    changes_url: str = ""
    latest: Item | None = None
    editions: list[Item] = field(default_factory=list)
    tables: list[Item] = field(default_factory=list)
    may_make_report: bool = False
    may_upload: bool = False
    may_propose: bool = False
