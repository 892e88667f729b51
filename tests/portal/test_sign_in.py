"""The pages of sign-in, sign-out, password and second factor, in the portal's look and words."""

import re

import pytest
from django.test import Client

from accounts.roles import Role
from tests.factories.people import PASSWORD, person

pytestmark = [pytest.mark.urls("tests.portal.urls"), pytest.mark.django_db]


@pytest.fixture
def user():
    return person(Role.OFFICIAL, "sato")


@pytest.fixture
def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def words(html: str) -> str:
    """What a reader sees: no tags, no scripts, no head."""
    body = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"<[^>]+>", " ", body)


def test_sign_in_says_what_went_wrong_and_leads_to_the_box(client, user):
    answer = client.post("/account/login/", {"login": "sato", "password": "wrong"})
    html = answer.content.decode()
    assert "サインインできませんでした" in html
    assert 'role="alert"' in html


def test_sign_in_with_an_empty_password_marks_the_field(client):
    html = client.post(
        "/account/login/", {"login": "sato", "password": ""}
    ).content.decode()
    assert '<a href="#id_password">' in html
    assert 'aria-invalid="true"' in html


def test_sign_in_opens_the_start_page(client, user):
    answer = client.post("/account/login/", {"login": "sato", "password": PASSWORD})
    assert answer.url == "/"


def test_repeated_mistakes_show_the_page_that_says_how_long(client, user):
    for _ in range(5):
        answer = client.post("/account/login/", {"login": "sato", "password": "wrong"})
    assert answer.status_code == 429
    assert "しばらくサインインできません" in words(answer.content.decode())
    assert "15分たつと" in words(answer.content.decode())


@pytest.mark.parametrize(
    "path",
    [
        "/account/logout/",
        "/account/password/",
        "/account/confirm/",
        "/account/2fa/",
        "/account/2fa/totp/activate/",
    ],
)
def test_account_page_is_japanese_throughout(signed_in, path):
    signed_in.post("/account/confirm/", {"password": PASSWORD})
    answer = signed_in.get(path)
    assert answer.status_code == 200
    seen = re.sub(r"\b(ID|QR|URL)\b", "", words(answer.content.decode()))
    assert not re.search(r"[A-Za-z]{3,}", seen), seen


def test_sign_out_asks_first_and_then_leaves(signed_in):
    assert "サインアウトしますか" in signed_in.get("/account/logout/").content.decode()
    signed_in.post("/account/logout/")
    assert "_auth_user_id" not in signed_in.session


def test_second_factor_from_set_up_to_recovery_codes(signed_in, user):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    signed_in.post("/account/confirm/", {"password": PASSWORD})
    assert "使用中" in signed_in.get("/account/2fa/").content.decode()
    assert (
        "使用をやめますか"
        in signed_in.get("/account/2fa/totp/deactivate/").content.decode()
    )
    made = signed_in.post("/account/2fa/recovery-codes/generate/", follow=True)
    assert "10個のうち10個が残っています" in made.content.decode()


def test_second_factor_is_asked_for_after_the_password(client, user):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    answer = client.post(
        "/account/login/", {"login": "sato", "password": PASSWORD}, follow=True
    )
    assert "6けたの番号" in answer.content.decode()
