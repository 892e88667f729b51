"""Notices reach whom they are for, once; tasks are done by one person; e-mail only where set."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.utils import timezone

from accounts.models import AuditEvent, Notice
from accounts.notices import (
    AlreadyDone,
    Audience,
    finish_task,
    mark_read,
    notify,
    reopen_task,
    settle,
)
from accounts.querysets import people_of
from accounts.roles import Role
from accounts.tasks import mail_notice
from tests.factories import people, places

DUE = date(2026, 3, 31)


@pytest.fixture
def centres(db):
    return [
        places.health_centre([places.municipality(code)]) for code in ("01101", "01207")
    ]


@pytest.fixture
def staff(centres):
    """Two clerks, two officials of different prefectures, a committee member, an administrator."""
    return {
        "near": people.clerk(centres[0]),
        "far": people.clerk(centres[1]),
        "official": people.official(),
        "abroad": people.official("15"),
        "committee": people.committee_member(),
        "administrator": people.administrator(),
    }


def told(staff, notice):
    by_reading = {
        name
        for name, user in staff.items()
        if notice in Notice.objects.visible_to(user)
    }
    by_address = {name for name, user in staff.items() if user in people_of(notice)}
    assert by_reading == by_address
    return by_reading


def test_notice_reaches_one_person(staff):
    notice = notify(to=staff["near"], text="確認を", link="/", key="a", by=None)
    assert told(staff, notice) == {"near"}


@pytest.mark.parametrize(
    ("role", "whole", "reached"),
    [
        (Role.HEALTH_CENTRE, False, {"near"}),
        (Role.HEALTH_CENTRE, True, {"near", "far"}),
        (Role.OFFICIAL, True, {"official"}),
        (Role.OFFICIAL, False, {"official"}),
        ("", True, {"near", "far", "official", "committee"}),
        ("", False, {"near", "official", "committee"}),
    ],
)
def test_notice_reaches_a_role_in_a_region(staff, centres, role, whole, reached):
    place = Audience(role, "01", "" if whole else centres[0].code)
    notice = notify(to=place, text="確認を", link="/", key="a", by=None)
    assert told(staff, notice) == reached


def test_notice_without_a_place_reaches_the_role_everywhere(staff):
    everywhere = Audience(Role.OFFICIAL)
    notice = notify(to=everywhere, text="更新", link="/", key="a", by=None)
    assert told(staff, notice) == {"official", "abroad"}


def test_news_from_before_the_account_is_not_shown(staff):
    told_then = notify(
        to=Audience(Role.OFFICIAL), text="昔の話", link="", key="a", by=None
    )
    task = notify(
        to=Audience(Role.OFFICIAL), text="依頼", link="", key="b", due_on=DUE, by=None
    )
    newcomer = people.official()
    assert told_then not in Notice.objects.visible_to(newcomer)
    assert task in Notice.objects.visible_to(newcomer)


def test_same_key_tells_once(staff):
    for _ in range(2):
        notify(to=staff["near"], text="確認を", link="/", key="a", by=None)
    assert Notice.objects.count() == 1
    assert AuditEvent.objects.filter(action="notify").count() == 1


@pytest.mark.django_db(transaction=True)
def test_same_key_sent_at_the_same_moment_tells_once(fault_rounds):
    clerk = people.person(Role.HEALTH_CENTRE)

    def send(_):
        try:
            return notify(to=clerk, text="確認を", link="/", key="a", by=None).pk
        finally:
            close_old_connections()
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(send, range(4 * fault_rounds)))
    assert len(set(sent)) == 1
    assert Notice.objects.count() == 1


def test_unread_is_counted_for_each_person(staff, centres, django_assert_num_queries):
    place = Audience(prefecture="01", health_centre=centres[0].code)
    notice = notify(to=place, text="確認を", link="/", key="a", by=None)
    notify(to=staff["near"], text="もう1件", link="/", key="b", by=None)
    mark_read(notices=[notice], by=staff["near"])
    mark_read(notices=[notice], by=staff["near"])
    with django_assert_num_queries(1):
        assert staff["near"].unread_notices() == 1
    assert staff["official"].unread_notices() == 1


def test_task_is_done_once_for_all(staff):
    task = notify(
        to=Audience(prefecture="01"),
        text="報告を",
        link="/",
        key="a",
        due_on=DUE,
        by=None,
    )
    finish_task(task=task, by=staff["near"])
    with pytest.raises(AlreadyDone):
        finish_task(task=task, by=staff["official"])
    task.refresh_from_db()
    assert task.done_by == staff["near"]
    assert staff["official"].unread_notices() == 0
    reopen_task(task=task, by=staff["official"])
    assert list(Notice.objects.visible_to(staff["near"]).open_tasks()) == [task]


def test_news_cannot_be_done(staff):
    news = notify(to=staff["near"], text="公表しました", link="/", key="a", by=None)
    with pytest.raises(AlreadyDone):
        finish_task(task=news, by=staff["near"])


def test_settled_task_opens_again_when_it_is_found_again(staff):
    def find():
        return notify(
            to=staff["near"], text="拠点なし", link="/", key="a", due_on=DUE, by=None
        )

    task = find()
    mark_read(notices=[task], by=staff["near"])
    assert settle(keys=["a", "unknown"], by=None) == 1
    assert settle(keys=["a"], by=None) == 0
    assert staff["near"].unread_notices() == 0
    assert find() == task
    assert staff["near"].unread_notices() == 1
    assert list(Notice.objects.open_tasks()) == [task]


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "official", "user": True},
        {"health_centre": "0101"},
        {"done_at": timezone.now()},
    ],
    ids=["person and role", "health centre alone", "news that is done"],
)
def test_database_refuses_a_notice_that_makes_no_sense(staff, wrong):
    if "user" in wrong:
        wrong = wrong | {"user": staff["near"]}
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(key="a", text="誤り", at=timezone.now(), **wrong)


def mails(queued):
    """What waits for the commit to send mail; the record's seal waits for it too."""
    return [one for one in queued if getattr(one, "args", ()) and "mail" in repr(one)]


def test_without_a_mail_server_nothing_is_queued(
    staff, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as queued:
        notify(to=staff["near"], text="確認を", link="/", key="a", by=None)
    assert mails(queued) == []


def test_with_a_mail_server_each_person_gets_one_mail(
    staff, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_HOST = "mail.example.lg.jp"
    settings.PORTAL_ADDRESS = "https://portal.example.lg.jp/"
    for name in ("near", "official"):
        staff[name].email = f"{name}@example.lg.jp"
        staff[name].save(update_fields=["email"])
    with django_capture_on_commit_callbacks() as queued:
        notice = notify(
            to=Audience(prefecture="01"),
            text="報告をお願いします",
            link="/programs/",
            key="a",
            due_on=DUE,
            by=None,
        )
    assert len(mails(queued)) == 1
    for _ in range(2):
        mail_notice.func(notice.pk)
    assert sorted(message.to[0] for message in mail.outbox) == [
        "near@example.lg.jp",
        "official@example.lg.jp",
    ]
    assert "期限：令和8年3月31日" in mail.outbox[0].body
    assert "https://portal.example.lg.jp/programs/" in mail.outbox[0].body


def test_mail_that_could_not_be_sent_is_tried_again(staff, settings):
    staff["near"].email = "near@example.lg.jp"
    staff["near"].save(update_fields=["email"])
    notice = notify(to=staff["near"], text="確認を", link="/", key="a", by=None)
    settings.EMAIL_BACKEND = "tests.accounts.away.MailServer"
    with pytest.raises(ConnectionRefusedError):
        mail_notice.func(notice.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail_notice.func(notice.pk)
    assert len(mail.outbox) == 1


def test_a_line_break_gets_into_no_header_of_an_email(staff):
    staff["near"].email = "near@example.lg.jp"
    staff["near"].full_clean()
    staff["near"].save(update_fields=["email"])
    text = "確認を\r\nBcc: all@evil.test"
    notice = notify(to=staff["near"], text=text, link="/", key="a", by=None)
    mail_notice.func(notice.pk)
    (sent,) = mail.outbox
    assert sent.recipients() == ["near@example.lg.jp"]
    assert sent.message()["Bcc"] is None
    staff["near"].email = "near@example.lg.jp\r\nBcc: all@evil.test"
    with pytest.raises(ValidationError):
        staff["near"].full_clean()
