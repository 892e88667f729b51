"""Every table of the pages of zones and of figures can be taken as Excel and as CSV."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import indicators, people, places
from tests.factories.facilities import LISTED_ON
from tests.indicators.conftest import corner

__all__ = ["corner"]
TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
CSV = re.compile(r'href="([^"]*format=csv[^"]*)"')
# The table of a chart, whose numbers are in the table below it; who is designated and what was
# changed have pages of their own with files.
ELSEWHERE = re.compile(
    r"訪問診療の需要</caption>|現在の指定</caption>|table class=\"diff"
)


@pytest.fixture
def official(corner):
    indicators.target(indicators.indicator(corner.version, "ZS90"), 5)
    client = Client()
    client.force_login(people.official())
    return client


def addresses(corner):
    rooms = ("list", "progress", "figures", "matrix", "map", "demand", "logic")
    yield from (reverse(f"indicators:{one}") for one in rooms)
    yield reverse("indicators:detail", args=[corner.version.indicators.first().pk])
    yield reverse("zones:list")
    yield reverse("zones:detail", args=[places.zone("札幌").pk])
    yield reverse("zones:municipality", args=[corner.city.pk])


def test_each_table_of_a_page_is_a_sheet_and_a_csv_file(official, corner):
    on = LISTED_ON.isoformat()
    seen = 0
    for address in addresses(corner):
        page = official.get(address, {"on": on}).content.decode()
        tables = [one for one in TABLE.findall(page) if not ELSEWHERE.search(one)]
        links = {link.replace("&amp;", "&") for link in CSV.findall(page)}
        assert len(links) >= len(tables), address
        if not links:
            continue
        answer = official.get(address, {"on": on, "format": "xlsx"})
        book = load_workbook(io.BytesIO(answer.content))
        assert len(book.sheetnames) > len(tables), address
        heads = {
            tuple(
                next(
                    csv.reader(
                        io.StringIO(
                            official.get(address + one).content.decode("utf-8-sig")
                        )
                    )
                )
            )
            for one in links
        }
        assert len(heads) == len(links), address
        seen += len(tables)
    assert seen >= 10
