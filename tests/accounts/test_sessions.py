"""How long a session lasts, what a password must be, and what one sees of the own sign-ins."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.roles import Role
from tests.accounts.entering import sign_in
from tests.factories.people import person

pytestmark = pytest.mark.django_db
NEW = "atarashii-aikotoba-55"


def test_a_session_ends_when_it_idles(signed_in, settings):
    later = timezone.now() + timedelta(seconds=settings.SESSION_IDLE_SECONDS + 1)
    with time_machine.travel(later):
        assert signed_in.get("/").url.startswith("/account/login/")
    assert AuditEvent.objects.filter(action="end_session").exists()


def test_a_session_that_is_used_goes_on_and_ends_all_the_same(signed_in, settings):
    begun = timezone.now()
    for minutes in range(20, settings.SESSION_COOKIE_AGE // 60, 20):
        with time_machine.travel(begun + timedelta(minutes=minutes)):
            assert signed_in.get("/day/?text=x").status_code == 200, minutes
    with time_machine.travel(begun + timedelta(seconds=settings.SESSION_COOKIE_AGE)):
        assert signed_in.get("/day/?text=x").status_code == 302


def test_a_session_has_a_new_key_after_sign_in(client, sato):
    client.get("/account/login/")
    client.session["typed"] = 1
    before = client.session.session_key
    sign_in(client, "sato")
    assert client.session.session_key != before


@pytest.mark.parametrize("change", ["password", "shut out", "signed out"])
def test_an_old_cookie_is_worth_nothing(signed_in, sato, change):
    cookie = signed_in.cookies["sessionid"].value
    if change == "password":
        sato.set_password(NEW)
        sato.save()
    elif change == "shut out":
        User.objects.filter(pk=sato.pk).update(is_active=False)
    else:
        signed_in.post("/account/logout/")
    other = Client()
    other.cookies["sessionid"] = cookie
    assert other.get("/facilities/").url.startswith("/account/login/")


@pytest.mark.parametrize(
    "password",
    ["zaitaku12345", "Hokkaido-2026", "short", "123456789012", "password1234"],
)
def test_a_weak_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password", [NEW, "長い合言葉を日本語で書いたもの", "a b c d e f g h 9"]
)
def test_a_long_password_of_any_letters_is_taken(password):
    validate_password(password)


def test_the_history_shows_own_sign_ins_and_what_others_tried(client, sato):
    person(Role.OFFICIAL, "tanaka")
    sign_in(Client(REMOTE_ADDR="10.9.9.9"), "sato", "wrong")
    sign_in(Client(REMOTE_ADDR="10.8.8.8"), "tanaka", "wrong")
    sign_in(client, "sato")
    shown = client.get("/account/history/").content.decode()
    assert "10.9.9.9" in shown
    assert "10.8.8.8" not in shown
