"""Codes for a new password: good once, for one person, for a while."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
)
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, ResetCode
from accounts.reset_codes import MOST_TRIES, WrongCode, issue_code, use_code
from accounts.roles import Role
from tests.accounts.entering import sign_in
from tests.factories.people import PASSWORD, person

pytestmark = pytest.mark.django_db
NEW = "atarashii-aikotoba-55"
SECRET = "JBSWY3DPEHPK3PXP"


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
