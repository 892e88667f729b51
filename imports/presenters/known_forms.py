"""The tables that can be imported beside the official lists, by the headings they are known by."""

from collections.abc import Iterable

from imports.columns import Column
from imports.flat import FlatForm
from imports.formats import Context, all_formats

# The page describes the portal's own form at length.
OWN = "template"


def other_tables() -> list[dict[str, str]]:
    """Each with its title, the headings that must be there, and those that may be."""
    forms = [one for one in all_formats().values() if isinstance(one, FlatForm)]
    found = []
    for form in forms:
        if form.key == OWN:
            continue
        columns = form.columns(Context())
        found.append(
            {
                "title": form.title,
                "needed": _headings(one for one in columns if one.required),
                "more": _headings(one for one in columns if not one.required),
            }
        )
    return found


def _headings(columns: Iterable[Column]) -> str:
    return "、".join(one.heading for one in columns)
