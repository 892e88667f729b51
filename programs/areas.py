"""The pages of this room in their groups: tabs for the groups, and the pages of the one shown."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

# group, then its pages: address and words
AREAS: list[tuple[str, list[tuple[str, str]]]] = [
    ("施策と予算", [("measures", "施策"), ("list", "補助事業"), ("grants", "交付")]),
    (
        "取組",
        [
            ("activities", "取組実績"),
            ("hub-reports", "拠点の報告"),
            ("schedule", "年間予定"),
        ],
    ),
    (
        "市町村と圏域",
        [
            ("initiatives", "市町村事業"),
            ("rules", "入退院ルール"),
            ("layers", "役割分担"),
        ],
    ),
    ("協力医と空き", [("duty", "協力医の当番表"), ("vacancies", "短期入所の空き")]),
    ("事例と経緯", [("cases", "先進事例集"), ("hubs-2012", "平成24年度の拠点")]),
]
Items = list[dict[str, object]]


def _area_of(key: str) -> list[tuple[str, str]]:
    return next((pages for _, pages in AREAS if key in dict(pages)), [])


def tabs(key: str, query: str) -> Items:
    """A tab a group; it leads to the group's first page."""
    current = _area_of(key)
    return list(
        _items(((name, pages[0][0], pages is current) for name, pages in AREAS), query)
    )


def pages(key: str, query: str) -> Items:
    """The pages of the group that a page stands in."""
    return list(
        _items(((label, name, name == key) for name, label in _area_of(key)), query)
    )


def _items(
    found: Iterable[tuple[str, str, bool]], query: str
) -> Iterator[dict[str, object]]:
    for label, name, current in found:
        yield {
            "label": label,
            "url": reverse(f"programs:{name}") + query,
            "current": current,
        }
