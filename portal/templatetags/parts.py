"""Parts that hold other markup, and drawings whose coordinates are computed: page title, region,
notice, bar, year board."""

from decimal import Decimal

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

BAR_ROOM = Decimal("0.84")
SQUARES_A_ROW = 4
SQUARE_STEP = 18
NOTICE_ROLES = {"bad": "alert", "ok": "status"}


@register.simple_block_tag(end_name="endpagetitle")
def pagetitle(
    content: SafeString,
    h1: object,
    kicker: str = "",
    lede: str = "",
    badge: object = None,
) -> SafeString:
    """The top of a page; what stands between the tags goes to the right as the page's actions."""
    context = {
        "h1": h1,
        "kicker": kicker,
        "lede": lede,
        "badge": badge,
        "actions": SafeString(content.strip()),
    }
    return SafeString(render_to_string("_components/title.html", context))


@register.simple_block_tag(end_name="endregion")
def region(content: SafeString, label: str) -> SafeString:
    """A frame that scrolls sideways and can be reached by keyboard; put each wide table in one."""
    return SafeString(
        render_to_string("_components/region.html", {"label": label, "body": content})
    )


@register.simple_block_tag(end_name="endnotice")
def notice(
    content: SafeString, tone: str = "", title: str = "", announce: bool = False
) -> SafeString:
    """A boxed message; `announce` lets a screen reader speak it at once."""
    role = NOTICE_ROLES.get(tone, "status") if announce else ""
    context = {"tone": tone, "title": title, "role": role, "body": content}
    return SafeString(render_to_string("_components/notice.html", context))


def bar_lengths(
    value: float | Decimal, target: float | Decimal | None
) -> tuple[float, float | None]:
    """Lengths of the fill and the place of the target mark, in hundredths of the track.

    The longer of the two takes 84 of 100, so that a value beyond its target still shows the mark.
    Without a target the value is read as per cent.
    """
    reached = max(Decimal(str(value)), Decimal(0))
    if target is None:
        return float(min(reached, Decimal(100)).quantize(Decimal("0.1"))), None
    goal = max(Decimal(str(target)), Decimal(0))
    longest = max(reached, goal)
    if not longest:
        return 0.0, 0.0
    scale = BAR_ROOM * 100 / longest
    return tuple(
        float((part * scale).quantize(Decimal("0.1"))) for part in (reached, goal)
    )


@register.inclusion_tag("_components/bar.html")
def bar(
    value: float | Decimal | None,
    target: float | Decimal | None = None,
    unit: str = "",
    low: bool = False,
) -> dict:
    """Progress towards a target: a bar, and a black line where the target stands; `low` marks a delay."""
    if value is None:
        return {"missing": True}
    fill, goal = bar_lengths(value, target)
    return {
        "fill": fill,
        "goal": goal,
        "value": value,
        "target": target,
        "unit": unit,
        "low": low,
    }


@register.inclusion_tag("_components/squares.html")
def squares(done: int = 0, going: int = 0, planned: int = 0) -> dict:
    """One square a zone: filled when designated, hatched under review, empty when planned."""
    kinds = ["done"] * done + ["go"] * going + ["todo"] * planned
    cells = [
        {
            "kind": kind,
            "x": 1 + SQUARE_STEP * (at % SQUARES_A_ROW),
            "y": 1 + SQUARE_STEP * (at // SQUARES_A_ROW),
        }
        for at, kind in enumerate(kinds)
    ]
    lines = max(2, -(-len(kinds) // SQUARES_A_ROW))
    return {
        "cells": cells,
        "height": SQUARE_STEP * lines,
        "label": f"指定済み{done}、審査中{going}、予定{planned}" if kinds else "",
    }
