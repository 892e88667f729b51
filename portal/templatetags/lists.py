"""The rows of a django-tables2 table written in one go: what a column needs is found once, not once a cell.

The library inspects signatures and reads attributes for each cell, which is nine tenths of a list page.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django import template
from django.template.base import render_value_in_context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django_tables2.columns import BoundColumn, ManyToManyColumn
from django_tables2.columns.linkcolumn import BaseLinkColumn
from django_tables2.rows import BoundRow
from django_tables2.tables import Table
from django_tables2.utils import signature

from accounts.lists.table import reader

register = template.Library()


def _writer(table: Table, column: BoundColumn, sample: object) -> Callable[[Any], Any]:
    """How to show a record in a column: the library's own rules, with the signature read once."""
    if isinstance(column.column, BaseLinkColumn | ManyToManyColumn):
        return lambda record: BoundRow(record, table=table).get_cell(column.name)
    read = reader(column, sample)
    empty, render, link = column.column.empty_values, column.render, column.link
    wanted, takes_all = signature(render)
    needs_row = takes_all or link or {"bound_row", "bound_column"} & set(wanted)

    def write(record: object) -> object:
        value = read(record)
        if value in empty:
            return column.default
        given = {
            "value": value,
            "record": record,
            "column": column.column,
            "table": table,
        }
        if needs_row:
            given |= {
                "bound_column": column,
                "bound_row": BoundRow(record, table=table),
            }
        content = render(
            **(given if takes_all else {name: given[name] for name in wanted})
        )
        return link(content, **given) if link else content

    return write


def _opening(table: Table, column: BoundColumn, first: bool) -> tuple[str, str]:
    named = column.column.attrs.get("cell", {}).get("class", "")
    classes = f' class="{conditional_escape(named)}"' if named else ""
    row_header = getattr(table, "row_header", None)
    if column.name == row_header or (first and not row_header):
        return f'<th scope="row"{classes}>', "</th>"
    label = conditional_escape(column.header)
    return f'<td data-label="{label}"{classes}>', "</td>"


def _lines(context: template.Context, table: Table) -> Iterator[str]:
    page = getattr(table, "page", None)
    records = page.object_list.data if page else table.data
    cells: list[tuple[str, str, Callable[[Any], Any]]] = []
    for record in records:
        if not cells:
            for at, column in enumerate(table.columns):
                start, end = _opening(table, column, first=not at)
                cells.append((start, end, _writer(table, column, record)))
        yield "<tr>"
        for start, end, write in cells:
            yield f"{start}{render_value_in_context(write(record), context)}{end}"
        yield "</tr>\n"


@register.simple_tag(takes_context=True)
def table_rows(context: template.Context, table: Table) -> SafeString:
    """All `<tr>`s of the present page of a table, cells escaped, the row's name as its header."""
    return SafeString("".join(_lines(context, table)))
