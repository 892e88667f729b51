"""The map of areas: from the borders where they are loaded, else schematic from the offices."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from formats.borders import dissolve, simplify
from formats.maps import Area, Content, Designated, Map, choropleth, schematic
from formats.shades import Steps
from reports.snapshots.shared import Map as Frozen
from reports.snapshots.shared import Source
from zones.borders import Border
from zones.models import Municipality

BORDERS = Source("borders", "国土数値情報（行政区域データ）（国土交通省）", "", "")


def frozen_map(
    content: Content,
    members: Mapping[str, Iterable[str]],
    caption: str,
    *,
    width: float = 620,
) -> Frozen | None:
    """The map of areas by code; ``members`` are the municipality codes of each.

    None where neither borders nor offices are known.
    """
    drawn = _drawn(content, members, width)
    if drawn is None:
        return None
    return Frozen(drawn.svg, caption, drawn.note, drawn.is_schematic)


def map_content(
    title: str,
    heading: str,
    values: Mapping[str, tuple[str, float | None]],
    designated: Iterable[Designated] = (),
    *,
    bounds: tuple[float, ...],
    digits: int = 0,
    area: str = "圏域",
    has_legend: bool = True,
) -> Content:
    """A map of values by code, each printed under the name of its area."""
    areas = []
    for code, (name, value) in values.items():
        label = "" if value is None else f"{value:.{digits}f}"
        areas.append(Area(code, name, value=value, label=label))
    steps = Steps(bounds, digits, "名簿なし")
    return Content(
        areas, title, steps, heading, "機関", area, tuple(designated), has_legend
    )


def _drawn(
    content: Content, members: Mapping[str, Iterable[str]], width: float
) -> Map | None:
    codes = {code: area for area, inside in members.items() for code in inside}
    borders = Border.objects.filter(municipality__in=sorted(codes))
    if shapes := borders.shapes():
        land = dissolve(simplify(shapes), codes)
        areas = [replace(area, geometry=land.get(area.code)) for area in content.areas]
        return choropleth(replace(content, areas=areas), width=width)
    points = _points(codes)
    if not any(area.code in points for area in content.areas):
        return None
    return schematic(content, points)


def _points(codes: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """The middle of the offices of each area, as (longitude, latitude)."""
    rows = Municipality.objects.filter(pk__in=sorted(codes), latitude__isnull=False)
    places: dict[str, list[tuple[float, float]]] = {}
    for code, x, y in rows.order_by("pk").values_list("pk", "longitude", "latitude"):
        places.setdefault(codes[code], []).append((x, y))
    return {
        area: (sum(x for x, _ in at) / len(at), sum(y for _, y in at) / len(at))
        for area, at in places.items()
    }
