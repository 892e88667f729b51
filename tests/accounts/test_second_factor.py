"""Who must have a second factor, and what it is good for."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
)
from django.core.cache import cache
from django.test import Client

from accounts.roles import Role
from tests.accounts.entering import sign_in
from tests.factories.people import person

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def required(settings):
    settings.MFA_REQUIRED = True


@pytest.mark.parametrize(
    "role", [Role.OFFICIAL, Role.HEALTH_CENTRE, Role.ADMINISTRATOR]
)
@pytest.mark.parametrize("address", ["/", "/facilities/", "/admin/", "/reports/"])
def test_who_writes_is_led_to_the_second_factor(client, required, role, address):
    client.force_login(person(role))
    assert client.get(address).url == "/account/2fa/totp/activate/"
    assert client.post(address).url == "/account/2fa/totp/activate/"


def test_who_only_reads_comes_in_without(client, required):
    client.force_login(person(Role.COMMITTEE))
    assert client.get("/").status_code == 200


def test_a_prefecture_may_require_it_of_who_only_reads_too(client, required, settings):
    settings.MFA_REQUIRED_OF_READERS = True
    client.force_login(person(Role.COMMITTEE))
    assert client.get("/").url == "/account/2fa/totp/activate/"


def test_with_a_second_factor_everything_opens(signed_in, sato, required):
    TOTP.activate(sato, SECRET)
    assert signed_in.get("/").status_code == 200


@pytest.fixture
def number_of_now(monkeypatch) -> str:
    """What the app shows, with the half minute held still and no number used yet."""
    cache.clear()
    counter = 60_000_000
    held = "allauth.mfa.totp.internal.auth.yield_hotp_counters_from_time"
    monkeypatch.setattr(held, lambda: iter([counter]))
    return format_hotp_value(hotp_value(SECRET, counter))


def test_the_password_alone_does_not_sign_in_where_there_is_an_app(
    client, sato, number_of_now
):
    TOTP.activate(sato, SECRET)
    assert sign_in(client, "sato") == 302
    assert client.get("/facilities/").url.startswith("/account/login/")
    client.post("/account/2fa/authenticate/", {"code": number_of_now})
    assert client.get("/account/history/").status_code == 200


def signed_in_with(code: str) -> bool:
    """Whether the password and then this number let somebody in."""
    other = Client()
    sign_in(other, "sato")
    other.post("/account/2fa/authenticate/", {"code": code})
    return other.get("/account/history/").status_code == 200


def test_a_number_of_the_app_is_good_once(sato, number_of_now):
    TOTP.activate(sato, SECRET)
    tries = [signed_in_with(number_of_now), signed_in_with(number_of_now)]
    assert tries == [True, False]


def test_a_recovery_code_is_good_once_where_the_app_is_lost(sato):
    TOTP.activate(sato, SECRET)
    first, second = RecoveryCodes.activate(sato).get_unused_codes()[:2]
    tries = [signed_in_with(code) for code in ("00000000", first, first, second)]
    assert tries == [False, True, False, True]


def test_production_requires_the_second_factor():
    from pathlib import Path

    from django.conf import settings

    text = Path(settings.BASE_DIR, "config", "settings.py").read_text()
    assert 'MFA_REQUIRED = env.bool("MFA_REQUIRED", default=not DEBUG)' in text
