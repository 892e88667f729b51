"""Who guesses passwords is locked out, and nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.address import client_address
from accounts.models import AuditEvent
from accounts.roles import Role
from tests.accounts.entering import sign_in
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def test_the_right_password_does_not_help_once_locked(client, sato):
    answers = [sign_in(client, "sato", "wrong") for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert sign_in(client, "sato") == 429
    assert AuditEvent.objects.filter(action="lock_out").exists()


def test_the_office_behind_the_same_address_still_comes_in(client, sato):
    person(Role.OFFICIAL, "tanaka")
    for _ in range(5):
        sign_in(client, "sato", "wrong")
    assert sign_in(Client(), "tanaka") == 302


def test_the_person_still_comes_in_from_elsewhere(client, sato):
    for _ in range(5):
        sign_in(client, "sato", "wrong")
    assert sign_in(Client(REMOTE_ADDR="10.0.0.9"), "sato") == 302


def test_the_lock_opens_after_a_quarter_of_an_hour(client, sato):
    for _ in range(5):
        sign_in(client, "sato", "wrong")
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert sign_in(client, "sato") == 302


def test_invented_proxy_headers_do_not_open_the_lock(client, sato):
    tries = [
        sign_in(client, "sato", "wrong", HTTP_X_FORWARDED_FOR=f"10.1.1.{n}")
        for n in range(8)
    ]
    assert tries.count(200) == 4


@pytest.mark.parametrize(
    ("proxies", "named", "expected"),
    [
        (0, "10.1.1.1", "192.0.2.1"),
        (1, "10.1.1.1", "10.1.1.1"),
        (1, "6.6.6.6, 10.1.1.1", "10.1.1.1"),
        (2, "6.6.6.6, 10.1.1.1, 10.2.2.2", "10.1.1.1"),
        (2, "10.1.1.1", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "not an address", "192.0.2.1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, named, expected):
    settings.PROXY_COUNT = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    request.META["HTTP_X_FORWARDED_FOR"] = named
    assert client_address(request) == expected


def test_an_unknown_name_and_a_wrong_password_look_the_same(client, sato):
    pages = [
        client.post("/account/login/", {"login": n, "password": "wrong"}).content
        for n in ("sato", "nobody")
    ]
    said = [p.decode().split('role="alert"')[1].split("</div>")[0] for p in pages]
    assert said[0] == said[1]
