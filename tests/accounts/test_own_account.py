"""What is one's own: sessions one can end, recovery codes that nobody reads, passwords not leaked before."""

import hashlib
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.passwords import is_listed
from accounts.roles import Role
from accounts.sessions import sessions_of
from tests.factories.people import PASSWORD, person

pytestmark = pytest.mark.django_db
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0"
CHANGED = {"add_second_factor", "remove_second_factor", "change_own_password"}
HISTORY, END = "/account/history/", "/account/sessions/end/"


@pytest.fixture
def sato() -> User:
    return person(Role.OFFICIAL, "sato")


def at_a_desk(name: str = "sato", **more: str) -> Client:
    client = Client(**more)
    client.post("/account/login/", {"login": name, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return client.get(HISTORY).status_code == 200


def prove(client: Client) -> None:
    client.post("/account/confirm/", {"password": PASSWORD})


# --- Sessions ---------------------------------------------------------------------------------


def test_the_own_sessions_are_listed_with_machine_and_address(sato):
    at_a_desk(HTTP_USER_AGENT=EDGE, REMOTE_ADDR="10.0.0.9")
    person(Role.OFFICIAL, "tanaka")
    at_a_desk("tanaka", REMOTE_ADDR="10.0.0.77")
    page = at_a_desk().get(HISTORY).content.decode()
    assert "Edge・Windows" in page
    assert "10.0.0.9" in page
    assert "10.0.0.77" not in page
    assert page.count("この画面") == 1


def test_one_session_is_ended_and_the_others_go_on(sato):
    here, left, other = at_a_desk(), at_a_desk(REMOTE_ADDR="10.0.0.9"), at_a_desk()
    name = next(
        s.name for s in sessions_of(sato, timezone.now()) if s.address == "10.0.0.9"
    )
    prove(here)
    assert here.post(END, {"session": name}).status_code == 302
    assert [is_in(here), is_in(left), is_in(other)] == [True, False, True]
    told = AuditEvent.objects.get(action="end_own_sessions")
    assert (told.actor_id, told.detail) == (str(sato.pk), {"number": 1})


def test_all_others_are_ended_at_once(sato):
    here, *others = [at_a_desk() for _ in range(3)]
    prove(here)
    here.post(END)
    assert is_in(here)
    assert not any(map(is_in, others))


def test_ending_asks_for_the_password_first(sato):
    here, other = at_a_desk(), at_a_desk()
    asked = here.post(END)
    assert asked.url.startswith("/account/confirm/")
    assert is_in(other)
    # And goes on with what was asked for, when it is the right one.
    here.post(asked.url, {"password": PASSWORD})
    assert not is_in(other)


def test_nobody_ends_the_session_of_another(sato):
    person(Role.OFFICIAL, "tanaka")
    victim, thief = at_a_desk(), at_a_desk("tanaka")
    prove(thief)
    name = next(sessions_of(sato, timezone.now())).name
    thief.post(END, {"session": name})
    thief.post(END, {"session": victim.session.session_key})
    assert is_in(victim)
    assert not AuditEvent.objects.filter(action="end_own_sessions").exists()


def test_a_session_that_idled_is_listed_no_more(sato):
    at_a_desk()
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert list(sessions_of(sato, timezone.now())) == []


def test_the_key_of_a_session_is_on_no_page(sato):
    here, other = at_a_desk(), at_a_desk()
    page = here.get(HISTORY).content.decode()
    for client in (here, other):
        assert client.session.session_key not in page


# --- Recovery codes ---------------------------------------------------------------------------


@pytest.fixture
def codes(sato) -> list[str]:
    """Those that the page shows, once."""
    TOTP.activate(sato, "JBSWY3DPEHPK3PXP")
    client = Client()
    client.force_login(sato)
    prove(client)
    client.post("/account/2fa/recovery-codes/generate/")
    shown = client.get("/account/2fa/recovery-codes/")
    again = client.get("/account/2fa/recovery-codes/").content.decode()
    found = shown.context["unused_codes"]
    assert all(code in shown.content.decode() for code in found)
    assert not any(code in again for code in found)
    return found


def test_the_database_keeps_no_code_and_nothing_that_codes_follow_from(sato, codes):
    kept = Authenticator.objects.get(user=sato, type="recovery_codes").data
    assert set(kept) == {"migrated_codes", "viewed_at"}
    assert len(codes) == len(set(kept["migrated_codes"])) == 10
    for hashed in kept["migrated_codes"]:
        algorithm, _, salt, *_ = hashed.split("$")
        assert (algorithm, len(salt) >= 22) == ("scrypt", True)
    assert not any(code in str(kept) for code in codes)


def test_a_code_that_was_shown_is_good_once(codes):
    def lets_in(code: str) -> bool:
        client = at_a_desk()
        client.post("/account/2fa/authenticate/", {"code": code})
        return is_in(client)

    tries = [lets_in(code) for code in ("00000000", codes[0], codes[0], codes[9])]
    assert tries == [False, True, False, True]


def test_what_a_person_changes_of_the_own_way_in_is_on_record(sato, codes):
    here = at_a_desk()
    here.post("/account/2fa/authenticate/", {"code": codes[0]})
    prove(here)
    here.post("/account/2fa/totp/deactivate/")
    new = "atarashii-aikotoba-55"
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    here.post("/account/password/", typed)
    own = AuditEvent.objects.filter(actor_id=str(sato.pk)).order_by("pk")
    told = [(e.action, e.detail.get("kind", "")) for e in own if e.action in CHANGED]
    assert told == [
        ("add_second_factor", "totp"),
        ("add_second_factor", "recovery_codes"),
        ("remove_second_factor", "totp"),
        ("remove_second_factor", "recovery_codes"),
        ("change_own_password", ""),
    ]
    page = here.get(HISTORY).content.decode()
    assert "2段階認証の削除" in page


# --- Passwords that leaked --------------------------------------------------------------------


@pytest.fixture
def leaked(tmp_path, settings):
    lines = sorted(
        f"{hashlib.sha1(word.encode(), usedforsecurity=False).hexdigest().upper()}:{number}"
        for number, word in enumerate([f"moreta-aikotoba-{n}" for n in range(999)])
    )
    path = tmp_path / "leaked.txt"
    path.write_text("\r\n".join(lines) + "\r\n")
    settings.BREACHED_PASSWORDS_FILE = str(path)
    return path


def test_each_password_of_the_list_is_found_and_no_other(leaked):
    assert all(is_listed(f"moreta-aikotoba-{n}", leaked) for n in range(999))
    assert not any(is_listed(f"mattaku-betsu-{n}", leaked) for n in range(999))


def test_an_empty_list_finds_nothing(tmp_path):
    (tmp_path / "none").touch()
    assert not is_listed("x", tmp_path / "none")


def test_a_password_that_leaked_is_refused_in_words(leaked):
    with pytest.raises(ValidationError, match="漏えい"):
        validate_password("moreta-aikotoba-7")
    validate_password("mattaku-betsu-no-mono-7")


def test_a_list_that_is_away_keeps_nobody_from_a_new_password(leaked):
    leaked.unlink()
    validate_password("moreta-aikotoba-7")


def test_without_a_list_nothing_is_asked(settings):
    settings.BREACHED_PASSWORDS_FILE = ""
    validate_password("moreta-aikotoba-7")
