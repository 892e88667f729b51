"""A list as a django-tables2 table that knows which columns to show and what goes into a file."""

from collections.abc import Callable, Iterable
from typing import Any

import django_tables2 as tables
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Model, QuerySet
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.columns import BoundColumn
from django_tables2.data import TableListData
from django_tables2.utils import OrderBy

from formats.tables import NUMERIC, Column, Kind

Read = Callable[[Any], Any]
PICK = "pick"


class ListColumn(tables.Column):
    """A column of a list.

    ``kind`` and ``unit`` are those of ``formats.tables.Column``, for the file. ``sort`` names the
    fields of a query that the column sorts by, the unique key being added; unknown values come last.
    ``usual`` is False for a column that shows only when it is chosen.
    """

    def __init__(
        self,
        header: str,
        *,
        kind: Kind = "text",
        unit: str = "",
        sort: tuple[str, ...] = (),
        usual: bool = True,
        css: str = "",
        **more: Any,
    ) -> None:
        css = css or ("num" if kind in NUMERIC else "")
        if css:
            more["attrs"] = {"cell": {"class": css}}
        super().__init__(header, **more)
        self.kind, self.unit, self.sort, self.usual = kind, unit, sort, usual

    def order(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        if not self.sort:
            return queryset, False
        first, *then = self.sort
        column = F(first)
        order = (
            column.desc(nulls_last=True)
            if is_descending
            else column.asc(nulls_last=True)
        )
        return queryset.order_by(order, *then, "pk"), True


class PickColumn(tables.Column):
    """A box to tick for a change in bulk; the form that takes it stands elsewhere on the page.

    Where ``may`` says no there is no box, since nothing of the record could be changed.
    """

    def __init__(
        self,
        form: str,
        label: Callable[[Any], str],
        may: Callable[[Any], bool] | None = None,
    ) -> None:
        css = {"cell": {"class": "pick"}}
        super().__init__("選ぶ", accessor="pk", orderable=False, attrs=css)
        self.form, self.label, self.may = form, label, may

    def render(self, value: object, record: Any) -> SafeString | str:
        if self.may is not None and not self.may(record):
            return ""
        return format_html(
            '<label class="choice"><input type="checkbox" name="pk" value="{}" form="{}">'
            '<span class="hide">{}を選ぶ</span></label>',
            value,
            self.form,
            self.label(record),
        )


class Rows(TableListData):
    """Rows that are already read, sorted by one column, what is unknown last."""

    def order_by(self, aliases: Iterable[str]) -> None:
        for alias in reversed([OrderBy(alias) for alias in aliases]):
            column = self.table.columns[alias.bare]
            accessor = column.order_by[0].bare if column.order_by else alias.bare
            read = tables.A(accessor)
            known, unknown = [], []
            for record in self.data:
                value = read.resolve(record, quiet=True)
                (unknown if value in (None, "") else known).append((value, record))
            known.sort(key=lambda pair: pair[0], reverse=alias.is_descending)
            self.data[:] = [record for _, record in (*known, *unknown)]


class ListTable(tables.Table):
    """The table of a list, for the columns and the order that the address asks for.

    Beside its columns a table may give ``value_NAME(record)``, what the file holds where it is not
    the column's own value, and what ``django_tables2/portal.html`` names.
    """

    dense = stack = True
    row_header = "name"

    class Meta:
        template_name = "lists/results.html"

    def __init__(
        self,
        data: QuerySet | list,
        query: QueryDict,
        *,
        pick: PickColumn | None = None,
        **more: Any,
    ) -> None:
        self.shown = chosen_columns(type(self), query.getlist("col"))
        hidden = [
            name
            for name in self.base_columns
            if name not in self.shown and name != self.row_header
        ]
        if pick is not None:
            more["extra_columns"] = [(PICK, pick)]
            more["sequence"] = (PICK, "...")
        rows = data if isinstance(data, QuerySet) else Rows(list(data))
        super().__init__(rows, exclude=hidden, **more)
        self.order_by = query.getlist("sort") or self._meta.order_by

    @classmethod
    def menu(cls, shown: set[str]) -> list[dict[str, object]]:
        """All columns that can be shown or not, for the menu."""
        return [
            {"name": name, "label": column.header, "shown": name in shown}
            for name, column in cls.base_columns.items()
            if name != cls.row_header
        ]

    def file_columns(self) -> list[tuple[Column, Read]]:
        """What the file holds: the columns of the page in their order, each with its value."""
        sample = next(iter(self.data), None)
        return [
            (
                Column(
                    str(bound.header),
                    kind=getattr(bound.column, "kind", "text"),
                    unit=getattr(bound.column, "unit", ""),
                ),
                getattr(self, f"value_{bound.name}", None) or reader(bound, sample),
            )
            for bound in self.columns
            if bound.name != PICK
        ]


def chosen_columns(table: type[ListTable], asked: list[str]) -> set[str]:
    """The names of the columns to show: those asked for, else the usual ones."""
    known = table.base_columns
    return {name for name in asked if name in known} or {
        name for name, column in known.items() if getattr(column, "usual", True)
    }


def reader(column: BoundColumn, sample: object) -> Read:
    """How to find a column's value in a record: words for a field with choices, else the accessor."""
    accessor = column.accessor
    field = None
    if isinstance(sample, Model):
        try:
            field = accessor.get_field(sample)
        except FieldDoesNotExist:
            field = None
    if (
        field is not None
        and getattr(field, "choices", None)
        and len(accessor.bits) == 1
    ):
        display = f"get_{accessor.bits[0]}_display"
        return lambda record: getattr(record, display)()
    return lambda record: accessor.resolve(record, quiet=True)
