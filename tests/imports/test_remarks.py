"""A second person looks at a preview, says something, approves it; who brought it may not."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Notice
from facilities.actions import update_facility
from facilities.models import Facility
from imports.actions import apply_upload
from imports.errors import NotReady, SelfApproval
from imports.models import Upload, UploadRemark
from imports.preparing import prepare_upload
from imports.reviewing import approve_upload, comment_on_upload
from tests.factories import people, places
from tests.factories.uploads import (
    JANUARY,
    applied,
    chuo,
    in_chuo,
    prepared,
)

pytestmark = pytest.mark.usefixtures("in_region")


@pytest.fixture
def second():
    return people.official()


def approvals():
    """Of the one preview as it is now."""
    return Upload.objects.with_what_was_said().get().approvals


def test_a_second_person_comments_and_the_first_is_told(official, second):
    upload = prepared(in_chuo(), by=official)
    comment_on_upload(upload=upload, text="住所を確かめてください", by=second)
    notice = Notice.objects.get()
    assert notice.link == upload.get_absolute_url()
    assert notice in Notice.objects.visible_to(official)
    assert notice not in Notice.objects.visible_to(second)


def test_a_second_person_approves_once(official, second):
    upload = prepared(in_chuo(), by=official)
    for _ in range(2):
        approve_upload(upload=upload, text="", by=second)
    assert (UploadRemark.objects.count(), approvals()) == (1, 1)
    assert AuditEvent.objects.filter(action="approve_upload").count() == 1


def test_the_list_says_what_was_said(client, official, second):
    upload = prepared(in_chuo(), by=official)
    address = reverse("imports:list")
    client.force_login(official)
    assert "コメント1件" not in client.get(address).text
    comment_on_upload(upload=upload, text="住所を確かめてください", by=second)
    approve_upload(upload=upload, text="", by=second)
    assert "承認済み・コメント1件" in client.get(address).text
    apply_upload(upload=upload, by=official)
    page = client.get(address).text
    assert "コメント1件" in page
    assert "承認済み・" not in page


def test_who_brought_it_does_not_approve(official):
    upload = prepared(in_chuo(), by=official)
    with pytest.raises(SelfApproval):
        approve_upload(upload=upload, text="", by=official)
    assert not UploadRemark.objects.exists()
    refused = AuditEvent.objects.get(action="approve_upload")
    assert refused.outcome == AuditEvent.Outcome.REFUSED


def test_a_stale_preview_is_not_approved(official, second):
    applied(in_chuo(), by=official)
    upload = prepared(in_chuo(電話番号="011-999-9999"), day=JANUARY, by=official)
    facility = Facility.objects.get()
    update_facility(
        facility=facility,
        version=facility.version,
        values={"phone": "011-555-0001"},
        reason="電話",
        by=second,
    )
    with pytest.raises(NotReady):
        approve_upload(upload=upload, text="", by=second)


def test_comparing_again_makes_an_earlier_approval_past(official, second):
    upload = prepared(in_chuo(), by=official)
    approve_upload(upload=upload, text="", by=second)
    type(upload).objects.filter(pk=upload.pk).update(status="received")
    prepare_upload(upload_id=upload.pk)
    assert (UploadRemark.objects.count(), approvals()) == (1, 0)
    # What was seen is no longer what stands.
    with pytest.raises(NotReady):
        approve_upload(upload=upload, text="", by=people.official())


def test_an_applied_upload_is_not_approved(official, second):
    with pytest.raises(NotReady):
        approve_upload(upload=applied(in_chuo(), by=official), text="", by=second)


def test_the_page_offers_what_each_may_say(client, official, second):
    upload = prepared(in_chuo(), by=official)
    page = reverse("imports:preview", args=[upload.pk])
    remark = reverse("imports:remark", args=[upload.pk])
    client.force_login(official)
    assert "承認する" not in client.get(page).content.decode()
    text = client.post(remark, {"approve": "1"}, follow=True).content.decode()
    assert "もう一度照合" in text
    client.force_login(second)
    shown = client.get(page)
    assert "承認する" in shown.content.decode()
    assert "コメントを入力してください" in (
        client.post(remark, {"text": " "}, follow=True).content.decode()
    )
    client.post(remark, {"text": "よいと思います"})
    seen = shown.context["remarks"].seen
    text = client.post(remark, {"approve": "1", "seen": seen}, follow=True)
    assert "が承認済み" in text.content.decode()
    assert "よいと思います" in text.content.decode()


def test_an_upload_of_another_region_takes_no_remark(client, official):
    upload = prepared(in_chuo(), by=official)
    client.force_login(people.clerk(places.health_centre([chuo()])))
    remark = reverse("imports:remark", args=[upload.pk])
    assert client.post(remark, {"text": "見えますか"}).status_code == 404
