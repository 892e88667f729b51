"""What every template may write: Japanese days and figures, icons, badges, and addresses that keep
a list's state."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.http import HttpRequest, QueryDict
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.sent_forms import FIELD, new_key
from formats import dates

register = template.Library()

NONE = "—"
WEEKDAYS = "月火水木金土日"
# The shape each tone has when no other is named; a state is never colour alone.
SHAPES = {
    "ok": "check",
    "wait": "clock",
    "plan": "ring",
    "warn": "warn",
    "bad": "stop",
    "off": "dash",
}


# --- Days ---------------------------------------------------------------------------------
def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return (
            timezone.localtime(value).date()
            if timezone.is_aware(value)
            else value.date()
        )
    return value if isinstance(value, date) else None


@register.filter
def wareki(value: date | datetime | None) -> str:
    """令和7年11月20日, for text; — for none."""
    day = _day(value)
    return dates.wareki(day) if day else NONE


@register.filter
def wareki_weekday(value: date | datetime | None) -> str:
    """令和7年11月20日（木）, for meetings and due days."""
    day = _day(value)
    return f"{dates.wareki(day)}（{WEEKDAYS[day.weekday()]}）" if day else NONE


@register.filter
def wareki_short(value: date | datetime | None) -> str:
    """R7.11.20, for tables."""
    day = _day(value)
    return dates.wareki_short(day) if day else NONE


@register.filter
def wareki_time(value: datetime | None) -> str:
    """令和7年11月19日 16:42, in the portal's own time zone."""
    if not isinstance(value, datetime):
        return wareki(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{dates.wareki(local.date())} {local:%H:%M}"


@register.filter
def fiscal_year(value: date | datetime | int | None) -> str:
    """令和7年度, from a day or from the western year in which the fiscal year begins."""
    day = _day(value)
    if day:
        return dates.fiscal_year_label(dates.fiscal_year(day))
    return dates.fiscal_year_label(value) if isinstance(value, int) else NONE


@register.filter
def fiscal_year_short(value: date | datetime | int | None) -> str:
    """R7, for table headings; takes what `fiscal_year` takes."""
    day = _day(value)
    if day:
        return dates.fiscal_year_short(dates.fiscal_year(day))
    return dates.fiscal_year_short(value) if isinstance(value, int) else NONE


# --- Figures ------------------------------------------------------------------------------
@register.filter
def comma(value: int | float | Decimal | None) -> str:
    """59,821, with the decimals it came with; — for none."""
    if isinstance(value, int | float | Decimal):
        return f"{value:,}"
    return NONE if value in (None, "") else str(value)


@register.filter
def count(value: int | float | Decimal | None, unit: str = "件") -> str:
    """1,234か所; a figure that does not exist carries no unit."""
    shown = comma(value)
    return shown if shown == NONE else f"{shown}{unit}"


@register.filter
def signed(value: int | float | Decimal | None) -> str:
    """＋3, −1 or 0: a difference always shows its sign."""
    if not isinstance(value, int | float | Decimal):
        return NONE
    if not value:
        return "0"
    return f"{'＋' if value > 0 else '−'}{abs(value):,}"


# --- Icons and badges ---------------------------------------------------------------------
@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A shape of static/icons.svg: silent beside words, named by `label` where it stands alone."""
    source = static("icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#i-{}"/></svg>',
            label,
            source,
            name,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#i-{}"/></svg>', source, name
    )


def _part(thing: object, name: str) -> str:
    value = thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
    return value or ""


@register.simple_tag
def badge(
    what: object,
    tone: str = "",
    shape: str = "",
    bare: bool = False,
    wrap: bool = False,
) -> SafeString:
    """A state as shape and word.

    `what` is the word, or a thing (dict or object) with `text`, `tone` and perhaps `shape`.
    `bare` drops the ground, for tables; `wrap` lets a long text break.
    """
    if isinstance(what, str):
        text = what
    else:
        text = _part(what, "text")
        tone = tone or _part(what, "tone")
        shape = shape or _part(what, "shape")
    shape = shape or SHAPES.get(tone, "info")
    classes = " ".join(
        name for name, on in [(tone, tone), ("bare", bare), ("wrapy", wrap)] if on
    )
    return format_html('<span class="badge {}">{}{}</span>', classes, icon(shape), text)


# --- Addresses ----------------------------------------------------------------------------
def _request(context: template.Context) -> HttpRequest | None:
    # `include … only` drops the variable and keeps the attribute.
    return context.get("request") or getattr(context, "request", None)


def _present(context: template.Context) -> QueryDict:
    request = _request(context)
    return request.GET.copy() if request else QueryDict(mutable=True)


@register.simple_tag(takes_context=True)
def query_set(
    context: template.Context, name: str, value: object, drop: str = ""
) -> str:
    """The present query with one value set (None removes it); `drop` names what else to leave out."""
    query = _present(context)
    for gone in [*drop.split(), name]:
        query.pop(gone, None)
    if value is not None:
        query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_hidden(
    context: template.Context, without: str = "", only: str = ""
) -> SafeString:
    """Hidden inputs that carry the present query through a form, `without` or `only` the names given."""
    skipped, kept = without.split(), only.split()
    pairs = [
        (name, value)
        for name, values in _present(context).lists()
        if name not in skipped and (not kept or name in kept)
        for value in values
    ]
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)


@register.simple_tag(takes_context=True)
def sort_link(context: template.Context, table: object, column: object) -> str:
    """The address that sorts a django-tables2 table by a column, from its first page on."""
    return query_set(
        context,
        table.prefixed_order_by_field,
        column.order_by_alias.next,
        drop=table.prefixed_page_field,
    )


def page_numbers(number: int, last: int) -> Iterator[int | None]:
    """1 … 4 5 6 … 10: the ends and the neighbours; None is a gap of two or more pages."""
    before = 0
    for page in sorted(
        {1, number - 1, number, number + 1, last} & set(range(1, last + 1))
    ):
        if page - before == 2:
            yield before + 1
        elif page - before > 2:
            yield None
        yield page
        before = page


@register.inclusion_tag("_components/pager.html", takes_context=True)
def pager(
    context: template.Context, page: object, param: str = "page", target: str = ""
) -> dict:
    """Links to the pages of a Django `Page`; `target` is the id that htmx puts the answer in."""
    last = page.paginator.num_pages

    def link(number: int) -> dict:
        return {"number": number, "href": query_set(context, param, number)}

    return {
        "links": [
            number and link(number) for number in page_numbers(page.number, last)
        ],
        "current": page.number,
        "last": last,
        "previous": link(page.number - 1) if page.number > 1 else None,
        "next": link(page.number + 1) if page.number < last else None,
        "param": param,
        "target": target,
    }


@register.inclusion_tag("_components/crumbs.html")
def crumbs(*steps: object) -> dict:
    """`{% crumbs "医療機関" "facilities:list" facility.name %}`: word and address in turn, the last word alone.

    An address is a path or the name of a URL without arguments. はじめに is always the first.
    """
    items = [{"label": "はじめに", "url": _address("portal:home")}]
    for at in range(0, len(steps), 2):
        url = _address(str(steps[at + 1])) if at + 1 < len(steps) else ""
        items.append({"label": steps[at], "url": url})
    return {"items": items}


def _address(name: str) -> str:
    if name.startswith(("/", "?", "#")):
        return name
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


@register.simple_tag
def form_key() -> SafeString:
    """The key by which a form that is sent twice does its work once."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())
