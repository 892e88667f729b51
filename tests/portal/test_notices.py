"""The page of notices and the bell: what one sees, reads and does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from accounts.notices import Audience, notify
from accounts.roles import Role
from tests.browser import axe
from tests.factories import people, places

ADDRESS = "/notices/"


@pytest.fixture
def official(db):
    return people.official()


@pytest.fixture
def page(client, official):
    client.force_login(official)
    return client


def tell(key, text="適合確認で3件見つかりました", **more):
    place = Audience(Role.OFFICIAL, "01")
    more = {"link": "/designations/", "by": None, **more}
    return notify(to=place, text=text, key=key, **more)


def test_bell_counts_what_is_unread(page):
    tell("a")
    tell("b")
    assert "2<span" in page.get("/").content.decode()


def test_opening_marks_as_read_and_goes_there(page, official):
    notice = tell("a")
    answer = page.post(reverse("portal:notice-open", args=[notice.pk]))
    assert answer.url == "/designations/"
    assert official.unread_notices() == 0
    assert notice.text in page.get(ADDRESS, {"show": "all"}).content.decode()
    assert notice.text not in page.get(ADDRESS).content.decode()


def test_opening_leads_nowhere_outside(page):
    notice = tell("a")
    Notice.objects.update(link="//example.com/")
    answer = page.post(reverse("portal:notice-open", args=[notice.pk]))
    assert answer.url == ADDRESS


def test_all_are_marked_as_read(page, official):
    tell("a")
    tell("b")
    page.post(ADDRESS)
    assert official.unread_notices() == 0


def test_task_says_how_much_time_is_left_and_who_did_it(page):
    today = timezone.localdate()
    tell("a", "過ぎた依頼", due_on=today - timedelta(days=2))
    tell("b", "今日の依頼", due_on=today)
    task = tell("c", "先の依頼", due_on=today + timedelta(days=20))
    shown = page.get(ADDRESS, {"show": "tasks"}).content.decode()
    for words in ("期限を2日過ぎています", "今日が期限", "あと20日"):
        assert words in shown
    assert (
        shown.index("過ぎた依頼") < shown.index("今日の依頼") < shown.index("先の依頼")
    )
    page.post(reverse("portal:notice-finish", args=[task.pk]))
    assert "済み（県庁 花子）" in page.get(ADDRESS, {"show": "all"}).content.decode()
    page.post(reverse("portal:notice-reopen", args=[task.pk]))
    assert "先の依頼" in page.get(ADDRESS, {"show": "tasks"}).content.decode()


def test_task_is_named_on_the_start_page(page):
    tell("a", "拠点の報告を集める", due_on=timezone.localdate() - timedelta(days=1))
    shown = page.get("/").content.decode()
    assert "期限を過ぎた依頼" in shown
    assert "拠点の報告を集める" in shown


def test_list_asks_the_same_however_long_it_is(page, django_assert_num_queries):
    tell("a")
    page.get(ADDRESS)
    with django_assert_num_queries(20, exact=False) as few:
        page.get(ADDRESS)
    for number in range(20):
        tell(f"b{number}")
    with django_assert_num_queries(len(few)):
        page.get(ADDRESS)


def test_notices_in_a_browser(open_page, official):
    places.prefecture("01")
    tell("a", detail="十勝圏域に拠点がありません。\n候補を選んでください。")
    tell("b", "先の依頼", due_on=timezone.localdate() + timedelta(days=3))
    page = open_page(user=official)
    page.goto(ADDRESS)
    axe(page)
    page.get_by_role("button", name="済みにする").click()
    page.get_by_text("「先の依頼」を済みにしました。").wait_for()
    axe(page)
    page.goto(ADDRESS)
    page.get_by_role("button", name="内容を見る").click()
    page.wait_for_url("**/designations/")
    assert page.locator(".bell b").count() == 0
