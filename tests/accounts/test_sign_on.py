"""Sign-on behind a proxy: only the trusted one is believed, and only when the person asks for it."""

import pytest
from django.test import Client

from accounts.models import AuditEvent, User
from accounts.roles import Role
from tests.factories.people import person

pytestmark = pytest.mark.django_db
SATO = {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_REMOTE_USER": "sato"}


@pytest.fixture
def proxied(settings):
    settings.SIGN_ON_HEADER = "HTTP_X_REMOTE_USER"
    settings.SIGN_ON_PROXIES = ["192.0.2.7"]


def sign_on(client, **named):
    return client.post("/account/sign-on/", **named)


def test_the_trusted_proxy_signs_in(client, sato, proxied, settings):
    settings.MFA_REQUIRED = True
    answer = client.post("/account/sign-on/", {"next": "/facilities/"}, **SATO)
    assert answer.url == "/facilities/"
    assert client.get("/", **SATO).status_code == 200
    assert AuditEvent.objects.filter(action="sign_in", actor=str(sato)).count() == 1


def test_no_session_begins_without_a_press(client, sato, proxied):
    """ASVS 7.6.2; and who has signed out stays so, although the proxy goes on naming them."""
    asked = client.get("/facilities/", **SATO)
    page = client.get(asked.url, **SATO).content.decode()
    assert 'action="/account/sign-on/"' in page
    assert page.count('name="next" value="/facilities/"') == 2
    assert "_auth_user_id" not in client.session
    sign_on(client, **SATO)
    client.post("/account/logout/", **SATO)
    assert client.get("/", **SATO).url.startswith("/account/login/")


def test_the_press_leads_to_no_other_site(client, sato, proxied):
    answer = client.post("/account/sign-on/", {"next": "https://evil.test/"}, **SATO)
    assert answer.url == "/"


def test_the_press_needs_the_token_of_a_form_of_ours(sato, proxied):
    client = Client(enforce_csrf_checks=True)
    assert sign_on(client, **SATO).status_code == 403
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "named",
    [
        {"REMOTE_ADDR": "192.0.2.8", "HTTP_X_REMOTE_USER": "sato"},
        {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_REMOTE_USER": "nobody"},
        {"REMOTE_ADDR": "192.0.2.7"},
    ],
    ids=["another address", "unknown name", "no name"],
)
def test_nobody_else_is_believed(client, sato, proxied, named):
    assert sign_on(client, **named).url == "/account/login/"
    page = client.get("/account/login/", **named).content.decode()
    assert "確かめられませんでした" in page
    assert "/account/sign-on/" not in page
    assert "_auth_user_id" not in client.session


def test_an_account_that_is_shut_is_not_signed_in(client, sato, proxied):
    User.objects.filter(pk=sato.pk).update(is_active=False)
    assert sign_on(client, **SATO).url == "/account/login/"
    event = AuditEvent.objects.get(action="sign_in")
    assert (event.outcome, event.detail["username"]) == ("refused", "sato")


def test_the_header_means_nothing_where_it_is_not_set_up(client, sato, settings):
    settings.SIGN_ON_PROXIES = ["192.0.2.7"]
    assert sign_on(client, **SATO).url == "/account/login/"
    assert "_auth_user_id" not in client.session


def test_another_name_in_the_header_ends_the_session(client, sato, proxied):
    person(Role.COMMITTEE, "iin")
    via = {"REMOTE_ADDR": "192.0.2.7"}
    sign_on(client, **SATO)
    client.get("/", **via, HTTP_X_REMOTE_USER="iin")
    assert "_auth_user_id" not in client.session
    sign_on(client, **via, HTTP_X_REMOTE_USER="iin")
    assert client.session["_auth_user_id"] == str(User.objects.get(username="iin").pk)
    client.get("/", **via)
    assert "_auth_user_id" not in client.session
