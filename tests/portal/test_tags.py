"""Days and figures as offices write them, badges, bars, and addresses that keep a list's state."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory

from portal.templatetags import parts, portal

DAY = date(2025, 11, 20)


def render(text: str, query: str = "", **context: object) -> str:
    request = RequestFactory().get(f"/list/{query}")
    return Template("{% load portal parts %}" + text).render(
        RequestContext(request, context)
    )


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (portal.wareki(DAY), "令和7年11月20日"),
        (portal.wareki_weekday(DAY), "令和7年11月20日（木）"),
        (portal.wareki_short(DAY), "R7.11.20"),
        (portal.fiscal_year(date(2026, 3, 31)), "令和7年度"),
        (portal.fiscal_year(2019), "令和元年度"),
        (portal.fiscal_year_short(2025), "R7"),
        (portal.wareki(None), "—"),
        (portal.fiscal_year(None), "—"),
    ],
)
def test_days_are_written_in_eras(shown, expected):
    assert shown == expected


def test_times_are_shown_in_japan():
    assert (
        portal.wareki_time(datetime(2025, 11, 19, 15, 30, tzinfo=UTC))
        == "令和7年11月20日 00:30"
    )
    assert (
        portal.wareki(datetime(2025, 11, 19, 15, 30, tzinfo=UTC)) == "令和7年11月20日"
    )


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (portal.comma(59821), "59,821"),
        (portal.comma(Decimal("24.10")), "24.10"),
        (portal.comma(0), "0"),
        (portal.comma(None), "—"),
        (portal.count(2963, "機関"), "2,963機関"),
        (portal.count(None, "機関"), "—"),
        (portal.signed(3), "＋3"),
        (portal.signed(-1200), "−1,200"),
        (portal.signed(0), "0"),
        (portal.signed(None), "—"),
    ],
)
def test_figures_carry_their_unit_and_sign(shown, expected):
    assert shown == expected


def test_badge_takes_words_or_a_thing_that_says_its_tone():
    assert 'class="badge ok bare"' in portal.badge("指定中", "ok", bare=True)
    assert portal.badge({"text": "指定中", "tone": "ok"}) == portal.badge(
        "指定中", "ok"
    )
    assert "#i-check" in portal.badge("指定中", "ok")
    assert "#i-hub" in portal.badge("拠点", "ok", "hub")


def test_icon_alone_has_a_name_and_beside_words_is_silent():
    assert 'role="img" aria-label="あり"' in portal.icon("check", "あり")
    assert 'aria-hidden="true"' in portal.icon("check")


def test_query_set_keeps_the_rest_and_drops_what_is_named():
    text = '{% query_set "sort" "-name" drop="page" %}'
    assert render(text, "?q=a%26b&page=3&sort=name") == "?q=a%26b&amp;sort=-name"


def test_query_set_removes_a_value_set_to_none():
    assert render('{% query_set "page" None %}', "?page=3") == "?"


def test_query_hidden_carries_the_query_through_a_form_and_escapes_it():
    html = render(
        '{% query_hidden without="page" %}', '?page=3&q="><b>&filed=a&filed=b'
    )
    assert 'name="page"' not in html
    assert 'value="&quot;&gt;&lt;b&gt;"' in html
    assert html.count('name="filed"') == 2


def test_query_hidden_carries_only_what_is_asked_for():
    assert render('{% query_hidden only="sort" %}', "?q=1&sort=name") == (
        '<input type="hidden" name="sort" value="name">'
    )


@pytest.mark.parametrize(
    ("number", "last", "expected"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 10, [1, 2, None, 10]),
        (3, 5, [1, 2, 3, 4, 5]),
        (4, 10, [1, 2, 3, 4, 5, None, 10]),
        (6, 10, [1, None, 5, 6, 7, None, 10]),
        (10, 10, [1, None, 9, 10]),
    ],
)
def test_page_numbers_show_the_ends_and_the_neighbours(number, last, expected):
    assert list(portal.page_numbers(number, last)) == expected


def test_crumbs_begin_at_the_start_and_end_without_a_link():
    html = render('{% crumbs "医療機関" "/facilities/" name %}', name="<b>")
    assert '<a href="/facilities/">医療機関</a>' in html
    assert '<li aria-current="page">&lt;b&gt;</li>' in html


def test_crumb_of_a_room_that_does_not_exist_is_no_link():
    html = render('{% crumbs "未設置" "nowhere:list" "ここ" %}')
    assert "<li>未設置</li>" in html


@pytest.mark.parametrize(
    ("value", "target", "expected"),
    [
        (34, 38, (75.2, 84.0)),
        (50, 25, (84.0, 42.0)),
        (0, 0, (0.0, 0.0)),
        (Decimal("27.5"), None, (27.5, None)),
        (120, None, (100.0, None)),
        (-5, 10, (0.0, 84.0)),
    ],
)
def test_bar_shows_the_mark_even_beyond_the_target(value, target, expected):
    assert parts.bar_lengths(value, target) == expected


def test_bar_without_a_value_says_so():
    assert render("{% bar None 10 %}").strip().endswith('<span class="quiet">—</span>')


def test_squares_are_counted_in_words_for_those_who_do_not_see_them():
    html = render("{% squares 4 2 1 %}")
    assert html.count("<rect") == 7
    assert 'aria-label="指定済み4、審査中2、予定1"' in html


def test_notice_speaks_only_when_asked():
    assert "role=" not in render('{% notice "bad" %}x{% endnotice %}')
    assert 'role="alert"' in render('{% notice "bad" announce=True %}x{% endnotice %}')


def test_region_is_reached_by_keyboard_and_escapes_its_name():
    html = Template(
        "{% load parts %}{% region name %}<table></table>{% endregion %}"
    ).render(Context({"name": '"><b>'}))
    assert 'tabindex="0"' in html
    assert "<table></table>" in html
    assert "<b>" not in html
