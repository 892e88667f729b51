"""The list of zones and the page of one. Rooms further up add their parts (``zones.panels``)."""

from datetime import date
from functools import cached_property

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import View

from accounts.access import PermissionRequired
from accounts.models import User
from accounts.roles import Permission
from formats.tables import Column, Table
from zones.access import region_scope
from zones.days import AskedDay, asked_day
from zones.downloads import EXPORTS, export_named
from zones.models import HomeCareZone, Municipality, PlanVersion, Prefecture
from zones.page import TownOnDay, ZoneOnDay, ZonesOnDay, count_in_words
from zones.panels import (
    MUNICIPALITY_PAGE,
    PARTS,
    ZONE_COLUMNS,
    ZONE_LIST,
    ZONE_PAGE,
    Cell,
    Shown,
    ZoneColumn,
)
from zones.placement import placement


class ZoneList(PermissionRequired, View):
    """The zones of each prefecture of the person on a day."""

    permission = Permission.VIEW_REGISTRY

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = asked_day(request.GET, today=timezone.localdate())
        prefectures = Prefecture.objects.visible_to(request.user).order_by("code")
        boards = [_board(one, asked.day, request.user) for one in prefectures]
        if request.GET.get("format") in EXPORTS and boards:
            stem = f"在宅医療圏_{asked.day.isoformat()}"
            return export_named(request, _tables(boards, asked.day), stem)
        context = {
            "asked": asked,
            "boards": boards,
            "may_edit": request.user.may(Permission.EDIT_ZONES),
        }
        return render(request, "zones/list.html", context)


def _board(prefecture: Prefecture, day: date, user: User) -> dict[str, object]:
    subject = ZonesOnDay(prefecture, day, user, placed=placement(prefecture.pk, day))
    visible = set(HomeCareZone.objects.visible_to(user).values_list("pk", flat=True))
    columns = [_people_column(subject)]
    for offer in ZONE_COLUMNS:
        columns += offer(subject)
    rows = [
        {
            "zone": zone,
            "count": count_in_words(subject.towns(zone)),
            "cells": [(c.label, c.css, c.cells.get(zone.pk, Cell())) for c in columns],
        }
        for zone in subject.zones
        if zone.pk in visible
    ]
    whole = len(rows) == len(subject.zones)
    drafts = PlanVersion.objects.editable_by(user).filter(effective_from=None)
    return {
        "drafts": drafts.filter(plan__prefecture=prefecture).order_by("plan", "number"),
        "prefecture": prefecture,
        "version": subject.placed.version,
        "rows": rows,
        "columns": columns,
        "totals": [(c.css, c.total) for c in columns] if whole else [],
        "panels": ZONE_LIST.shown(subject),
        "tables": ZONE_LIST.tables(subject),
        "source": subject.people.source,
    }


def _tables(boards: list[dict[str, object]], day: date) -> dict[str, Table]:
    """The tables of all prefectures: 0 is the list of the first, 0.functions its matrix."""
    found = {}
    for at, board in enumerate(boards):
        found[f"{at}"] = _table(board, day)
        found |= {f"{at}.{key}": table for key, table in board["tables"].items()}
    return found


def _table(board: dict[str, object], day: date) -> Table:
    """The list of zones of a prefecture as a file: the columns of the page, and the codes."""
    columns = board["columns"]
    rows = [
        [
            row["zone"].code,
            row["zone"].name,
            row["count"],
            *(_plain(cell) for _, _, cell in row["cells"]),
        ]
        for row in board["rows"]
    ]
    return Table(
        title=f"{board['prefecture']}の在宅医療圏",
        columns=[
            Column("圏域コード", kind="code"),
            Column("圏域"),
            Column("市区町村"),
            *(
                Column(one.label, kind="integer" if one.css == "num" else "text")
                for one in columns
            ),
        ],
        rows=rows,
        source=f"{board['source']}、届出受理医療機関名簿",
        as_of=day,
    )


def _plain(cell: Cell) -> object:
    return cell.badge["text"] if cell.badge else cell.value


def _people_column(subject: ZonesOnDay) -> ZoneColumn:
    people = subject.people
    cells = {z.pk: Cell(people.of(subject.members(z)).over75) for z in subject.zones}
    everyone = people.of(subject.municipalities)
    return ZoneColumn("75歳以上（人）", cells, Cell(everyone.over75))


class OfOneZone(PermissionRequired, View):
    """Pages about one zone on a day."""

    permission = Permission.VIEW_REGISTRY

    def subject(self) -> ZoneOnDay:
        mine = HomeCareZone.objects.visible_to(self.request.user)
        zone = get_object_or_404(
            mine.select_related("plan__prefecture"), pk=self.kwargs["pk"]
        )
        prefecture = zone.plan.prefecture
        day = self.asked.day
        return ZoneOnDay(
            prefecture,
            day,
            self.request.user,
            placed=placement(prefecture.pk, day),
            zone=zone,
        )

    @cached_property
    def asked(self) -> AskedDay:
        return asked_day(self.request.GET, today=timezone.localdate())


class ZoneDetail(OfOneZone):
    """What a zone is, who is designated, and who provides what."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        subject = self.subject()
        if request.GET.get("format") in EXPORTS:
            return export_named(request, ZONE_PAGE.tables(subject), subject.zone.name)
        zone, towns = subject.zone, subject.towns(subject.zone)
        panels = ZONE_PAGE.shown(subject)
        own = zone.plan.prefecture_id in region_scope(request.user).prefectures
        context = {
            "zone": zone,
            "asked": self.asked,
            "count": count_in_words(towns),
            "towns": [town for town, _ in towns],
            "version": subject.placed.version,
            "figures": _figures(subject, panels),
            "panels": panels,
            "parts": _parts("zones:part", pk),
            "source": subject.people.source,
            "may_edit": own and request.user.may(Permission.EDIT_ZONES),
        }
        return render(request, "zones/detail.html", context)


class ZonePart(OfOneZone):
    """One of the parts that follow. The zone's page brings it in below where script is on;
    elsewhere it is a page of its own."""

    def get(self, request: HttpRequest, pk: int, part: str) -> HttpResponse:
        if part not in PARTS:
            raise Http404
        subject = self.subject()
        context = {
            "zone": subject.zone,
            "asked": self.asked,
            "part_title": PARTS[part],
            "shown": ZONE_PAGE.shown(subject, part).get(part, []),
        }
        page = "zones/_part.html" if request.htmx else "zones/part.html"
        return render(request, page, context)


class OfOneTown(PermissionRequired, View):
    """Pages about one municipality on a day, with its wards."""

    permission = Permission.VIEW_REGISTRY

    def subject(self) -> TownOnDay:
        mine = Municipality.objects.visible_to(self.request.user)
        town = get_object_or_404(
            mine.select_related("prefecture", "parent", "secondary_area"),
            pk=self.kwargs["pk"],
        )
        day = self.asked.day
        placed = placement(town.prefecture_id, day)
        return TownOnDay(
            town.prefecture,
            day,
            self.request.user,
            placed=placed,
            zone=placed.zone(town.pk),
            town=town,
        )

    @cached_property
    def asked(self) -> AskedDay:
        return asked_day(self.request.GET, today=timezone.localdate())


class MunicipalityDetail(OfOneTown):
    """What a municipality has: people, institutions, designations, work, and how it changed."""

    def get(self, request: HttpRequest, pk: str) -> HttpResponse:
        subject = self.subject()
        if request.GET.get("format") in EXPORTS:
            return export_named(
                request, MUNICIPALITY_PAGE.tables(subject), subject.town.name
            )
        panels = MUNICIPALITY_PAGE.shown(subject)
        context = {
            "town": subject.town,
            "zone": subject.zone,
            "asked": self.asked,
            "wards": [subject.municipalities[code] for code in subject.codes[1:]],
            "figures": _figures(subject, panels),
            "panels": panels,
            "parts": _parts("zones:municipality-part", pk),
            "source": subject.people.source,
        }
        return render(request, "zones/municipality.html", context)


class MunicipalityPart(OfOneTown):
    """One of the parts that follow, like those of a zone's page."""

    def get(self, request: HttpRequest, pk: str, part: str) -> HttpResponse:
        if part not in PARTS:
            raise Http404
        subject = self.subject()
        context = {
            "town": subject.town,
            "asked": self.asked,
            "part_title": PARTS[part],
            "shown": MUNICIPALITY_PAGE.shown(subject, part).get(part, []),
        }
        page = "zones/_part.html" if request.htmx else "zones/municipality_part.html"
        return render(request, page, context)


def _parts(name: str, pk: int | str) -> list[dict[str, str]]:
    return [
        {"url": reverse(name, args=[pk, key]), "title": title}
        for key, title in PARTS.items()
    ]


def _figures(
    subject: ZoneOnDay, panels: dict[str, list[Shown]]
) -> list[dict[str, object]]:
    """The people, then what rooms further up count."""
    figures = _people_figures(subject)
    for panel in panels.get("figures", []):
        figures += panel.context["items"]
    return figures


def _people_figures(subject: ZoneOnDay) -> list[dict[str, object]]:
    codes = subject.codes
    now, later = subject.people.of(codes), subject.people.projected(codes)
    outlook = f"2040年 {later.over75:,}人" if later.over75 is not None else ""
    oldest = f"85歳以上 {now.over85:,}人" if now.over85 is not None else ""
    return [
        {
            "label": "75歳以上人口",
            "value": now.over75,
            "unit": "人",
            "note": outlook,
        },
        {"label": "65歳以上人口", "value": now.over65, "unit": "人", "note": oldest},
    ]
