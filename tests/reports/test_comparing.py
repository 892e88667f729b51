"""Two editions or two days beside each other: on the page, in Excel, with their pages."""

import io
from datetime import date

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, User
from reports import comparing
from reports.snapshots.facts import Act, Facts, ZoneTowns
from tests.factories import designations, people, places
from tests.factories.reports import edition, frozen

ZONES = (ZoneTowns("01", "札幌", ("札幌市",)),)
HUB = Act("拠-1", "hub", "みほん医師会", ("札幌",), date(2025, 8, 1))


@pytest.fixture
def older(db):
    facts = Facts(date(2025, 4, 1), zones=ZONES)
    return edition(**frozen(facts=facts, as_of=facts.day), as_of=facts.day)


@pytest.fixture
def newer(db):
    facts = Facts(date(2025, 10, 1), zones=ZONES, acts=(HUB,))
    return edition(**frozen(facts=facts, foreword="はじめの文"))


def shown(user: User, name: str = "compare", **asked: object):
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"reports:{name}"), asked)


def test_two_editions_stand_beside_each_other_by_day(older, newer):
    """Whichever is named first, the earlier day is the one before."""
    member = people.committee_member()
    page = shown(member, before=newer.pk, after=older.pk).content.decode()
    assert page.index("令和7年4月1日現在　公表") < page.index(
        "令和7年10月1日現在　公表"
    )
    assert "拠点の新規指定" in page
    assert "みほん医師会" in page
    assert "はじめの文" in page
    assert "前の1ページ" in page


def test_excel_has_the_same_changes(older, newer):
    member = people.committee_member()
    response = shown(member, "compare-xlsx", before=older.pk, after=newer.pk)
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == [
        "要点の数",
        "変化のまとめ",
        "変化の内訳",
        "版の違い",
        "出典",
    ]
    rows = list(book["変化の内訳"].values)
    assert rows[0] == ("変化", "圏域", "名称", "前", "後")
    assert rows[1][:3] == ("拠点の新規指定", "札幌", "みほん医師会")
    assert AuditEvent.objects.filter(action="export_comparison").count() == 1


def test_two_days_are_compared_from_the_records(db):
    day = date(2025, 8, 1)
    designations.entered(designations.zone(), decided_on=day, effective_from=day)
    page = shown(people.official(), before_day="R7.4.1", after_day="R7.10.1")
    assert "今の記録による" in page.content.decode()
    assert [item.sort for item in page.context["found"].items] == ["hub_new"]


def test_a_day_before_any_plan_has_nothing_in_it(db):
    places.plan({"札幌": [places.municipality("01101", "札幌市中央区")]})
    page = shown(people.official(), before_day="H10.4.1", after_day="R7.10.1")
    sorts = {item.sort for item in page.context["found"].items}
    assert sorts == {"zone_new"}


def test_members_compare_what_is_published_and_no_days(older):
    member = people.committee_member()
    draft = edition(status="draft")
    page = shown(member, before=older.pk, after=draft.pk)
    assert "found" not in page.context
    page = shown(member, before=older.pk, after_day="R7.10.1")
    assert "後の版を選んでください" in page.content.decode()
    elsewhere = people.committee_member("15")
    assert "found" not in shown(elsewhere, before=older.pk, after=older.pk).context


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"after_day": "R7.10.1"}, "前の版か日を選んでください"),
        ({"before_day": "R7.13.1", "after_day": "R7.10.1"}, "R7.13.1"),
    ],
)
def test_the_form_says_what_is_missing(db, asked, said):
    assert said in shown(people.official(), **asked).content.decode()


def test_an_edition_without_facts_says_that_it_cannot_be_compared(newer):
    bare = edition(**frozen(facts=None))
    with pytest.raises(comparing.NoFacts, match="比べるためのデータ"):
        comparing.side_of_edition(bare)
    page = shown(people.official(), before=bare.pk, after=newer.pk).content.decode()
    assert "比べるためのデータを持たない" in page


def test_an_edition_of_another_form_says_that_it_cannot_be_compared(newer):
    old = edition(snapshot='{"kind":"progress","schema":1}')
    page = shown(people.official(), before=old.pk, after=newer.pk).content.decode()
    assert "様式が違うため、比べられません" in page
    client = Client()
    client.force_login(people.official())
    assert client.get(reverse("reports:preview", args=[old.pk])).status_code == 302
