"""The second page of a zone profile: designations, municipalities, filings, indicators, names, contacts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from formats.dates import fiscal_year_short, wareki, wareki_short
from reports import small_charts
from reports.presenters import fitting
from reports.presenters.chapters import Numbering
from reports.snapshots.progress import Designation
from reports.snapshots.zone_profile import (
    Institution,
    ProfileZone,
    Town,
    ZoneIndicator,
    ZoneProfiles,
)
from reports.wording import NONE, add, count, join_names, tail

PAGE = 248.0  # millimetres, a little less than there are
LAST_LINES = 16.0  # the colophon of a zone that stands by itself


@dataclass(frozen=True, slots=True)
class Room:
    """What the page shows; the workbook has the rest."""

    acts: int = 8
    names: int = 9
    activities: int = 5
    indicators: int = 9
    towns: int = 60
    coming: int = 3
    contacts: int = 4
    tight: bool = False


ROOMS = (
    Room(),
    Room(names=6, tight=True),
    Room(names=6, activities=3, indicators=8, contacts=3, tight=True),
    Room(6, 4, 2, 8, coming=2, contacts=3, tight=True),
    Room(4, 3, 1, 7, coming=2, contacts=2, tight=True),
    Room(4, 2, 1, 7, 24, coming=1, contacts=2, tight=True),
)
"""From the fullest page to the barest."""
KINDS = {"hub": "拠点", "active": "積極的"}


def second_page(
    zone: ProfileZone, snapshot: ZoneProfiles, numbering: Numbering, *, alone: bool
) -> dict:
    """Designations, municipalities, filings, indicators, institutions, activities, contacts."""
    room = room_for(zone, PAGE - LAST_LINES if alone else PAGE)
    acts = numbering.table(
        f"拠点及び積極的役割を担う医療機関（{wareki(snapshot.as_of)}現在）",
        "designations",
    )
    towns = numbering.table("75歳以上人口と届出機関", "population", "filings")
    filings = numbering.figure(_filings_title(zone), "filings")
    content = {
        "acts_caption": acts,
        "acts": [_act(act) for act in zone.designations[: room.acts]],
        "more_acts": max(0, len(zone.designations) - room.acts),
        "ended": join_names(zone.ended, 3),
        "towns_caption": towns,
        "towns": _towns(zone, room.towns),
        "towns_total": _town_total(zone),
        "tight": room.tight,
        "filings": _filings_chart(zone),
        "filings_caption": filings,
    }
    if zone.indicators:
        content |= {
            "indicators_caption": numbering.table(
                f"計画の指標（{snapshot.everywhere}と比べて）", "indicators"
            ),
            "indicators": [_indicator(i) for i in _chosen(zone, room)],
            "everywhere": snapshot.everywhere,
        }
    content["institutions"] = list(_institutions(zone.institutions, room.names))
    if zone.activities:
        content |= {
            "activities_caption": numbering.table("取組の実績", "activities"),
            "activities": [
                {
                    "when": one.when,
                    "name": tail(one.name),
                    "sessions": count(one.sessions),
                    "participants": count(one.participants),
                }
                for one in zone.activities[: room.activities]
            ],
        }
    content["coming"] = [
        (wareki_short(one.due_on), one.title, one.layer)
        for one in zone.coming[: room.coming]
    ]
    content["contacts"] = zone.contacts[: room.contacts]
    content["more_contacts"] = max(0, len(zone.contacts) - room.contacts)
    return content


def _act(act: Designation) -> dict:
    met, of = act.requirements_met, act.requirements_of
    until = wareki_short(act.effective_until) if act.effective_until else ""
    short = met is not None and of is not None and met < of
    told = NONE if met is None else f"{of}項目すべて"
    if short:
        told = f"{of}項目のうち{met}（{of - met}項目が未充足）"
    return {
        "number": act.number,
        "kind": KINDS[act.kind],
        "name": tail(act.name),
        "location": act.location or NONE,
        "period": f"{wareki_short(act.effective_from)}〜{until}",
        "requirements": told,
        "short": short,
    }


def room_for(zone: ProfileZone, page: float = PAGE) -> Room:
    """The fullest page that the zone fits on."""
    return next((room for room in ROOMS if _height(zone, room) <= page), ROOMS[-1])


def _height(zone: ProfileZone, room: Room) -> float:
    """An estimate of the page in millimetres."""
    acts = zone.designations[: room.acts]
    height = fitting.HEADING + fitting.SOURCE * 2
    height += fitting.table([fitting.lines(act.name, 17) for act in acts])
    towns = min(len(zone.towns), room.towns) + 1
    left = fitting.table([1] * towns, 3.4 if room.tight else 4.0) + fitting.SOURCE * 2
    measured = [fitting.lines(f"{i.name}（{i.unit}）", 14) for i in _chosen(zone, room)]
    right = 36 + fitting.HEADING + fitting.table(measured, 3.7) + fitting.SOURCE
    height += fitting.HEADING + max(left, right)
    height += fitting.HEADING
    for row in _institutions(zone.institutions, room.names):
        height += fitting.lines(row["names"], 46) * 4 + 1
    done = [fitting.lines(one.name, 12) for one in zone.activities[: room.activities]]
    left = fitting.table(done) if done else fitting.LINE
    right = fitting.LINE * (min(len(zone.coming), room.coming) * 1.6 + 1)
    right += 4.4 * min(len(zone.contacts), room.contacts)
    return height + fitting.HEADING + max(left, right)


def _towns(zone: ProfileZone, most: int) -> list[dict]:
    """The municipalities; those that do not fit stand in one line with their sums."""
    rows = [_town(town) for town in zone.towns[:most]]
    rest = zone.towns[most:]
    if rest:
        rows.append(
            _town(
                Town(
                    f"ほか{len(rest)}",
                    *(
                        add(getattr(town, key) for town in rest)
                        for key in (
                            "population75",
                            "zaishishin",
                            "enhanced",
                            "zaishibyo",
                        )
                    ),
                )
            )
        )
    return rows


def _town(town: Town) -> dict:
    return {
        "name": town.name,
        "population": count(town.population75),
        "zaishishin": count(town.zaishishin),
        "enhanced": count(town.enhanced),
        "zaishibyo": count(town.zaishibyo),
    }


def _town_total(zone: ProfileZone) -> dict:
    return {
        "population": count(zone.population75),
        "zaishishin": count(zone.zaishishin),
        "enhanced": count(zone.enhanced),
        "zaishibyo": count(zone.zaishibyo),
    }


def _filings_title(zone: ProfileZone) -> str:
    if len(zone.filings) > 1:
        return "届出機関数（名簿の基準日）"
    return "在支診・在支病の届出の算定開始（年度別、機関）"


def _filings_chart(zone: ProfileZone) -> str:
    """The counts of the lists; with one list only, the years in which its filings began."""
    if len(zone.filings) > 1:
        labels = [wareki_short(point.day).rsplit(".", 1)[0] for point in zone.filings]
        series = [
            small_charts.Points(name, tuple(getattr(p, key) for p in zone.filings))
            for name, key in (
                ("在支診", "zaishishin"),
                ("在支病", "zaishibyo"),
                ("うち強化型", "enhanced"),
            )
        ]
        return small_charts.lines(f"{zone.name}圏域の届出機関数", labels, series)
    if not zone.started:
        return ""
    values = {
        f"{'〜' if place == 0 else ''}{fiscal_year_short(point.year)}": point.value
        for place, point in enumerate(zone.started)
    }
    return small_charts.columns(
        f"{zone.name}圏域の届出の算定開始の年度別の機関数", values, height=70
    )


def _chosen(zone: ProfileZone, room: Room) -> Sequence[ZoneIndicator]:
    """Those with a target first; then in the order of the plan."""
    ordered = sorted(zone.indicators, key=lambda one: not one.target)
    return ordered[: room.indicators]


def _indicator(one: ZoneIndicator) -> dict:
    return {
        "name": one.name,
        "unit": one.unit,
        "value": one.value or NONE,
        "whole": one.whole or NONE,
        "target": one.target or NONE,
        "target_when": one.target_when,
    }


def _institutions(found: Sequence[Institution], most: int) -> Iterator[dict]:
    """Hospitals, backup hospitals and enhanced clinics, each in one run of names."""
    for title, rows in (
        (
            "在支病",
            [i for i in found if not i.backup and i.symbol.startswith("支援病")],
        ),
        ("後方支援病院", [i for i in found if i.backup]),
        (
            "機能強化型の在支診",
            [i for i in found if not i.backup and not i.symbol.startswith("支援病")],
        ),
    ):
        yield {"title": title, "count": len(rows), "names": _names(rows, most)}


def _names(rows: Sequence[Institution], most: int) -> str:
    """Names after their municipality, and how many more there are."""
    if not rows:
        return "なし"
    shown, told = rows[:most], []
    for town, inside in groupby(shown, key=lambda one: one.town):
        told.append(f"{town}：{'、'.join(one.name for one in inside)}")
    more = len(rows) - len(shown)
    return "　".join(told) + (f"　ほか{more}機関" if more else "")
