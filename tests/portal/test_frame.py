"""The frame around every page: rooms of each role, the person, marks, and the session's end."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.sessions import SEEN_AT, SIGNED_IN_AT
from portal.context import Frame
from tests.factories.people import person

pytestmark = pytest.mark.urls("tests.portal.urls")
HOURS_10 = 10 * 60 * 60


def frame(role: str = "", path: str = "/", **more: object) -> Frame:
    request = RequestFactory().get(path)
    request.user = User(username="sato", role=role, **more) if role else AnonymousUser()
    request.resolver_match = resolve(path)
    request.session = {}
    return Frame(request)


def rooms(role: str) -> list[str]:
    return [room.label for room in frame(role).rooms]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (
            Role.OFFICIAL,
            [
                "はじめに",
                "在宅医療圏",
                "医療機関",
                "指定",
                "施策・事業",
                "指標",
                "報告書",
                "名簿の取込",
            ],
        ),
        (
            Role.HEALTH_CENTRE,
            [
                "はじめに",
                "在宅医療圏",
                "医療機関",
                "指定",
                "施策・事業",
                "指標",
                "報告書",
                "名簿の取込",
            ],
        ),
        (Role.COMMITTEE, ["はじめに", "報告書"]),
        (Role.ADMINISTRATOR, ["はじめに", "管理"]),
        ("", []),
    ],
)
def test_each_role_sees_its_rooms(role, expected):
    assert rooms(role) == expected


@pytest.mark.urls("accounts.urls")
def test_rooms_that_do_not_exist_are_not_shown(rf):
    request = rf.get("/")
    request.user = User(username="sato", role=Role.OFFICIAL)
    assert Frame(request).rooms == []


@pytest.mark.parametrize(
    ("path", "current"),
    [("/", ["はじめに"]), ("/zones/", ["在宅医療圏"]), ("/search/", [])],
)
def test_present_room_is_marked(path, current):
    marked = [room.label for room in frame(Role.OFFICIAL, path).rooms if room.current]
    assert marked == current


def page(frame_: Frame, **more: object) -> str:
    return render_to_string("base.html", {"frame": frame_, **more})


def test_view_may_name_another_room():
    html = page(frame(Role.OFFICIAL, "/search/"), room="zones")
    assert '<a href="/zones/" aria-current="true">在宅医療圏</a>' in html


def test_page_offers_search_notices_and_the_person():
    html = page(frame(Role.OFFICIAL, display_name="佐藤 <b>", department="地域医療課"))
    assert 'role="search" action="/search/"' in html
    assert 'href="/notices/"' in html
    assert "佐藤 &lt;b&gt;" in html
    assert "都道府県担当" in html


def test_page_of_nobody_offers_neither_search_nor_menu():
    html = page(frame())
    assert 'role="search"' not in html
    assert "サインアウト" not in html


def test_page_begins_with_the_skip_link_and_loads_nothing_from_outside():
    html = page(frame(Role.OFFICIAL))
    assert html.index('class="skip" href="#main"') < html.index("<header")
    assert '<main id="main">' in html
    assert '"selfRequestsOnly":true' in html
    assert "http" not in html.replace("htmx", "")


def test_demonstration_is_marked_on_every_page(settings):
    settings.DEMONSTRATION, settings.PREFECTURE_NAME = True, "北海道"
    assert "北海道（試験用・架空データ）" in page(frame())
    settings.DEMONSTRATION = False
    assert "架空" not in page(frame())


def test_session_of_nobody_has_no_end_to_tell():
    assert frame().session_left is None
    assert "data-session-left" not in page(frame())


@pytest.mark.parametrize(
    ("signed_in", "seen", "minutes"),
    [(9, 0, 30), (9.75, 0, 15), (1, 0.25, 15)],
    ids=["idle", "whole length", "idle for a while"],
)
def test_session_ends_after_idling_or_after_its_whole_length(
    settings, signed_in, seen, minutes
):
    settings.SESSION_COOKIE_AGE, settings.SESSION_IDLE_SECONDS = HOURS_10, 30 * 60
    now = timezone.now().timestamp()
    framed = frame(Role.OFFICIAL)
    framed.request.session = {
        SIGNED_IN_AT: now - signed_in * 3600,
        SEEN_AT: now - seen * 3600,
    }
    assert framed.session_left == pytest.approx(minutes * 60, abs=5)


@pytest.mark.django_db
def test_staying_lets_the_session_idle_for_its_full_time_again(settings):
    client = Client()
    client.force_login(person(Role.OFFICIAL))
    session = client.session
    session[SEEN_AT] -= 20 * 60
    session.save()
    left = client.post("/stay/").json()["seconds"]
    assert left == pytest.approx(settings.SESSION_IDLE_SECONDS, abs=60)
