"""What designations add to the pages of zones and facilities: past, present and future acts."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from accounts.json_list import JSONList
from accounts.roles import Permission
from designations.kinds import Kind
from designations.models import Designation
from designations.presenters import KIND_SHAPES, Row, rows_of
from designations.register import Register, ZoneRegister, register_on
from facilities.panels import FACILITY_PAGE, ListMark, register_mark
from zones.page import TownOnDay, ZoneOnDay, ZonesOnDay
from zones.panels import (
    MUNICIPALITY_PAGE,
    ZONE_COLUMNS,
    ZONE_PAGE,
    Cell,
    PageSubject,
    Panel,
    ZoneColumn,
)

MARKS = {
    kind.value: {"text": kind.short, "tone": "ok", "shape": KIND_SHAPES[kind]}
    for kind in Kind
}


def register() -> None:
    template = "designations/_panel.html"
    FACILITY_PAGE.register(
        Panel("designations", "指定", template, of_facility, order=10)
    )
    ZONE_PAGE.register(Panel("designations", "指定", template, of_zone, order=15))
    MUNICIPALITY_PAGE.register(
        Panel("designations", "指定", template, of_town, order=15)
    )
    ZONE_COLUMNS.append(columns)
    register_mark(ListMark("designation", "指定", MARKS, gathered, having))


def of_facility(subject: PageSubject) -> dict[str, Any] | None:
    """The acts of one institution, and the way to a new one."""
    acts = Designation.objects.visible_to(subject.user).of_facility(subject.thing)
    return _part(acts, subject, {"facility": subject.thing.pk})


def of_zone(subject: ZoneOnDay) -> dict[str, Any] | None:
    """The acts of one zone; a new one begins with its candidates."""
    acts = Designation.objects.visible_to(subject.user).in_zone(subject.zone)
    part = _part(acts, subject, {"zone": subject.zone.code})
    if part is not None:
        present = {row.designation.kind for row in part["present"]}
        part["missing"] = [
            {"text": f"{kind.short}がありません", "tone": "warn"}
            for kind in Kind
            if kind not in present
        ]
    return part


def of_town(subject: TownOnDay) -> dict[str, Any] | None:
    """The acts that reach a municipality, and those of institutions in it."""
    acts = Designation.objects.visible_to(subject.user)
    return _part(acts.reaching(subject.codes, subject.zone), subject, None)


def _part(
    acts: QuerySet[Designation],
    subject: PageSubject,
    about: dict[str, object] | None,
) -> dict[str, Any] | None:
    if not subject.user.may(Permission.VIEW_REGISTRY):
        return None
    day = subject.day
    rows = rows_of(list(acts.with_parts().order_by("effective_from", "pk")), day)
    present = [row for row in rows if _is_present(row, day)]
    groups = [
        ("現在", present),
        ("これから", [row for row in rows if _is_coming(row, day)]),
        ("これまで", [row for row in rows if _is_past(row, day)]),
    ]
    part = {
        "present": present,
        "groups": [{"title": title, "rows": found} for title, found in groups if found],
    }
    if about is None or not subject.user.may(Permission.PROPOSE_DESIGNATIONS):
        return part
    name = "candidates" if "zone" in about else "create"
    return part | {
        "url": f"{reverse(f'designations:{name}')}?{urlencode(about)}",
        "link": "候補を見る" if "zone" in about else "指定を起案・登録する",
    }


def _is_decided(row: Row) -> bool:
    act = row.designation
    return act.status == "designated" and act.end_kind != "annulled"


def _is_present(row: Row, day: date) -> bool:
    act = row.designation
    last = act.effective_until
    in_time = act.effective_from and act.effective_from <= day
    return bool(_is_decided(row) and in_time and (last is None or last >= day))


def _is_coming(row: Row, day: date) -> bool:
    act = row.designation
    return act.is_open or (_is_decided(row) and act.effective_from > day)


def _is_past(row: Row, day: date) -> bool:
    return not _is_present(row, day) and not _is_coming(row, day)


# --- The list of zones ----------------------------------------------------------------------
def columns(subject: ZonesOnDay) -> list[ZoneColumn]:
    """Hub and active institution of each zone, by name or as missing."""
    register: Register = subject.once(
        "designations", lambda: register_on(subject.thing.pk, subject.day)
    )
    lacking = {
        "hubs": len(register.lacking_hub),
        "actives": len(register.lacking_active),
    }
    return [
        ZoneColumn(
            label,
            {line.zone.pk: _cell(line, side, subject.day) for line in register.zones},
            Cell(f"なし {lacking[side]}"),
            css="nowrap",
        )
        for label, side in (("拠点", "hubs"), ("積極的役割", "actives"))
    ]


def _cell(line: ZoneRegister, side: str, day: date) -> Cell:
    acts = getattr(line, side)
    if not acts:
        return Cell(badge={"text": "なし", "tone": "warn"})
    query = urlencode({"zone": line.zone.code, "on": day.isoformat()})
    url = f"{reverse('designations:list')}?{query}"
    return Cell(len(acts), url)


# --- The list of facilities -----------------------------------------------------------------
def gathered(day: date) -> Subquery:
    """The kinds in force on the day of each facility, as a JSON list."""
    acts = Designation.objects.effective_on(day)
    rows = acts.filter(operator__facility=OuterRef("pk")).order_by()
    lists = rows.values("operator__facility").annotate(kinds=JSONList("kind"))
    return Subquery(lists.values("kinds"))


def having(kind: str, day: date) -> Q:
    acts = Designation.objects.effective_on(day).of_kind(kind)
    return Q(pk__in=acts.exclude(operator__facility=None).values("operator__facility"))
