"""What the panel beside the list of facilities shows."""

from collections.abc import Iterable

from facilities.filters import FacilityFilter
from facilities.panels import LIST_MARKS


def panel(found: FacilityFilter) -> dict[str, object]:
    """What the panel shows, from what is asked most to what is asked least."""
    parts = [
        _ticks(found, "filing"),
        _box(found, "zone", f"すべて（{len(found.region.zones)}圏域）"),
        _places(found),
        _box(found, "area", "すべて"),
        _ticks(found, "function"),
        *(_ticks(found, name) for name in LIST_MARKS),
        _box(found, "state", ""),
        _box(found, "survey", "すべて"),
        _box(found, "mend", "すべて"),
        _ticks(found, "kind"),
    ]
    return {
        "text": found.data.get("q", ""),
        "parts": parts,
        "active": found.active,
        "asked": found.asked,
    }


def _part(found: FacilityFilter, name: str, shape: str, **more: object) -> dict:
    label = found.filters[name].label
    return {"name": name, "label": label, "shape": shape, **more}


def _ticks(found: FacilityFilter, name: str) -> dict:
    extra = found.filters[name].extra
    options = _options(extra["choices"], found.data.getlist(name))
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
    shown = [
        {"name": name, "options": _options(choices, chosen)}
        for name, choices in groups.items()
    ]
    return _part(found, "municipality", "places", groups=shown, all="すべて")


def _options(
    choices: Iterable[tuple[str, str]], chosen: list[str]
) -> list[dict[str, object]]:
    return [
        {"value": value, "label": label, "chosen": value in chosen}
        for value, label in choices
    ]
