"""A code that nobody knows: who it may be, what a person decides, and that nobody is asked twice."""

import pytest

from facilities.models import Facility, FacilityCode, Filing
from imports.actions import Match, apply_upload, decide_matches, undo_upload
from imports.errors import NotReady
from imports.models import MatchDecision, PlannedChange
from tests.factories import facilities as registry
from tests.factories.uploads import (
    APRIL,
    JANUARY,
    applied,
    chuo,
    in_chuo,
    in_obihiro,
    prepared,
    registry_values,
)
from tests.workbooks import number

pytestmark = pytest.mark.usefixtures("in_region")

Outcome, Verdict = PlannedChange.Outcome, MatchDecision.Verdict
NAME, PHONE, ADDRESS = "医療機関名称", "電話番号", "医療機関所在地（住所）"
NEW_CODE = "011" + number(80077)


def renumbered(**changes):
    """The clinic of ``in_chuo`` under another number."""
    return in_chuo(80077, **changes)


@pytest.fixture
def waiting(official):
    """A list on which a known clinic has another number."""
    applied(in_chuo(), in_obihiro(), by=official)
    return prepared(renumbered(), in_obihiro(), day=JANUARY, by=official)


def decide(upload, verdict, callbacks, by):
    change = upload.changes.get(outcome=Outcome.AMBIGUOUS)
    facility = change.candidates[0]["facility"]
    chosen = None if verdict == Verdict.DIFFERENT else facility
    with callbacks(execute=True):
        decide_matches(
            upload=upload, decisions=[Match(change.pk, chosen, verdict)], by=by
        )
    upload.refresh_from_db()


# --- Scores -------------------------------------------------------------------------------
def test_a_known_clinic_under_a_new_number_is_asked_about(waiting):
    assert waiting.counts[Outcome.AMBIGUOUS] == 1
    assert waiting.counts[Outcome.NEW] == waiting.counts[Outcome.MISSING] == 0
    change = waiting.changes.get(outcome=Outcome.AMBIGUOUS)
    (candidate,) = change.candidates
    assert (change.code, candidate["score"]) == (NEW_CODE, 100)
    assert candidate["facility"] == Facility.objects.get(municipality="01101").pk


def test_a_clinic_like_none_is_new_and_the_other_missing(official):
    applied(in_chuo(), by=official)
    other = renumbered(**{NAME: "ひばり医院", PHONE: "", ADDRESS: "札幌市中央区南１条"})
    upload = prepared(other, day=JANUARY, by=official)
    assert upload.counts[Outcome.AMBIGUOUS] == 0
    assert upload.counts[Outcome.NEW] == upload.counts[Outcome.MISSING] == 1


def test_a_clinic_that_is_still_on_the_list_is_no_candidate(official):
    applied(in_chuo(), by=official)
    upload = prepared(in_chuo(), renumbered(), day=JANUARY, by=official)
    assert upload.counts[Outcome.AMBIGUOUS] == 0
    assert upload.counts[Outcome.NEW] == 1


def test_a_clinic_registered_by_hand_is_a_candidate(official):
    made = registry.facility(
        chuo(), code="H-1", code_system="medical", name="そらねみちクリニック",
        address="札幌市中央区北３条西６丁目１", phone="011-000-0001",
    )  # fmt: skip
    upload = prepared(in_chuo(), by=official)
    change = upload.changes.get(outcome=Outcome.AMBIGUOUS)
    assert [one["facility"] for one in change.candidates] == [made.pk]


def test_what_nobody_decided_stops_the_application(waiting, official):
    before = registry_values()
    with pytest.raises(NotReady):
        apply_upload(upload=waiting, by=official)
    assert registry_values() == before


def test_what_nobody_decided_can_be_left_out(waiting, official):
    apply_upload(upload=waiting, leave=True, by=official)
    assert not Facility.objects.filter(code=NEW_CODE).exists()
    left = Facility.objects.get(municipality="01101")
    assert left.filings.get().ends_on is None
    assert left.last_seen_on.isoformat() == "2025-10-01"


def test_undecided_facilities_count_as_they_stand(waiting):
    assert waiting.effects["01101"]["zaishishin"] == [1, 1]


# --- Deciding -----------------------------------------------------------------------------
def test_renumbered_gives_the_new_code_and_keeps_the_old_alive(
    waiting, official, django_capture_on_commit_callbacks
):
    facility = Facility.objects.get(municipality="01101")
    old = facility.code
    decide(waiting, Verdict.RENUMBERED, django_capture_on_commit_callbacks, official)
    assert waiting.counts[Outcome.CHANGED] == 1
    apply_upload(upload=waiting, by=official)
    facility.refresh_from_db()
    assert facility.code == NEW_CODE
    kept = FacilityCode.objects.get()
    assert (kept.facility, kept.code) == (facility, old)
    assert facility.filings.get().ends_on is None
    assert Facility.objects.search(old).get() == facility


def test_a_list_with_the_old_number_still_finds_it(
    waiting, official, django_capture_on_commit_callbacks
):
    decide(waiting, Verdict.RENUMBERED, django_capture_on_commit_callbacks, official)
    apply_upload(upload=waiting, by=official)
    upload = applied(
        in_chuo(**{PHONE: "011-000-0009"}), in_obihiro(), day=APRIL, by=official
    )
    assert upload.counts[Outcome.CHANGED] == 1
    assert Facility.objects.get(code=NEW_CODE).phone == "011-000-0009"
    assert Facility.objects.count() == 2


def test_a_new_filing_reaches_the_facility_under_either_number(
    waiting, official, django_capture_on_commit_callbacks
):
    decide(waiting, Verdict.SAME, django_capture_on_commit_callbacks, official)
    apply_upload(upload=waiting, by=official)
    applied(renumbered(受理記号="支援診２"), in_obihiro(), day=APRIL, by=official)
    facility = Facility.objects.get(municipality="01101")
    standing = Filing.objects.get(facility=facility, ends_on=None)
    assert standing.kind.symbol == "支援診2"
    assert facility.last_seen_on.isoformat() == "2026-04-01"


def test_same_keeps_the_code_and_remembers_the_other(
    waiting, official, django_capture_on_commit_callbacks
):
    code = Facility.objects.get(municipality="01101").code
    decide(waiting, Verdict.SAME, django_capture_on_commit_callbacks, official)
    apply_upload(upload=waiting, by=official)
    assert Facility.objects.get(municipality="01101").code == code
    assert FacilityCode.objects.get().code == NEW_CODE
    again = prepared(renumbered(), in_obihiro(), day=JANUARY, by=official)
    assert again.counts[Outcome.UNCHANGED] == 2


def test_different_makes_two_facilities_and_is_not_asked_again(
    waiting, official, django_capture_on_commit_callbacks
):
    decide(waiting, Verdict.DIFFERENT, django_capture_on_commit_callbacks, official)
    assert waiting.counts[Outcome.NEW] == waiting.counts[Outcome.MISSING] == 1
    again = prepared(renumbered(), in_obihiro(), day=JANUARY, by=official)
    assert again.counts[Outcome.AMBIGUOUS] == 0
    apply_upload(upload=again, by=official)
    assert Facility.objects.count() == 3


def test_a_decision_is_kept_for_the_next_upload(
    waiting, official, django_capture_on_commit_callbacks
):
    decide(waiting, Verdict.RENUMBERED, django_capture_on_commit_callbacks, official)
    again = prepared(renumbered(), in_obihiro(), day=JANUARY, by=official)
    assert again.counts[Outcome.AMBIGUOUS] == 0
    assert again.changes.get(outcome=Outcome.CHANGED).verdict == Verdict.RENUMBERED


def test_a_renumbering_is_taken_back_to_the_letter(
    waiting, official, django_capture_on_commit_callbacks
):
    before = registry_values()
    decide(waiting, Verdict.RENUMBERED, django_capture_on_commit_callbacks, official)
    upload = apply_upload(upload=waiting, by=official)
    assert undo_upload(upload=upload, by=official) == []
    assert registry_values() == before
    assert not FacilityCode.objects.exists()


def test_only_a_candidate_can_be_chosen(waiting, official):
    change = waiting.changes.get(outcome=Outcome.AMBIGUOUS)
    other = Facility.objects.get(municipality="01207")
    with pytest.raises(NotReady):
        decide_matches(
            upload=waiting,
            decisions=[Match(change.pk, other.pk, Verdict.SAME)],
            by=official,
        )
    assert not MatchDecision.objects.exists()


def test_an_applied_upload_takes_no_more_decisions(waiting, official):
    change = waiting.changes.get(outcome=Outcome.AMBIGUOUS)
    apply_upload(upload=waiting, leave=True, by=official)
    with pytest.raises(NotReady):
        decide_matches(
            upload=waiting,
            decisions=[Match(change.pk, None, Verdict.DIFFERENT)],
            by=official,
        )


# --- The page -----------------------------------------------------------------------------
