"""The one table template: what a list says about itself, and that its rows equal the library's."""

import django_tables2 as tables
import pytest
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils.html import conditional_escape

from accounts.models import User

ROWS = [
    {"name": "十勝", "beds": 20, "note": "<b>太字</b>"},
    {"name": "札幌", "beds": 0, "note": ""},
    {"name": "北見", "beds": 7, "note": None},
]


class Zones(tables.Table):
    caption = "圏域の一覧"
    unit = "圏域"
    source = "届出受理医療機関名簿"
    empty_help = "条件を減らしてください。"

    name = tables.Column("圏域")
    beds = tables.Column("病床", attrs={"cell": {"class": "num"}})
    note = tables.Column("備考", orderable=False)

    class Meta:
        empty_text = "圏域はありません"

    def render_beds(self, value: int, record: dict, bound_column: object) -> str:
        return f"{value}床（{record['name']}・{bound_column.header}）"


class People(tables.Table):
    username = tables.Column(linkify=lambda record: f"/people/{record.username}/")
    role = tables.Column()
    shout = tables.TemplateColumn("<i>{{ record.username }}!</i>")


def shown(rows: list, query: str = "", per_page: int = 2) -> str:
    request = RequestFactory().get(f"/list/{query}")
    table = Zones(rows)
    tables.RequestConfig(request, paginate={"per_page": per_page}).configure(table)
    return get_template("django_tables2/portal.html").render({"table": table}, request)


def test_list_says_what_it_is_how_many_and_where_from():
    html = shown(ROWS)
    assert 'aria-label="圏域の一覧" tabindex="0"' in html
    assert '<caption class="hide">圏域の一覧（3圏域中1から2）</caption>' in html
    assert '<p class="count" role="status"><b>3</b>圏域中 1〜2圏域</p>' in html
    assert "出典：届出受理医療機関名簿" in html


def test_row_is_named_by_its_first_cell():
    html = shown(ROWS)
    assert '<th scope="row">十勝</th>' in html
    assert '<td data-label="病床" class="num">20床（十勝・病床）</td>' in html


def test_cells_are_escaped():
    assert "&lt;b&gt;太字&lt;/b&gt;" in shown(ROWS)


def test_sorted_column_is_marked_and_the_next_click_turns_it():
    html = shown(ROWS, "?sort=beds&q=x&page=2")
    assert 'class="num" aria-sort="ascending"' in html
    assert 'href="?q=x&amp;sort=-beds"' in html


def test_column_that_cannot_be_sorted_is_no_link():
    assert '<th scope="col">備考</th>' in shown(ROWS)


def test_pages_keep_the_query():
    html = shown(ROWS, "?q=x")
    assert 'href="?q=x&amp;page=2"' in html
    assert 'aria-current="page"' in html


def test_one_page_needs_no_pager():
    assert 'class="pager"' not in shown(ROWS, per_page=5)


def test_empty_list_says_why_and_what_to_do():
    html = shown([])
    assert "圏域はありません" in html
    assert "条件を減らしてください。" in html
    assert "<table" not in html


def test_list_works_without_script():
    html = shown(ROWS)
    assert "hx-get" not in html
    assert 'hx-boost="true"' in html


@pytest.mark.parametrize(
    "table", [Zones(ROWS), People([User(username="a<b", role="official")])]
)
def test_rows_equal_those_of_the_library(table):
    html = get_template("django_tables2/portal.html").render({"table": table})
    for row in table.rows:
        for _, cell in row.items():
            assert f">{conditional_escape(cell)}</t" in html


def test_field_with_choices_is_shown_in_words():
    table = People([User(username="a", role="official")])
    assert "都道府県担当" in get_template("django_tables2/portal.html").render(
        {"table": table}
    )
