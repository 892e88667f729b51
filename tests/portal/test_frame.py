"""The frame around every page: rooms of each role, the person, marks, and the session's end."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
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


def test_session_end_is_told_from_the_sign_in(settings):
    settings.SESSION_COOKIE_AGE = HOURS_10
    signed_in_at = timezone.now() - timezone.timedelta(hours=9)
    left = frame(Role.OFFICIAL, last_login=signed_in_at).session_left
    assert 3590 <= left <= 3600


def test_session_saved_since_is_not_said_to_be_over(settings):
    settings.SESSION_COOKIE_AGE = HOURS_10
    long_ago = timezone.now() - timezone.timedelta(hours=11)
    assert frame(Role.OFFICIAL, last_login=long_ago).session_left is None


@pytest.mark.django_db
def test_staying_gives_the_session_its_full_length_again(settings):
    client = Client()
    client.force_login(person(Role.OFFICIAL))
    answer = client.post("/stay/")
    assert answer.json() == {"seconds": settings.SESSION_COOKIE_AGE}
    assert client.session["stayed_at"] == pytest.approx(
        timezone.now().timestamp(), abs=60
    )


@pytest.mark.django_db
def test_staying_is_refused_without_a_sign_in():
    assert Client().post("/stay/").status_code == 302


@pytest.mark.django_db
def test_staying_is_not_a_page():
    client = Client()
    client.force_login(person(Role.OFFICIAL))
    assert client.get("/stay/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_styleguide_is_for_staff_of_any_role(role):
    client = Client()
    client.force_login(person(role))
    assert "部品一覧" in client.get("/styleguide/").content.decode()


@pytest.mark.django_db
def test_styleguide_refuses_a_person_without_a_role():
    client = Client()
    client.force_login(User.objects.create(username="nobody"))
    assert client.get("/styleguide/").status_code == 403


@pytest.mark.django_db
def test_page_that_does_not_exist_is_shown_in_the_frame():
    client = Client()
    client.force_login(person(Role.COMMITTEE))
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert "ページが見つかりません" in answer.content.decode()
    assert "報告書" in answer.content.decode()
