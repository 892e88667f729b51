"""A schematic map of Hokkaido's zones for the sample report."""

from collections.abc import Iterable

from formats import svg
from reports.snapshots.progress import Zone

TILES = {  # column, row on the schematic map
    "0116": (5, 0), "0115": (4, 1), "0113": (5, 1), "0118": (6, 1), "0117-2": (7, 1),
    "0108": (4, 2), "0112": (5, 2), "0117-1": (6, 2), "0121": (8, 2), "0107": (4, 3),
    "0114": (5, 3), "0119": (6, 3), "0120": (7, 3), "0105": (2, 4), "0104": (3, 4),
    "0106": (4, 4), "0109": (2, 5), "0110": (3, 5), "0111": (4, 5), "0103": (1, 5),
    "0102": (0, 6), "0101": (1, 6),
}  # fmt: skip
STEPS = ((5, "#2b5f8a"), (3, "#7fa3c1"), (2, "#c9d9e6"), (0, "#f3f6f9"))


def tile_map(zones: Iterable[Zone]) -> str:
    """One square a zone, darker for more institutions."""
    zones, side, high = list(zones), 53.0, 44.0
    told = "、".join(f"{z.name}{_rate(z):.1f}" for z in zones)
    parts = [svg.title(f"圏域の模式図。1万人当たりの数は、{told}。")]
    for zone in zones:
        column, row = TILES[zone.code]
        x, y, level = column * side, row * high, _rate(zone)
        fill = next(c for low, c in STEPS if level >= low)
        ink, middle = "#ffffff" if level >= 5 else "#16191d", x + side / 2
        box = {"x": x + 1, "y": y + 1, "width": side - 2, "height": high - 2}
        parts += [
            svg.tag("rect", **box, fill=fill, stroke="#5a626b", stroke_width=0.45),
            svg.text(
                middle,
                y + 17,
                zone.name,
                size=7.2,
                fill=ink,
                anchor="middle",
                bold=True,
            ),
            svg.text(middle, y + 28, f"{level:.1f}", size=8, fill=ink, anchor="middle"),
        ]
        if any(hub.state == "in_force" for hub in zone.hubs):
            parts.append(svg.tag("circle", cx=middle, cy=y + 36, r=2.6, fill=ink))
    box = f"0 0 {9 * side:g} {7 * high:g}"
    return svg.tag("svg", *parts, xmlns="http://www.w3.org/2000/svg", viewBox=box)


def _rate(zone: Zone) -> float:
    return (zone.zaishishin + zone.zaishibyo) * 10_000 / zone.population75
