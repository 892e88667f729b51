"""Uploads and reports changed at once: several put aside together, and brought back."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, BulkChange, Notice
from accounts.records.kinds import RECORDS
from accounts.records.seen import marks_of
from accounts.roles import Role
from imports.models import Upload
from reports.kinds import EditionStatus
from reports.models import Edition
from tests.browser import axe
from tests.factories import people, places, reports, uploads

Status = Upload.Status


@pytest.fixture
def centre(town):
    return places.health_centre([town])


@pytest.fixture
def waiting(centre):
    """Two that wait: one with a preview, one whose rows have errors."""
    two = [uploads.bare(centre), uploads.bare(centre)]
    Upload.objects.filter(pk=two[1].pk).update(status=Status.HAS_ERRORS)
    return two


@pytest.fixture
def drafts(town):
    return [reports.edition(status=EditionStatus.DRAFT) for _ in range(2)]


def send(client, key, things, **values):
    sent = {"reason": "年度末の整理", "confirmed": "yes", **values}
    sent["pk"] = [thing.pk for thing in things]
    stored = RECORDS[key].model.objects.filter(pk__in=sent["pk"])
    sent.setdefault("seen", marks_of(stored, RECORDS[key].bulk))
    return client.post(reverse("portal:bulk", args=[key]), sent)


def undo(client):
    address = reverse("portal:bulk-undo", args=[BulkChange.objects.get().pk])
    return client.post(address, {"reason": "やり直す"}, follow=True).content.decode()


def states(model, things):
    found = dict(model.objects.values_list("pk", "status"))
    return [found[thing.pk] for thing in things]


def test_clerk_puts_waiting_uploads_aside_and_brings_them_back(client, centre, waiting):
    client.force_login(people.clerk(centre))
    shown = client.get(reverse("imports:list")).content.decode()
    assert shown.count('name="pk"') == 2
    keys = {"pk": [upload.pk for upload in waiting]}
    asked = client.get(reverse("portal:bulk", args=["upload"]), keys)
    assert asked.context["form"]["status"].value() == "discarded"
    assert send(client, "upload", waiting, status="discarded").status_code == 302
    assert states(Upload, waiting) == ["discarded", "discarded"]
    event = AuditEvent.objects.filter(action="discard_upload").first()
    assert event.reason == "年度末の整理"
    assert 'name="pk"' not in client.get(reverse("imports:list")).content.decode()
    assert "2件を元に戻しました" in undo(client)
    assert states(Upload, waiting) == ["ready", "has_errors"]


def test_confirm_page_comes_first_and_writes_nothing(client, official, waiting, drafts):
    for key, things in (("upload", waiting), ("edition", drafts)):
        gone = "discarded" if key == "upload" else "withdrawn"
        sent = {"pk": [thing.pk for thing in things], "status": gone, "reason": "整理"}
        page = client.post(reverse("portal:bulk", args=[key]), sent).content.decode()
        assert "この内容で変える" in page
        assert "取りやめ</ins>" in page
    assert states(Upload, waiting) == ["ready", "has_errors"]
    assert states(Edition, drafts) == ["draft", "draft"]


def test_upload_that_was_applied_keeps_all_as_they_were(client, official, waiting):
    Upload.objects.filter(pk=waiting[0].pk).update(status=Status.APPLIED)
    page = send(client, "upload", waiting, status="discarded").content.decode()
    assert "「適用済み」のため、取りやめられません" in page
    assert states(Upload, waiting) == ["applied", "has_errors"]


def test_draft_that_got_another_meeting_since_it_was_shown_is_named(client, official):
    two = [reports.edition(status=EditionStatus.PREPARING) for _ in range(2)]
    seen = marks_of(two, RECORDS["edition"].bulk)
    Edition.objects.filter(pk=two[1].pk).update(meeting_name="第2回 小委員会")
    page = send(client, "edition", two, meeting_name="第3回 小委員会", seen=seen)
    assert "ほかの人が変えました" in page.content.decode()
    met = set(Edition.objects.values_list("meeting_name", flat=True))
    assert met == {"", "第2回 小委員会"}


def test_upload_cannot_be_made_applied_in_bulk(client, official, waiting):
    page = send(client, "upload", waiting, status="applied").content.decode()
    assert "「applied」は選べません" in page
    assert states(Upload, waiting) == ["ready", "has_errors"]


def test_upload_of_another_health_centre_is_not_found(client, waiting):
    elsewhere = places.health_centre([places.municipality("01208", "北見市")])
    client.force_login(people.clerk(elsewhere))
    assert send(client, "upload", waiting, status="discarded").status_code == 404
    assert states(Upload, waiting) == ["ready", "has_errors"]


def test_drafts_are_given_up_and_taken_up_again(client, official, drafts):
    send(client, "edition", drafts, status="withdrawn")
    assert states(Edition, drafts) == ["withdrawn", "withdrawn"]
    assert "2件を元に戻しました" in undo(client)
    assert states(Edition, drafts) == ["draft", "draft"]
    # The second official is asked again for each.
    assert Notice.objects.filter(role=Role.OFFICIAL).count() == 2


def test_checked_edition_is_not_given_up_in_bulk(client, official, drafts):
    checked = reports.edition(status=EditionStatus.CHECKED)
    page = send(client, "edition", [*drafts, checked], status="withdrawn")
    assert "「確認済み」のため、まとめては取りやめられません" in page.content.decode()
    assert states(Edition, drafts) == ["draft", "draft"]


def test_correction_that_another_replaced_stays_given_up(client, official):
    old = reports.edition()
    correction = {"status": EditionStatus.PREPARING, "corrects": old, "reason": "誤り"}
    first = reports.edition(**correction)
    send(client, "edition", [first], status="withdrawn")
    second = reports.edition(**correction)
    assert "別の訂正版が作られている" in undo(client)
    assert states(Edition, [first, second]) == ["withdrawn", "preparing"]


def test_meeting_of_editions_in_preparation_is_moved_together(client, official):
    two = [reports.edition(status=EditionStatus.PREPARING) for _ in range(2)]
    day = {"meeting_name": "第3回 小委員会", "meeting_on": "R8.2.10"}
    send(client, "edition", two, **day)
    met = set(Edition.objects.values_list("meeting_name", "meeting_on"))
    assert met == {("第3回 小委員会", date(2026, 2, 10))}
    assert "2件を元に戻しました" in undo(client)
    assert set(Edition.objects.values_list("meeting_name", "meeting_on")) == {
        ("", None)
    }


def test_meeting_of_a_frozen_edition_stays(client, official, drafts):
    page = send(client, "edition", drafts, meeting_name="別の会議").content.decode()
    assert "会議は変えられません" in page
    assert not Edition.objects.filter(meeting_name="別の会議").exists()


def test_committee_gets_no_boxes(client, drafts):
    reports.edition()
    client.force_login(people.committee_member())
    page = client.get(reverse("reports:list"), {"view": "table"}).content.decode()
    assert 'name="pk"' not in page
    assert send(client, "edition", drafts, status="withdrawn").status_code == 403


def test_cases_have_no_page_of_history(client, official, waiting):
    address = reverse("portal:record-history", args=["upload", waiting[0].pk])
    assert client.get(address).status_code == 404


def test_drafts_are_given_up_in_a_browser(open_page, official, drafts):
    page = open_page(user=official)
    page.goto("/reports/?view=table")
    for edition in drafts:
        page.get_by_label(f"{edition}を選ぶ").check()
    axe(page)
    page.get_by_role("button", name="選んだ版をまとめて変更する").click()
    page.get_by_label("状態").select_option("取りやめ")
    page.get_by_label("理由").fill("作り直すため")
    page.get_by_role("button", name="内容を確かめる").click()
    axe(page)
    page.get_by_role("button", name="この内容で変える").click()
    page.get_by_role("link", name="取り消す").click()
    page.get_by_label("理由").fill("取り違え")
    page.get_by_role("button", name="取り消す").click()
    page.get_by_text("2件を元に戻しました").wait_for()
    assert states(Edition, drafts) == ["draft", "draft"]
