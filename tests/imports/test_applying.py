"""Applying a prepared list: once, whole or not at all, and never from an old comparison."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from facilities.actions import update_facility
from facilities.models import Facility, Filing, OfficialList
from imports import freshness
from imports.actions import apply_upload, discard_upload, receive_upload, same_file
from imports.errors import NotReady, OutsideRegion, StalePreview
from imports.messages import Refused
from imports.models import PlannedChange, Upload, UploadProblem
from tests.factories import people, places
from tests.factories.uploads import (
    APRIL,
    JANUARY,
    applied,
    chuo,
    content,
    in_chuo,
    in_obihiro,
    prepared,
    received,
    registry_digest,
)

pytestmark = pytest.mark.usefixtures("in_region")

Outcome = PlannedChange.Outcome
NAME = "医療機関名称"


def test_a_preview_writes_nothing_to_the_registry(official):
    before = registry_digest()
    upload = prepared(in_chuo(), by=official)
    assert upload.status == Upload.Status.READY
    assert upload.counts[Outcome.NEW] == 1
    assert registry_digest() == before


def test_applying_registers_the_facility_with_its_filing(official):
    upload = applied(in_chuo(), by=official)
    facility = Facility.objects.get()
    assert (facility.municipality_id, facility.first_seen_on) == (
        "01101",
        date(2025, 10, 1),
    )
    assert facility.history.get().history_user == official
    filing = Filing.objects.get(facility=facility)
    assert (filing.kind.symbol, filing.starts_on) == ("支援診3", date(2024, 10, 1))
    assert (upload.status, upload.applied_by) == (Upload.Status.APPLIED, official)
    assert AuditEvent.objects.filter(
        action="apply_upload", actor=str(official)
    ).exists()


def test_applying_the_same_list_again_writes_nothing(official):
    applied(in_chuo(), in_obihiro(), by=official)
    before = registry_digest()
    upload = applied(in_chuo(), in_obihiro(), by=official)
    assert upload.counts[Outcome.UNCHANGED] == 2
    assert registry_digest() == before


def test_a_second_application_of_one_upload_is_refused(official):
    upload = applied(in_chuo(), by=official)
    before = registry_digest()
    with pytest.raises(NotReady):
        apply_upload(upload=upload, by=official)
    assert registry_digest() == before


def test_a_discarded_upload_cannot_be_applied(official):
    upload = prepared(in_chuo(), by=official)
    discard_upload(upload=upload, by=official)
    with pytest.raises(NotReady):
        apply_upload(upload=upload, by=official)
    assert not Facility.objects.exists()


def test_an_applied_upload_cannot_be_discarded(official):
    with pytest.raises(NotReady):
        discard_upload(upload=applied(in_chuo(), by=official), by=official)


def test_a_changed_facility_gets_its_values_and_a_new_version(official):
    applied(in_chuo(), by=official)
    upload = applied(in_chuo(**{NAME: "新しい名の診療所"}), day=JANUARY, by=official)
    facility = Facility.objects.get()
    assert (facility.name, facility.version) == ("新しい名の診療所", 2)
    change = upload.changes.get()
    assert change.fields == {
        "name": ["医療法人社団　そらねみちクリニック", "新しい名の診療所"]
    }
    assert [h.name for h in facility.history.order_by("history_id")] == [
        "医療法人社団　そらねみちクリニック",
        "新しい名の診療所",
    ]


def test_a_name_corrected_by_hand_outlives_the_next_list(official):
    odd = "医療法人社団\ue0dd翔会"
    applied(in_chuo(**{NAME: odd}), by=official)
    facility, values = Facility.objects.get(), {"corrected_name": "医療法人社団翱翔会"}
    update_facility(
        facility=facility, version=1, values=values, reason="確認", by=official
    )
    upload = applied(
        in_chuo(**{NAME: odd, "電話番号": "011-000-0099"}), day=JANUARY, by=official
    )
    assert list(upload.changes.get().fields) == ["phone"]
    facility = Facility.objects.get()
    assert (facility.name, facility.shown_name) == (odd, "医療法人社団翱翔会")


def test_a_filing_that_is_gone_ends_the_day_before_the_list(official):
    applied(in_chuo(), by=official)
    applied(in_chuo(受理記号="時間外１"), day=JANUARY, by=official)
    filing = Filing.objects.get()
    assert (filing.ends_on, filing.ended_inferred) == (date(2025, 12, 31), True)


def test_a_filing_that_comes_back_is_resumed(official):
    applied(in_chuo(), by=official)
    applied(in_chuo(受理記号="時間外１"), day=JANUARY, by=official)
    applied(in_chuo(), day=APRIL, by=official)
    filing = Filing.objects.get()
    assert (filing.ends_on, filing.last_seen_on) == (None, date(2026, 4, 1))


def test_a_missing_facility_loses_its_filings_but_is_never_closed(official):
    applied(in_chuo(), in_obihiro(), by=official)
    upload = applied(in_chuo(), day=JANUARY, by=official)
    assert upload.counts[Outcome.MISSING] == 1
    missing = Facility.objects.get(municipality="01207")
    assert missing.closed_on is None
    assert missing.filings.get().ends_on == date(2025, 12, 31)


def test_an_edit_after_the_preview_makes_it_stale(official):
    applied(in_chuo(), by=official)
    upload = prepared(in_chuo(**{NAME: "別の名"}), day=JANUARY, by=official)
    Facility.objects.update(version=2, phone="011-999-9999")
    before = registry_digest()
    with pytest.raises(StalePreview, match="そらねみち"):
        apply_upload(upload=upload, by=official)
    upload.refresh_from_db()
    assert upload.status == Upload.Status.READY
    assert registry_digest() == before


def test_another_list_applied_after_the_preview_makes_it_stale(official):
    applied(in_chuo(), by=official)
    waiting = prepared(in_chuo(受理記号="時間外１"), day=JANUARY, by=official)
    applied(in_chuo(受理記号="支援診２"), day=JANUARY, by=official)
    before = registry_digest()
    with pytest.raises(StalePreview):
        apply_upload(upload=waiting, by=official)
    assert registry_digest() == before


def test_a_facility_registered_after_the_preview_makes_it_stale(official):
    first = prepared(in_chuo(), by=official)
    applied(in_chuo(), by=official)
    with pytest.raises(StalePreview, match="同じ番号"):
        apply_upload(upload=first, by=official)


def test_a_newer_list_applied_after_the_preview_refuses_it(official):
    waiting = prepared(in_obihiro(), by=official)
    applied(in_chuo(), day=JANUARY, by=official)
    with pytest.raises(StalePreview, match="令和8年1月1日"):
        apply_upload(upload=waiting, by=official)


def test_an_older_list_is_refused_when_it_is_read(official):
    applied(in_chuo(), day=JANUARY, by=official)
    upload = prepared(in_chuo(), by=official)
    assert upload.status == Upload.Status.HAS_ERRORS
    assert upload.problems.get(level=UploadProblem.Level.ERROR).code == "older_list"
    with pytest.raises(NotReady):
        apply_upload(upload=upload, by=official)


def test_a_list_with_an_error_cannot_be_applied(official):
    wrong = in_obihiro(医療機関番号="八一〇〇一")
    upload = prepared(in_chuo(), wrong, by=official)
    assert upload.status == Upload.Status.HAS_ERRORS
    assert upload.counts[Outcome.INVALID] == 1
    with pytest.raises(NotReady):
        apply_upload(upload=upload, by=official)
    assert not Facility.objects.exists()


def test_an_official_who_was_moved_away_cannot_apply(official):
    upload = prepared(in_chuo(), by=official)
    official.regions.update(prefecture=places.prefecture("15"))
    del official._region_scope
    with pytest.raises(OutsideRegion):
        apply_upload(upload=upload, by=official)
    assert not Facility.objects.exists()


def test_a_clerk_cannot_apply_what_an_official_prepared(official):
    upload = prepared(in_chuo(), by=official)
    clerk = people.clerk(places.health_centre([chuo()]))
    with pytest.raises(OutsideRegion):
        apply_upload(upload=upload, by=clerk)
    assert not Facility.objects.exists()


def test_a_person_without_a_region_can_bring_nothing():
    nobody = people.person(people.Role.OFFICIAL)
    with pytest.raises(Refused, match="区域"):
        receive_upload(content=content(in_chuo()), file_name="名簿.csv", by=nobody)
    assert not Upload.objects.exists()


def test_a_refused_file_leaves_only_a_record_of_the_refusal(official):
    with pytest.raises(Refused):
        receive_upload(content=b"%PDF-1.7", file_name="名簿.xlsx", by=official)
    assert not Upload.objects.exists()
    event = AuditEvent.objects.get(action="receive_upload")
    assert event.outcome == AuditEvent.Outcome.REFUSED


def test_the_same_bytes_again_lead_to_the_earlier_upload(official):
    first, again = received(in_chuo(), by=official), received(in_chuo(), by=official)
    assert same_file(again, by=official) == first
    assert same_file(first, by=official) is None


def test_a_partial_region_is_remembered_with_the_list(official):
    clerk = people.clerk(places.health_centre([chuo()]))
    applied(in_chuo(), in_obihiro(), by=clerk)
    listed = OfficialList.objects.get()
    assert (listed.complete, listed.municipalities) == (False, ["01101"])


@pytest.mark.parametrize("many", [1, 3])
def test_a_large_upload_ends_with_new_statistics_on_postgresql(
    many, official, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(freshness, "MANY_ROWS", many)
    queries = CaptureQueriesContext(connection)
    with queries, django_capture_on_commit_callbacks(execute=True):
        applied(in_chuo(), in_obihiro(), by=official)
    counted = [q["sql"] for q in queries.captured_queries if "ANALYZE" in q["sql"]]
    wanted = connection.vendor == "postgresql" and many < 3
    assert len(counted) == wanted
    assert all("facilities_filing" in sql for sql in counted)
