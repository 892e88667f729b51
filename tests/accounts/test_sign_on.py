"""Sign-on behind a proxy: only the trusted one is believed."""

import pytest

from accounts.models import AuditEvent, User
from accounts.roles import Role
from tests.factories.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def proxied(settings):
    settings.SIGN_ON_HEADER = "HTTP_X_REMOTE_USER"
    settings.SIGN_ON_PROXIES = ["192.0.2.7"]


def test_the_trusted_proxy_signs_in(client, sato, proxied, settings):
    settings.MFA_REQUIRED = True
    named = {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_REMOTE_USER": "sato"}
    assert client.get("/", **named).status_code == 200
    assert AuditEvent.objects.filter(action="sign_in", actor=str(sato)).exists()


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
    assert client.get("/", **named).url.startswith("/account/login/")


def test_the_header_means_nothing_where_it_is_not_set_up(client, sato):
    named = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REMOTE_USER": "sato"}
    assert client.get("/", **named).status_code == 302


def test_another_name_in_the_header_ends_the_session(client, sato, proxied):
    person(Role.COMMITTEE, "iin")
    via = {"REMOTE_ADDR": "192.0.2.7"}
    client.get("/", **via, HTTP_X_REMOTE_USER="sato")
    client.get("/", **via, HTTP_X_REMOTE_USER="iin")
    assert client.session["_auth_user_id"] == str(User.objects.get(username="iin").pk)
    client.get("/", **via)
    assert "_auth_user_id" not in client.session
