"""The pages of an upload, from choosing the file to the result."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from facilities.models import Facility
from imports.models import PlannedChange, Upload
from imports.presenters.preview import TABS
from tests.factories import designations, places
from tests.factories.uploads import (
    JANUARY,
    applied,
    chuo,
    content,
    in_chuo,
    in_obihiro,
    obihiro,
    prepared,
    received,
    region,
)

NAME, PHONE, BEDS = "医療機関名称", "電話番号", "病床数"


@pytest.fixture(autouse=True)
def _region(db, read_here):
    region()


def page(client, name, upload, query=""):
    response = client.get(reverse(f"imports:{name}", args=[upload.pk]) + query)
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


def test_the_preview_shows_fields_before_and_after(browse, official_person):
    applied(in_chuo(**{PHONE: "011-000-0001", BEDS: "一般　　60"}), by=official_person)
    changed = {PHONE: "011-000-0002", BEDS: "一般　　48", "受理記号": "支援診２"}
    upload = prepared(in_chuo(**changed), day=JANUARY, by=official_person)
    text = page(browse, "preview", upload)
    for before, after in [
        ("011-000-0001", "011-000-0002"),
        ("60床", "48床"),
        ("支援診３", "支援診２"),
    ]:
        assert f"変更前 </span>{before}</del>" in text
        assert f"変更後 </span>{after}</ins>" in text


def test_the_tabs_count_and_show_each_outcome(browse, official_person):
    applied(in_chuo(), in_chuo(80002), in_obihiro(), by=official_person)
    upload = prepared(
        in_chuo(), in_chuo(80002, **{NAME: "新しい名"}), in_chuo(80003, **{NAME: "あおぞら診療所"}), day=JANUARY,
        by=official_person,
    )  # fmt: skip
    assert {k: v for k, v in upload.counts.items() if v} == {
        "new": 1,
        "changed": 1,
        "unchanged": 1,
        "missing": 1,
    }
    for tab, count in [("new", 1), ("changed", 1), ("unchanged", 1), ("missing", 1)]:
        response = browse.get(
            reverse("imports:preview", args=[upload.pk]), {"tab": tab}
        )
        assert len(response.context["rows"]) == count
    assert "自動では閉じません" in page(browse, "preview", upload, "?tab=missing")


def test_the_preview_says_which_designation_loses_its_filing(browse, official_person):
    applied(in_chuo(受理記号="支援診２"), in_chuo(80002), by=official_person)
    version = places.plan({"札幌": [chuo()], "十勝": [obihiro()]}, hubs_per_zone="one")
    zone = version.plan.zones.get(name="札幌")
    for facility in Facility.objects.order_by("code"):
        designations.entered(
            zone, designations.institution(facility), "active", by=official_person
        )
    upload = prepared(in_chuo(受理記号="時間外１"), day=JANUARY, by=official_person)
    text = page(browse, "preview", upload)
    assert "この指定医療機関は「支援診２」の届出を失います。" in text
    assert (
        "この指定医療機関は名簿にありません。「支援診３」の届出も終わります。" in text
    )


def test_the_preview_says_when_a_designation_is_no_longer_enhanced(
    browse, official_person
):
    applied(in_chuo(受理記号="支援診２"), by=official_person)
    version = places.plan({"札幌": [chuo()]}, hubs_per_zone="one")
    zone = version.plan.zones.get()
    operator = designations.institution(Facility.objects.get())
    designations.entered(zone, operator, "active", by=official_person)
    upload = prepared(in_chuo(受理記号="支援診３"), day=JANUARY, by=official_person)
    assert "機能強化型でなくなります" in page(browse, "preview", upload)


def test_the_preview_counts_zones_before_and_after(browse, official_person):
    places.plan({"札幌": [chuo()], "十勝": [obihiro()]})
    applied(in_chuo(), in_obihiro(), by=official_person)
    upload = prepared(in_chuo(), in_chuo(80002), day=JANUARY, by=official_person)
    response = browse.get(reverse("imports:preview", args=[upload.pk]))
    zones = {z.name: (z.now, z.after) for z in response.context["zones"]}
    assert zones == {"札幌": (1, 2), "十勝": (1, 0)}
    whole = response.context["whole"]
    assert (whole.now, whole.after) == (2, 2)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=そらねみち", 1),
        ("q=ｿﾗﾈﾐﾁ", 1),
        ("q=ない名前", 0),
        ("item=phone", 1),
        ("item=beds", 1),
        ("item=filings", 0),
        ("acts=on", 0),
        ("place=city:01207", 1),
        ("place=city:99999", 2),
    ],
)
def test_the_rows_can_be_narrowed(browse, official_person, query, found):
    applied(in_chuo(), in_obihiro(), by=official_person)
    upload = prepared(
        in_chuo(**{PHONE: "011-000-0009"}), in_obihiro(**{BEDS: "一般　　19"}),
        day=JANUARY, by=official_person,
    )  # fmt: skip
    address = reverse("imports:preview", args=[upload.pk])
    response = browse.get(f"{address}?tab=changed&{query}")
    assert len(response.context["rows"]) == found


def test_apply_writes_and_shows_the_result(browse, official_person):
    upload = prepared(in_chuo(), by=official_person)
    response = browse.post(reverse("imports:apply", args=[upload.pk]), follow=True)
    assert Facility.objects.count() == 1
    assert "1機関を登録し" in response.content.decode()


def test_a_double_click_applies_once_and_shows_the_same_result(browse, official_person):
    upload = prepared(in_chuo(), by=official_person)
    address = reverse("imports:apply", args=[upload.pk])
    browse.post(address)
    second = browse.post(address, follow=True)
    assert "1機関を登録し" in second.content.decode()
    assert Facility.objects.get().history.count() == 1


def test_a_stale_preview_says_so_and_can_be_compared_again(browse, official_person):
    applied(in_chuo(), by=official_person)
    upload = prepared(in_chuo(**{NAME: "別の名"}), day=JANUARY, by=official_person)
    Facility.objects.update(version=2)
    text = page(browse, "preview", upload)
    assert "この確認のあとに登録が変わりました" in text
    assert "disabled" in text[text.index('class="apply"') :]
    browse.post(reverse("imports:retry", args=[upload.pk]))
    assert "登録が変わりました" not in page(browse, "preview", upload)


def test_a_discarded_upload_stays_in_the_history(browse, official_person):
    upload = prepared(in_chuo(), by=official_person)
    browse.post(reverse("imports:discard", args=[upload.pk]))
    response = browse.get(reverse("imports:list"))
    assert "取りやめ" in response.content.decode()


def test_a_discarded_upload_is_brought_back_on_its_own_page(browse, official_person):
    upload = prepared(in_chuo(), by=official_person)
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


def test_the_history_says_who_when_which_file_and_what_became_of_it(
    browse, official_person
):
    upload = applied(in_chuo(), by=official_person)
    text = browse.get(reverse("imports:list")).content.decode()
    for words in ("県庁 花子", "名簿.csv", upload.sha256[:8], "適用済み", "新規 1"):
        assert words in text


def test_a_large_file_shows_its_progress(browse, official_person):
    upload = received(in_chuo(), by=official_person)
    Upload.objects.filter(pk=upload.pk).update(
        status="reading", stage="rows", done=2000, total=3000,
        heartbeat_at=upload.uploaded_at,
    )  # fmt: skip
    text = page(browse, "detail", upload)
    assert "2,000／3,000行" in text
    assert 'hx-trigger="every 2s"' in text
    assert "表示を更新する" in text


def test_the_polled_part_leads_on_when_the_preview_is_ready(browse, official_person):
    upload = prepared(in_chuo(), by=official_person)
    address = reverse("imports:progress", args=[upload.pk])
    response = browse.get(address, headers={"hx-request": "true"})
    assert response.headers["HX-Redirect"] == upload.get_absolute_url()
    assert browse.get(address).status_code == 302


def test_a_stalled_upload_offers_to_read_again(browse, official_person):
    upload = received(in_chuo(), by=official_person)
    Upload.objects.update(uploaded_at="2025-10-01T00:00:00Z")
    assert "読み取りが止まっています" in page(browse, "detail", upload)
    browse.post(reverse("imports:retry", args=[upload.pk]))
    upload.refresh_from_db()
    assert upload.status == Upload.Status.READY


def test_pages_ask_a_constant_number_of_queries(browse, official_person):
    def queries(number):
        Upload.objects.all().delete()
        rows = [in_chuo(80000 + n) for n in range(number)]
        upload = prepared(*rows, by=official_person)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(browse, "preview", upload)
            browse.get(reverse("imports:list"))
        return len(seen)

    queries(1)
    assert queries(2) == queries(45) <= 40


def test_outcomes_are_all_on_a_tab():
    assert {outcome for outcome, *_ in TABS} == set(PlannedChange.Outcome)
