"""Taking a whole upload back: the registry as it was, and whatever was edited since stays."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from designations import tasks
from facilities.models import Facility, Filing, OfficialList
from facilities.touched import Kept
from imports.actions import apply_upload, undo_upload
from imports.errors import NotUndoable, OutsideRegion
from imports.models import Upload
from tests.factories import designations, people, places
from tests.factories import facilities as registry
from tests.factories.uploads import (
    APRIL,
    JANUARY,
    OCTOBER,
    applied,
    chuo,
    in_chuo,
    in_obihiro,
    obihiro,
    prepared,
    registry_values,
)

pytestmark = pytest.mark.usefixtures("in_region")

NAME, PHONE = "医療機関名称", "電話番号"


def test_the_first_list_goes_without_a_trace_but_in_history(official):
    before = registry_values()
    upload = applied(in_chuo(), in_obihiro(), by=official)
    assert undo_upload(upload=upload, by=official) == []
    assert registry_values() == before
    assert not Facility.objects.exists()
    kinds = Facility.history.order_by("history_id").values_list(
        "history_type", flat=True
    )
    assert list(kinds) == ["+", "+", "-", "-"]
    upload.refresh_from_db()
    assert (upload.status, upload.undone_by) == (Upload.Status.UNDONE, official)
    assert AuditEvent.objects.filter(action="undo_upload").exists()


@pytest.mark.parametrize(
    "rows",
    [
        [in_chuo(**{NAME: "別の名", PHONE: "011-000-9999"}), in_obihiro()],
        [in_chuo(受理記号="支援診２"), in_obihiro()],
        [in_chuo()],
        [in_chuo(), in_obihiro(), in_chuo(80002)],
        [in_chuo(**{"医療機関所在地（住所）": "帯広市東１条１"}, 病床数="一般　　19")],
        [in_obihiro(受理記号="時間外１")],
    ],
    ids=["fields", "filing", "missing", "new", "moved", "all at once"],
)
def test_any_list_is_taken_back_to_the_letter(official, rows):
    applied(in_chuo(), in_obihiro(), by=official)
    before = registry_values()
    upload = applied(*rows, day=JANUARY, by=official)
    assert registry_values() != before
    undo_upload(upload=upload, by=official)
    assert registry_values() == before


def test_a_resumed_filing_ends_again_as_it_had(official):
    applied(in_chuo(), by=official)
    applied(in_chuo(受理記号="時間外１"), day=JANUARY, by=official)
    before = registry_values()
    upload = applied(in_chuo(), day=APRIL, by=official)
    undo_upload(upload=upload, by=official)
    assert registry_values() == before
    assert Filing.objects.get().ends_on == date(2025, 12, 31)


def test_a_facility_edited_since_stays_and_is_named(official):
    applied(in_chuo(), in_obihiro(), by=official)
    changed = {PHONE: "011-000-9999"}
    upload = applied(
        in_chuo(**changed), in_obihiro(**changed), day=JANUARY, by=official
    )
    edited = Facility.objects.get(municipality="01101")
    Facility.objects.filter(pk=edited.pk).update(phone="011-111-1111", version=9)
    (kept,) = undo_upload(upload=upload, by=official)
    assert kept == Kept(edited.pk, edited.name, "取込のあとに電話番号が直されています")
    edited.refresh_from_db()
    assert edited.phone == "011-111-1111"
    assert Facility.objects.get(municipality="01207").phone == "0155-00-0001"
    upload.refresh_from_db()
    assert upload.kept[0]["name"] == edited.name


def test_an_edit_of_another_field_stays_and_the_rest_goes_back(official):
    applied(in_chuo(), by=official)
    upload = applied(in_chuo(**{PHONE: "011-000-9999"}), day=JANUARY, by=official)
    Facility.objects.update(note="往診は午後", version=9)
    assert undo_upload(upload=upload, by=official) == []
    facility = Facility.objects.get()
    assert (facility.phone, facility.note) == ("011-000-0001", "往診は午後")
    assert facility.version == 10


def test_a_new_facility_that_is_designated_stays(official):
    upload = applied(in_chuo(), in_obihiro(), by=official)
    version = places.plan({"札幌": [chuo()], "十勝": [obihiro()]}, hubs_per_zone="one")
    facility = Facility.objects.get(municipality="01101")
    operator = designations.institution(facility)
    zone = version.plan.zones.get(name="札幌")
    designations.entered(zone, operator, "active", by=official)
    (kept,) = undo_upload(upload=upload, by=official)
    assert kept.facility == facility.pk
    assert list(Facility.objects.all()) == [facility]
    assert facility.filings.count() == 1


def test_a_new_facility_that_a_person_completed_stays(official):
    upload = applied(in_chuo(), by=official)
    Facility.objects.update(corrected_name="そらねみちクリニック", version=2)
    (kept,) = undo_upload(upload=upload, by=official)
    assert "直されています" in kept.reason


def test_a_new_facility_with_a_confirmed_function_stays(official):
    upload = applied(in_chuo(), by=official)
    registry.provision(Facility.objects.get())
    (kept,) = undo_upload(upload=upload, by=official)
    assert "使われています" in kept.reason


def test_a_filing_ended_by_hand_since_stays(official):
    upload = applied(in_chuo(), by=official)
    Filing.objects.update(ends_on=date(2025, 11, 1))
    (kept,) = undo_upload(upload=upload, by=official)
    assert "届出" in kept.reason


def test_a_list_below_a_newer_one_cannot_be_taken_back(official):
    first = applied(in_chuo(), by=official)
    second = applied(in_chuo(**{PHONE: "011-000-9999"}), day=JANUARY, by=official)
    before = registry_values()
    with pytest.raises(NotUndoable, match="令和8年1月1日"):
        undo_upload(upload=first, by=official)
    assert registry_values() == before
    first.refresh_from_db()
    assert first.status == Upload.Status.APPLIED
    undo_upload(upload=second, by=official)
    undo_upload(upload=first, by=official)
    assert not Facility.objects.exists()


def test_clerks_of_two_areas_do_not_stand_in_each_others_way():
    here = people.clerk(places.health_centre([chuo()]))
    there = people.clerk(places.health_centre([obihiro()]))
    first = applied(in_chuo(), in_obihiro(), by=here)
    applied(in_chuo(), in_obihiro(), by=there)
    undo_upload(upload=first, by=here)
    assert [f.municipality_id for f in Facility.objects.all()] == ["01207"]


def test_an_undone_upload_can_be_brought_again(official):
    undo_upload(upload=applied(in_chuo(), by=official), by=official)
    applied(in_chuo(), by=official)
    assert Facility.objects.count() == OfficialList.objects.count() == 1


def test_nothing_is_undone_twice_or_before_it_is_applied(official):
    upload = prepared(in_chuo(), by=official)
    with pytest.raises(NotUndoable):
        undo_upload(upload=upload, by=official)
    apply_upload(upload=upload, by=official)
    undo_upload(upload=upload, by=official)
    with pytest.raises(NotUndoable):
        undo_upload(upload=upload, by=official)


def test_a_clerk_cannot_take_back_what_the_prefecture_applied(official):
    upload = applied(in_chuo(), by=official)
    clerk = people.clerk(places.health_centre([chuo()]))
    with pytest.raises(OutsideRegion):
        undo_upload(upload=upload, by=clerk)
    assert Facility.objects.exists()


def test_a_preview_made_before_the_undo_is_stale_afterwards(official):
    upload = applied(in_chuo(), by=official)
    waiting = prepared(in_chuo(**{PHONE: "011-000-9999"}), day=JANUARY, by=official)
    undo_upload(upload=upload, by=official)
    assert waiting.written_changes().stale().count() == 1


def test_the_page_asks_with_numbers_and_names(client, official):
    applied(in_chuo(), by=official)
    upload = applied(
        in_chuo(**{PHONE: "011-000-9999"}), in_chuo(80002), day=JANUARY, by=official
    )
    Facility.objects.filter(phone="011-000-9999").update(phone="011-111-1111")
    client.force_login(official)
    address = reverse("imports:undo", args=[upload.pk])
    plan = client.get(address).context["plan"]
    assert (plan.removed, plan.restored, len(plan.kept)) == (1, 0, 1)
    text = client.post(address, follow=True).content.decode()
    assert "取込を取り消しました。直されていた1件はそのままです。" in text
    assert "そらねみちクリニック（取込のあとに電話番号が直されています）" in text


def test_the_page_says_which_list_must_go_first(client, official):
    first = applied(in_chuo(), day=OCTOBER, by=official)
    applied(in_chuo(**{PHONE: "011-000-9999"}), day=JANUARY, by=official)
    client.force_login(official)
    address = reverse("imports:undo", args=[first.pk])
    assert "先に新しい取込を取り消してください" in client.get(address).content.decode()
    assert (
        "先にその取込を取り消してください"
        in client.post(address, follow=True).content.decode()
    )


def test_an_undo_has_the_designations_checked_again(
    official, django_capture_on_commit_callbacks, monkeypatch
):
    asked = []

    class Queue:
        @staticmethod
        def enqueue(*arguments):
            asked.append(arguments)

    monkeypatch.setattr(tasks, "check_compliance", Queue)
    with django_capture_on_commit_callbacks(execute=True):
        upload = applied(in_chuo(), by=official)
        undo_upload(upload=upload, by=official)
    assert [cause for _, cause in asked] == [
        "名簿の取込：名簿.csv",
        "名簿の取込の取消：名簿.csv",
    ]
