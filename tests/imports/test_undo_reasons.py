"""What keeps a part of an upload from going back is named: which fields, by whom, or what rests on it."""

import pytest
from django.urls import reverse

from facilities.actions import update_facility
from facilities.merging import merge_facilities, split_facility, undo_reorganisation
from facilities.models import Facility, Filing
from imports.actions import undo_upload
from tests.factories import facilities as registry
from tests.factories import people, places
from tests.factories.uploads import (
    JANUARY,
    applied,
    chuo,
    in_chuo,
    in_obihiro,
    registry_values,
)

pytestmark = pytest.mark.usefixtures("in_region")

PHONE = "電話番号"


def both():
    return [Facility.objects.get(municipality=one) for one in ("01101", "01207")]


def merged(by):
    stays, goes = both()
    return merge_facilities(
        facility=stays,
        version=stays.version,
        gone=goes,
        gone_version=goes.version,
        reason="同じ医院",
        by=by,
    )


def test_an_edit_is_named_with_its_fields_and_its_person(official):
    applied(in_chuo(), by=official)
    upload = applied(in_chuo(**{PHONE: "011-000-9999"}), day=JANUARY, by=official)
    facility = Facility.objects.get()
    editor = people.clerk(places.health_centre([chuo()]))
    update_facility(
        facility=facility,
        version=facility.version,
        values={"phone": "011-111-1111"},
        reason="電話があった",
        by=editor,
    )
    (kept,) = undo_upload(upload=upload, by=official)
    assert kept.reason.startswith("取込のあとに電話番号が直されています（令和")
    assert kept.reason.endswith(f"　{editor}）")


def test_what_was_added_to_a_new_facility_is_named(official):
    upload = applied(in_chuo(), by=official)
    Facility.objects.update(kana="そらねみち", note="往診可")
    (kept,) = undo_upload(upload=upload, by=official)
    assert kept.reason == "取込のあとにかな・備考が直されています"


def test_what_rests_on_a_new_facility_is_named_by_kind(official):
    upload = applied(in_chuo(), by=official)
    registry.provision(Facility.objects.get())
    registry.survey(Facility.objects.get(), 1, 2)
    (kept,) = undo_upload(upload=upload, by=official)
    assert kept.reason == "取込のあとに実態調査・機能の提供で使われています"


def test_an_ended_filing_is_named_by_its_symbol(official):
    upload = applied(in_chuo(), by=official)
    Filing.objects.update(ends_on="2025-11-01")
    (kept,) = undo_upload(upload=upload, by=official)
    assert kept.reason == "取込のあとに届出（支援診3）が変わっています"


def test_a_merge_since_keeps_both_and_is_named(client, official):
    upload = applied(in_chuo(), in_obihiro(), by=official)
    done = merged(official)
    before = registry_values()
    client.force_login(official)
    address = reverse("imports:undo", args=[upload.pk])
    text = client.get(address).content.decode()
    assert text.count("ほかの医療機関と統合されています") == 2
    client.post(address)
    assert Facility.objects.get().filings.count() == 1
    upload.refresh_from_db()
    assert {one["name"] for one in upload.kept} == {
        "医療法人社団　そらねみちクリニック",
        "ひばり医院",
    }
    assert all("県庁 花子" in one["reason"] for one in upload.kept)
    # Only that the list was applied is taken back.
    assert registry_values() != before
    undo_reorganisation(done=done, by=official)
    assert Facility.objects.count() == 2


def test_after_the_merge_is_undone_the_upload_goes_back_whole(official):
    before = registry_values()
    upload = applied(in_chuo(), in_obihiro(), by=official)
    undo_reorganisation(done=merged(official), by=official)
    assert undo_upload(upload=upload, by=official) == []
    assert registry_values() == before


def test_a_split_since_keeps_the_facility_and_is_named(official):
    upload = applied(in_chuo(), in_obihiro(), by=official)
    facility = both()[0]
    split_facility(
        facility=facility,
        version=facility.version,
        code="0118888888",
        name="別の医院",
        chosen={},
        reason="混ざっていた",
        by=official,
    )
    (kept,) = undo_upload(upload=upload, by=official)
    assert (kept.facility, "分離されています" in kept.reason) == (facility.pk, True)


def test_a_later_list_of_the_prefecture_is_no_link_for_a_clerk(client, official):
    clerk = people.clerk(places.health_centre([chuo()]))
    first = applied(in_chuo(), by=clerk)
    later = applied(in_chuo(**{PHONE: "011-000-9999"}), day=JANUARY, by=official)
    client.force_login(clerk)
    text = client.get(reverse("imports:undo", args=[first.pk])).content.decode()
    assert "先に新しい取込を取り消してください" in text
    assert str(later.pk) not in text
