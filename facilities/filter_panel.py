"""What the panel beside the list of facilities shows."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString

from facilities.filters import FacilityFilter
from facilities.panels import LIST_MARKS


def panel(found: FacilityFilter) -> dict[str, object]:
    """What the panel shows, from what is asked most to what is asked least."""
    parts = [
        _ticks(found, "filing"),
        *_where(found),
        _ticks(found, "function"),
        *(_ticks(found, name) for name in LIST_MARKS),
        _box(found, "state", ""),
        _box(found, "survey", "すべて"),
        _box(found, "mend", "すべて"),
        _ticks(found, "kind"),
    ]
    kept = "sort per_page col symbol centre"
    return {
        "kept": kept if found.choice.prefectures else f"{kept} prefecture",
        "text": found.data.get("q", ""),
        "parts": parts,
        "active": found.active,
        "asked": found.asked,
    }


def _where(found: FacilityFilter) -> list[dict]:
    """The places: of several prefectures, one comes first and the places in it follow."""
    several, region = found.choice.prefectures, found.region
    first = []
    if several:
        options = _options(several.items(), [found.choice.prefecture])
        more = {"options": options, "all": "すべて"}
        if not found.choice.prefecture:
            more["help"] = "選んで絞り込むと、圏域や市区町村でも絞り込めます。"
        first = [_part(found, "prefecture", "box", **more)]
        if not found.choice.prefecture:
            return first
    return [
        *first,
        _box(found, "zone", f"すべて（{len(region.zones)}圏域）"),
        _places(found),
        _box(found, "area", "すべて"),
    ]


def _part(found: FacilityFilter, name: str, shape: str, **more: object) -> dict:
    label = found.filters[name].label
    return {"name": name, "label": label, "shape": shape, **more}


def _ticks(found: FacilityFilter, name: str) -> dict:
    extra = found.filters[name].extra
    options = _boxes(name, extra["choices"], found.data.getlist(name))
    return _part(found, name, "ticks", options=options, help=extra.get("help_text", ""))


def _box(found: FacilityFilter, name: str, everything: str) -> dict:
    choices = found.filters[name].extra["choices"]
    options = _options(choices, [found.data.get(name, "")])
    return _part(found, name, "box", options=options, all=everything)


def _places(found: FacilityFilter) -> dict:
    """Municipalities under their zones."""
    chosen = [found.data.get("municipality", "")]
    groups: dict[str, list[tuple[str, str]]] = {}
    places = found.region.places.values()
    for place in sorted(places, key=lambda p: (p.zone_code, p.code)):
        named = groups.setdefault(place.zone_name or "圏域なし", [])
        named.append((place.code, place.name))
    shown = (
        f'<optgroup label="{escape(name)}">{_options(choices, chosen)}</optgroup>'
        for name, choices in groups.items()
    )
    options = SafeString("".join(shown))
    return _part(found, "municipality", "box", options=options, all="すべて")


# Written here, since a template takes ten times as long and a prefecture has 200 municipalities.
def _options(choices: Iterable[tuple[str, str]], chosen: list[str]) -> SafeString:
    """The options of a box."""
    lines = (
        f'<option value="{escape(value)}"{" selected" if value in chosen else ""}>'
        f"{escape(label)}</option>"
        for value, label in choices
    )
    return SafeString("".join(lines))


def _boxes(
    name: str, choices: Iterable[tuple[str, str]], chosen: list[str]
) -> SafeString:
    """Boxes to tick."""
    lines = (
        f'<label class="choice"><input type="checkbox" name="{name}" value="{escape(value)}"'
        f"{' checked' if value in chosen else ''}>{escape(label)}</label>"
        for value, label in choices
    )
    return SafeString("".join(lines))
