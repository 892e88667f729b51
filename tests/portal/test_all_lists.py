"""What holds for every list: columns, order, pages, words, files, saved views; without script."""

import io

import openpyxl
import pytest
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse

from accounts.lists.listing import state_of
from accounts.lists.search import matches
from accounts.lists.table import ListColumn, ListTable
from accounts.models import SavedView
from accounts.saved_views import save_view
from designations.tables import ActTable
from facilities.tables import FacilityTable
from imports.upload_list import UploadTable
from programs.tables import ActivityTable, GrantTable, ProgramTable
from reports.library_list import EditionTable
from tests.authz.world import make_world
from tests.factories import people

List = SavedView.List
# list → table, and what the address says so that the list has rows
LISTS = {
    List.FACILITIES: (FacilityTable, {}),
    List.DESIGNATIONS: (ActTable, {"view": "cases"}),
    List.PROGRAMS: (ProgramTable, {}),
    List.GRANTS: (GrantTable, {}),
    List.ACTIVITIES: (ActivityTable, {}),
    List.UPLOADS: (UploadTable, {}),
    List.REPORTS: (EditionTable, {"view": "table"}),
}


@pytest.fixture(scope="module")
def whole(django_db_setup, django_db_blocker):
    """One of everything, made once: each test takes back what it writes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(whole, db):
    return whole


def rows_of(answer):
    """The table of a list page, whatever other tables the page has."""
    context = answer.context
    return context["listing"].table if "listing" in context else context["table"]


@pytest.fixture
def page(client, world):
    client.force_login(world.people["official"])
    return client


def test_every_list_that_can_be_saved_is_tested():
    assert set(LISTS) == set(List)


@pytest.mark.parametrize("which", LISTS)
def test_every_column_shows_sorts_and_goes_into_the_file(page, which):
    table, query = LISTS[which]
    names = [name for name in table.base_columns if name != "name"]
    everything = {**query, "col": names}
    shown = page.get(reverse(which), everything)
    assert shown.status_code == 200
    number = rows_of(shown).page.paginator.count
    assert number >= 1
    for name, column in table.base_columns.items():
        if column.orderable is not False:
            # The same table orders the page and the file: each is asked for one of the two ways.
            up, down = {**query, "sort": name}, {**query, "sort": f"-{name}"}
            assert page.get(reverse(which), up).status_code == 200
            file = page.get(reverse(which), {**down, "format": "csv"})
            assert file.status_code == 200
    book = page.get(reverse(which), {**everything, "format": "xlsx"}).content
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]
    header, *rows = sheet.values
    assert len(header) == len(names) + 1
    assert len(rows) == number
    csv = page.get(reverse(which), {**everything, "format": "csv"}).content
    assert csv.decode("utf-8-sig").splitlines()[0].count(",") == len(names)


@pytest.mark.parametrize("which", LISTS)
def test_every_list_is_narrowed_by_words(page, which):
    query = LISTS[which][1]
    found = page.get(reverse(which), {**query, "q": "どこにもない言葉"})
    assert rows_of(found).page.paginator.count == 0
    file = page.get(reverse(which), {**query, "q": "どこにもない言葉", "format": "csv"})
    assert len(file.content.decode("utf-8-sig").splitlines()) == 1


@pytest.mark.parametrize("which", LISTS)
def test_file_holds_the_columns_that_were_chosen(page, which):
    table, query = LISTS[which]
    chosen = next(name for name in table.base_columns if name != "name")
    file = page.get(reverse(which), {**query, "col": chosen, "format": "csv"})
    assert file.content.decode("utf-8-sig").splitlines()[0].count(",") == 1


@pytest.mark.parametrize("which", LISTS)
def test_view_is_saved_shared_and_forgotten(page, world, which):
    query = {**LISTS[which][1], "sort": "-name", "q": "", "page": "3"}
    address = reverse(which)
    form = page.get(address, query).content.decode()
    assert 'name="which"' in form
    state = state_of(page.get(address, query).wsgi_request.GET)
    sent = {"which": which, "name": "私の見方", "query": state, "shared": "on"}
    answer = page.post(reverse("portal:view-save"), sent)
    assert answer.url == f"{address}?{state}"
    assert "page=" not in state
    assert "見方：私の見方" in page.get(answer.url).content.decode()
    colleague = people.official()
    page.force_login(colleague)
    assert "私の見方" in page.get(address, query).content.decode()
    view = SavedView.objects.get(owner=world.people["official"])
    assert page.post(reverse("portal:view-remove", args=[view.pk])).status_code == 404
    page.force_login(world.people["official"])
    page.post(reverse("portal:view-remove", args=[view.pk]))
    assert not SavedView.objects.filter(pk=view.pk).exists()


def test_view_is_seen_by_whom_it_is_shared_with(world):
    mine = world.people["official"]
    own = save_view(which=List.REPORTS, name="自分", query="", shared=False, by=mine)
    shared = save_view(which=List.REPORTS, name="共有", query="", shared=True, by=mine)

    def seen(user):
        return set(SavedView.objects.visible_to(user).filter(which=List.REPORTS))

    assert seen(mine) == {own, shared}
    assert seen(people.official()) == {shared}
    assert seen(people.official("15")) == set()
    assert seen(world.people["clerk"]) == set()


def test_same_name_replaces_ones_own_view(world):
    mine = world.people["official"]
    for query in ("sort=name", "sort=-name"):
        save_view(which=List.GRANTS, name="並び", query=query, shared=False, by=mine)
    assert SavedView.objects.get(owner=mine).query == "sort=-name"


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "長" * 41}, {"which": "admin:index"}]
)
def test_view_that_cannot_be_saved_says_so(page, wrong):
    sent = {"which": List.REPORTS, "name": "名前", "query": ""} | wrong
    answer = page.post(reverse("portal:view-save"), sent, follow=True)
    assert "見方を保存できませんでした" in answer.content.decode()
    assert not SavedView.objects.filter(name=sent["name"]).exists()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ﾀｶﾊｼ", True),
        ("髙橋", True),
        ("高崎", True),
        ("茅ケ崎", True),
        ("高橋　内科", True),
        ("高橋 外科", False),
        ("　", True),
    ],
)
def test_words_meet_in_any_width_kana_and_form(typed, found):
    parts = ("高橋内科（タカハシ）", "高﨑市", None, "茅ヶ﨑")
    assert matches(typed, *parts) is found


class Things(ListTable):
    name = ListColumn("名")
    size = ListColumn("大きさ", kind="integer")


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("size", ["乙", "甲", "丙"]),
        ("-size", ["甲", "乙", "丙"]),
        ("無い列", ["甲", "丙", "乙"]),
    ],
)
def test_unknown_values_come_last_in_either_order(sort, expected):
    rows = [
        {"name": "甲", "size": 20},
        {"name": "丙", "size": None},
        {"name": "乙", "size": 3},
    ]
    table = Things(rows, QueryDict(f"sort={sort}"))
    assert [row["name"] for row in table.data] == expected


def test_state_of_a_list_is_the_same_whatever_the_order_of_its_parts():
    one = state_of(QueryDict("sort=-a&col=x&col=y&page=2&q="))
    assert one == state_of(QueryDict("q=&col=x&format=csv&col=y&sort=-a"))
    assert one == "col=x&col=y&sort=-a"
