"""A list as one request sees it: one page of it, its menus, its saved views, or the whole as a file."""

from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import quote

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.lists.table import PICK, ListTable
from accounts.models import SavedView
from formats.csv_text import write_csv
from formats.tables import Table
from formats.workbook import write_workbook

PAGE_SIZES = (50, 100, 200)
# As many as one change in bulk takes; each is written with its history in one transaction.
MOST_AT_ONCE = 500
FORMATS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
# What the address holds beside the state of the list.
PASSING = ("page", "format")


def page_size(query: QueryDict) -> int:
    """How many rows a page has, as the address asks."""
    asked = query.get("per_page", "")
    return int(asked) if asked in map(str, PAGE_SIZES) else PAGE_SIZES[0]


def size_menu(size: int) -> list[dict[str, object]]:
    return [{"number": number, "chosen": number == size} for number in PAGE_SIZES]


def all_at_once(page: Page) -> int:
    """The number of all rows, where a change in bulk may take them and a page does not show them."""
    number = page.paginator.count
    return number if page.has_other_pages() and number <= MOST_AT_ONCE else 0


def state_of(query: QueryDict) -> str:
    """The state of a list as a query: everything but the page and the kind of file."""
    kept = query.copy()
    for name in PASSING:
        kept.pop(name, None)
    pairs = QueryDict(mutable=True)
    for name in sorted(kept):
        if values := [value for value in kept.getlist(name) if value]:
            pairs.setlist(name, values)
    return pairs.urlencode()


class SavedViews:
    """The saved views of a list that a person may use, and the one that is shown now."""

    def __init__(self, request: HttpRequest, which: str) -> None:
        self.request, self.which = request, which
        self.state = state_of(request.GET)
        self.may_share = bool(request.user.role)
        self.role = request.user.get_role_display()

    def __iter__(self) -> Iterator[dict[str, object]]:
        return iter(self.items)

    @cached_property
    def items(self) -> list[dict[str, object]]:
        user, address = self.request.user, reverse(self.which)
        saved = SavedView.objects.visible_to(user).filter(which=self.which)
        return [
            {
                "pk": view.pk,
                "label": view.name,
                "url": f"{address}?{view.query}" if view.query else address,
                "current": view.query == self.state,
                "shared": view.shared,
                "own": view.owner_id == user.pk,
                "owner": view.owner,
            }
            for view in saved.select_related("owner").order_by("name", "pk")
        ]

    @property
    def own(self) -> list[dict[str, object]]:
        return [item for item in self.items if item["own"]]


class Listing:
    """What ``lists/results.html`` shows. ``title`` names the list in the file.

    ``bulk_where`` is what the list is narrowed by beside its conditions; None where a change takes
    ticked rows only, since not all that a list shows can be changed.
    """

    def __init__(
        self,
        request: HttpRequest,
        table: ListTable,
        *,
        which: str,
        title: str,
        as_of: date | None = None,
        bulk_url: str = "",
        bulk_label: str = "選んだものをまとめて変更する",
        bulk_where: Mapping[str, object] | None = None,
    ) -> None:
        self.request, self.table, self.title, self.as_of = request, table, title, as_of
        self.size = page_size(request.GET)
        self.sizes = size_menu(self.size)
        self.columns = table.menu(table.shown)
        self.views = SavedViews(request, which)
        self.bulk_url = bulk_url if PICK in table.columns.names() else ""
        self.bulk_label, self.bulk_where = bulk_label, bulk_where
        table.paginate(per_page=self.size)
        table.page = table.paginator.get_page(request.GET.get("page"))
        takes_all = self.bulk_url and bulk_where is not None
        self.bulk_all = all_at_once(table.page) if takes_all else 0

    @property
    def records(self) -> list:
        """The rows of the present page, for what is prepared for all of them at once."""
        return list(self.table.page.object_list.data)

    def download(self) -> HttpResponse | None:
        """The whole list as a file, where the address asks for one: rows and columns as shown."""
        form = self.request.GET.get("format", "")
        if form not in FORMATS:
            return None
        columns = self.table.file_columns()
        written = Table(
            title=self.title,
            columns=[column for column, _ in columns],
            rows=(
                [_plain(read(row)) for _, read in columns] for row in self.table.data
            ),
            source=getattr(self.table, "source", ""),
            as_of=self.as_of,
        )
        body = write_workbook([written]) if form == "xlsx" else write_csv(written)
        day = f"_{self.as_of:%Y%m%d}" if self.as_of else ""
        name = quote(f"{self.title}{day}.{form}")
        return HttpResponse(
            body,
            content_type=FORMATS[form],
            headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
                "X-Content-Type-Options": "nosniff",
            },
        )


def _plain(value: object) -> object:
    return "、".join(map(str, value)) if isinstance(value, tuple | list) else value
