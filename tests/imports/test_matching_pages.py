"""The page that asks who a code is, and the answer when the one it may be is gone meanwhile."""

import pytest
from django.urls import reverse

from facilities.merging import merge_facilities
from facilities.models import Facility
from imports.actions import Match, decide_matches
from imports.errors import StalePreview
from imports.freshness import lost_candidates
from imports.models import MatchDecision, PlannedChange, Upload
from imports.preparing import prepare_upload
from tests.factories import facilities as registry
from tests.factories.uploads import (
    JANUARY,
    applied,
    in_chuo,
    in_obihiro,
    prepared,
)
from tests.workbooks import number

pytestmark = pytest.mark.usefixtures("in_region")

Outcome, Verdict = PlannedChange.Outcome, MatchDecision.Verdict
NEW_CODE = "011" + number(80077)


@pytest.fixture
def waiting(official):
    """A list on which a known clinic has another number."""
    applied(in_chuo(), in_obihiro(), by=official)
    return prepared(in_chuo(80077), in_obihiro(), day=JANUARY, by=official)


@pytest.fixture
def merged_away(waiting, official):
    """The only candidate was taken into another facility while its preview waited."""
    gone = Facility.objects.get(code="011" + number(80001))
    into = registry.facility(gone.municipality, name="ひばり医院")
    merge_facilities(
        facility=into,
        version=into.version,
        gone=gone,
        gone_version=gone.version,
        reason="同じ機関",
        by=official,
    )
    return waiting


def test_a_candidate_that_is_gone_cannot_be_chosen(merged_away, official):
    change = merged_away.changes.get(outcome=Outcome.AMBIGUOUS)
    same = Match(change.pk, change.candidates[0]["facility"], Verdict.SAME)
    with pytest.raises(StalePreview, match="そらねみち"):
        decide_matches(upload=merged_away, decisions=[same], by=official)
    assert not MatchDecision.objects.exists()


def test_a_candidate_that_is_gone_makes_the_preview_stale(
    client, merged_away, official
):
    client.force_login(official)
    page = client.get(reverse("imports:preview", args=[merged_away.pk]))
    assert "この確認のあとに登録が変わりました" in page.text
    assert "そらねみちクリニック" in page.text
    change = merged_away.changes.get(outcome=Outcome.AMBIGUOUS)
    chosen = f"{Verdict.SAME}:{change.candidates[0]['facility']}"
    answer = client.post(
        reverse("imports:decide", args=[merged_away.pk]),
        {f"match-{change.pk}": chosen},
        follow=True,
    )
    assert "統合などで登録からなくなりました" in answer.text


def test_comparing_again_finds_the_one_that_it_was_taken_into(merged_away):
    Upload.objects.filter(pk=merged_away.pk).update(status=Upload.Status.RECEIVED)
    prepare_upload(upload_id=merged_away.pk)
    assert not lost_candidates(merged_away)


def test_the_page_shows_both_sides_and_takes_the_decision(
    client, waiting, official, django_capture_on_commit_callbacks
):
    client.force_login(official)
    address = reverse("imports:preview", args=[waiting.pk])
    text = client.get(f"{address}?tab=ambiguous").content.decode()
    assert "一致の点数 100／100" in text
    assert NEW_CODE in text
    change = waiting.changes.get(outcome=Outcome.AMBIGUOUS)
    chosen = f"renumbered:{change.candidates[0]['facility']}"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("imports:decide", args=[waiting.pk]), {f"match-{change.pk}": chosen}
        )
    decision = MatchDecision.objects.get()
    assert (decision.verdict, decision.decided_by) == (Verdict.RENUMBERED, official)
    assert (
        "確認が必要な医療機関はありません"
        in client.get(f"{address}?tab=ambiguous").content.decode()
    )


def test_all_certain_pairs_can_be_decided_at_once(
    client, waiting, official, django_capture_on_commit_callbacks
):
    client.force_login(official)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("imports:decide", args=[waiting.pk]), {"certain": "renumbered"}
        )
    waiting.refresh_from_db()
    assert waiting.status == Upload.Status.READY
    assert waiting.counts[Outcome.AMBIGUOUS] == 0


def test_nothing_chosen_decides_nothing(client, waiting, official):
    client.force_login(official)
    response = client.post(
        reverse("imports:decide", args=[waiting.pk]), {}, follow=True
    )
    assert "1つ以上選んでください" in response.content.decode()
    assert not MatchDecision.objects.exists()
