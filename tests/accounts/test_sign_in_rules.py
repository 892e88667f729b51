"""Sign-in under attack and in the office: lock-out, sessions, second factor, codes, the proxy."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
)
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.address import client_address
from accounts.models import AuditEvent, ResetCode, User
from accounts.reset_codes import MOST_TRIES, WrongCode, issue_code, use_code
from accounts.roles import Role
from tests.factories.people import PASSWORD, administrator, person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("writes_are_on_record"),
]
NEW = "atarashii-aikotoba-55"
SECRET = "JBSWY3DPEHPK3PXP"


def sign_in(client: Client, name: str, password: str = PASSWORD, **more: str) -> int:
    typed = {"login": name, "password": password}
    return client.post("/account/login/", typed, **more).status_code


@pytest.fixture
def sato() -> User:
    return person(Role.OFFICIAL, "sato")


@pytest.fixture
def signed_in(sato) -> Client:
    client = Client()
    client.force_login(sato)
    return client


# --- Lock-out ---------------------------------------------------------------------------------


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


# --- Sessions ---------------------------------------------------------------------------------


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


# --- Second factor ----------------------------------------------------------------------------


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


# --- Codes for a new password -----------------------------------------------------------------


@pytest.fixture
def chief() -> User:
    return administrator("chief")


def test_a_code_sets_a_new_password_once(sato, chief):
    now = timezone.now()
    code = issue_code(user=sato, now=now, by=chief)
    use_code(username="sato", code=code.lower(), password=NEW, now=now)
    sato.refresh_from_db()
    assert sato.check_password(NEW)
    with pytest.raises(WrongCode):
        use_code(username="sato", code=code, password=PASSWORD, now=now)


@pytest.mark.parametrize("flaw", ["late", "another's", "replaced", "guessed often"])
def test_a_code_that_does_not_hold_changes_nothing(sato, chief, flaw):
    now = timezone.now()
    code, name = issue_code(user=sato, now=now, by=chief), "sato"
    if flaw == "late":
        now += timedelta(hours=25)
    elif flaw == "another's":
        name = person(Role.OFFICIAL, "tanaka").username
    elif flaw == "replaced":
        issue_code(user=sato, now=now, by=chief)
    else:
        for _ in range(MOST_TRIES):
            with pytest.raises(WrongCode):
                use_code(username="sato", code="AAAA", password=NEW, now=now)
    with pytest.raises(WrongCode):
        use_code(username=name, code=code, password=NEW, now=now)
    sato.refresh_from_db()
    assert sato.check_password(PASSWORD)
    assert AuditEvent.objects.filter(
        action="use_reset_code", outcome="refused"
    ).exists()


def test_a_code_is_not_kept(sato, chief):
    code = issue_code(user=sato, now=timezone.now(), by=chief)
    kept = ResetCode.objects.get()
    assert code.replace("-", "") not in kept.digest
    assert code not in str(list(AuditEvent.objects.values()))


def test_a_code_unlocks_and_may_remove_a_lost_device(client, sato, chief):
    TOTP.activate(sato, SECRET)
    for _ in range(5):
        sign_in(client, "sato", "wrong")
    issue_code(user=sato, without_second_factor=True, now=timezone.now(), by=chief)
    assert not Authenticator.objects.filter(user=sato).exists()
    assert sign_in(client, "sato") == 302


def test_the_pages_lead_from_the_code_to_the_new_password(client, sato, chief):
    back_office = Client()
    back_office.force_login(chief)
    page = back_office.post(f"/account/people/{sato.pk}/code/")
    code = page.context["code"]
    typed = {"login": "sato", "code": code, "password": NEW, "again": NEW}
    assert client.post("/account/reset/", typed).url == "/account/login/"
    assert sign_in(client, "sato", NEW) == 302


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"again": "x"}, "2つのパスワードが同じではありません"),
        ({"password": "short", "again": "short"}, "12"),
        ({"code": "AAAA-AAAA-AAAA"}, "期限が過ぎています"),
        ({"login": "nobody"}, "期限が過ぎています"),
        ({"code": ""}, "入力"),
    ],
)
def test_the_reset_page_says_what_is_wrong(client, sato, chief, change, words):
    code = issue_code(user=sato, now=timezone.now(), by=chief)
    typed = {"login": "sato", "code": code, "password": NEW, "again": NEW}
    page = client.post("/account/reset/", typed | change)
    assert words in page.content.decode()
    assert NEW not in page.content.decode()


# --- Password rules and history ----------------------------------------------------------------


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


# --- Sign-on behind a proxy --------------------------------------------------------------------


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
