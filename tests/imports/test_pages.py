"""The pages of an upload, from choosing the file to the result."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from facilities.models import Facility
from imports.models import Upload
from tests.factories.uploads import (
    JANUARY,
    applied,
    content,
    in_chuo,
    prepared,
    received,
)

pytestmark = pytest.mark.usefixtures("in_region")


def page(client, name, upload):
    response = client.get(reverse(f"imports:{name}", args=[upload.pk]))
    assert response.status_code == 200
    return response.content.decode()


def send(client, data, name="名簿.csv", **more):
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("imports:create"), {"file": file, **more}, follow=True)


def test_a_sent_list_leads_to_its_preview(browse):
    response = send(browse, content(in_chuo()))
    upload = Upload.objects.get()
    assert response.redirect_chain[-1][0] == reverse(
        "imports:preview", args=[upload.pk]
    )
    assert "そらねみちクリニック" in response.content.decode()
    assert not Facility.objects.exists()


def test_a_refused_file_is_said_at_its_field(browse):
    response = send(browse, b"%PDF-1.7", "名簿.xlsx")
    assert "PDF" in str(response.context["form"].errors["file"])
    assert not Upload.objects.exists()


def test_an_empty_file_is_said_at_its_field(browse):
    response = send(browse, b"")
    assert "0バイト" in str(response.context["form"].errors["file"])


def test_a_day_that_is_no_day_is_said_at_its_field(browse):
    response = send(browse, content(in_chuo()), as_of="令和7年2月30日")
    assert response.context["form"].errors.keys() == {"as_of"}
    assert not Upload.objects.exists()


def test_a_given_day_is_taken(browse):
    without = content(in_chuo()).replace("令和７年１０月１日".encode(), b"")
    send(browse, without, as_of="R7.10.1")
    assert Upload.objects.get().as_of.isoformat() == "2025-10-01"


def test_a_list_with_errors_leads_to_its_problems(browse):
    response = send(browse, content(in_chuo(医療機関番号="番号なし")))
    assert response.redirect_chain[-1][0].endswith("/problems/")
    text = response.content.decode()
    assert "1件の誤りを直してください" in text
    assert "医療機関番号として読めない" in text


def test_a_list_that_cannot_be_read_says_why(browse):
    response = send(browse, b"a,b\r\n1,2\r\n")
    assert "どの様式の名簿か分かりません" in response.content.decode()


def test_apply_writes_and_shows_the_result(browse, official):
    upload = prepared(in_chuo(), by=official)
    response = browse.post(reverse("imports:apply", args=[upload.pk]), follow=True)
    assert Facility.objects.count() == 1
    assert "1機関を登録し" in response.content.decode()


def test_a_double_click_applies_once_and_shows_the_same_result(browse, official):
    upload = prepared(in_chuo(), by=official)
    address = reverse("imports:apply", args=[upload.pk])
    browse.post(address)
    second = browse.post(address, follow=True)
    assert "1機関を登録し" in second.content.decode()
    assert Facility.objects.get().history.count() == 1


def test_a_stale_preview_says_so_and_can_be_compared_again(browse, official):
    applied(in_chuo(), by=official)
    upload = prepared(in_chuo(医療機関名称="別の名"), day=JANUARY, by=official)
    Facility.objects.update(version=2)
    text = page(browse, "preview", upload)
    assert "この確認のあとに登録が変わりました" in text
    assert "disabled" in text[text.index('class="apply"') :]
    browse.post(reverse("imports:retry", args=[upload.pk]))
    assert "登録が変わりました" not in page(browse, "preview", upload)


def test_a_discarded_upload_stays_in_the_history(browse, official):
    upload = prepared(in_chuo(), by=official)
    browse.post(reverse("imports:discard", args=[upload.pk]))
    response = browse.get(reverse("imports:list"))
    assert "取りやめ" in response.content.decode()


def test_a_discarded_upload_is_brought_back_on_its_own_page(browse, official):
    upload = prepared(in_chuo(), by=official)
    browse.post(reverse("imports:discard", args=[upload.pk]))
    back = reverse("imports:bring-back", args=[upload.pk])
    shown = browse.get(upload.get_absolute_url(), follow=True).content.decode()
    assert f'action="{back}"' in shown
    assert "取りやめを元に戻しました" in browse.post(back, follow=True).content.decode()
    upload.refresh_from_db()
    assert upload.status == Upload.Status.READY
    assert "いまは元に戻せません" in browse.post(back, follow=True).content.decode()


@pytest.mark.parametrize(
    ("known", "status"),
    [
        ({"counts": {"invalid": 2}}, "has_errors"),
        ({"counts": {"invalid": 0}}, "ready"),
        ({"message": "読み取れません。"}, ""),
        ({"prepared_at": None}, ""),
    ],
)
def test_what_a_discarded_upload_waited_for_is_read_from_it(known, status):
    given = {"status": "discarded", "prepared_at": timezone.now(), **known}
    assert Upload(**given).stood_as == status


def test_the_history_says_who_when_which_file_and_what_became_of_it(browse, official):
    upload = applied(in_chuo(), by=official)
    text = browse.get(reverse("imports:list")).content.decode()
    for words in ("県庁 花子", "名簿.csv", upload.sha256[:8], "適用済み", "新規 1"):
        assert words in text


def test_a_large_file_shows_its_progress(browse, official):
    upload = received(in_chuo(), by=official)
    Upload.objects.filter(pk=upload.pk).update(
        status="reading", stage="rows", done=2000, total=3000,
        heartbeat_at=upload.uploaded_at,
    )  # fmt: skip
    text = page(browse, "detail", upload)
    assert "2,000／3,000行" in text
    assert 'hx-trigger="every 2s"' in text
    assert "表示を更新する" in text


def test_the_polled_part_leads_on_when_the_preview_is_ready(browse, official):
    upload = prepared(in_chuo(), by=official)
    address = reverse("imports:progress", args=[upload.pk])
    response = browse.get(address, headers={"hx-request": "true"})
    assert response.headers["HX-Redirect"] == upload.get_absolute_url()
    assert browse.get(address).status_code == 302


def test_a_stalled_upload_offers_to_read_again(browse, official):
    upload = received(in_chuo(), by=official)
    Upload.objects.update(uploaded_at="2025-10-01T00:00:00Z")
    assert "読み取りが止まっています" in page(browse, "detail", upload)
    browse.post(reverse("imports:retry", args=[upload.pk]))
    upload.refresh_from_db()
    assert upload.status == Upload.Status.READY


def test_pages_ask_a_constant_number_of_queries(browse, official):
    def queries(number):
        Upload.objects.all().delete()
        rows = [in_chuo(80000 + n) for n in range(number)]
        upload = prepared(*rows, by=official)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(browse, "preview", upload)
            browse.get(reverse("imports:list"))
        return len(seen)

    queries(1)
    assert queries(2) == queries(45) <= 40
