"""Editions: frozen once, made once, checked by a second official, read by the committee."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, Notice
from reports import actions
from reports.actions import Choices, making
from reports.collecting.asked import NoPlan, NothingToReport
from reports.kinds import EditionStatus, ReportKind
from reports.models import Edition
from reports.rendering import RenderedPdf, RenderingFailed
from tests.factories import facilities, people, places
from tests.factories.reports import PDF, edition

AS_OF = date(2025, 10, 1)
TODAY = date(2025, 10, 15)


def make(by, **chosen):
    return actions.make_edition(
        kind=ReportKind.PROGRESS,
        prefecture=places.prefecture(),
        choices=Choices(as_of=chosen.pop("as_of", AS_OF), **chosen),
        today=TODAY,
        by=by,
    )


@pytest.fixture
def typeset(monkeypatch):
    """Stands in for the typesetting child; gives the calls that were made."""
    calls = []

    def render(values, **kwargs):
        calls.append(values)
        return RenderedPdf(PDF, 3, "f" * 64, {"weasyprint": "70"})

    monkeypatch.setattr(making, "render_pdf", render)
    return calls


def test_an_edition_freezes_the_data_of_its_day(official, planned):
    made = make(official)
    facilities.facility(planned.memberships.get().municipality)

    assert made.values["as_of"] == "2025-10-01"
    assert [zone["name"] for zone in made.values["zones"]] == ["札幌"]
    assert make(official).sha256 != made.sha256  # another edition number


def test_editions_are_numbered_one_after_the_other(official, planned):
    assert [make(official).number, make(official).number] == [1, 2]


def test_no_edition_is_made_where_no_plan_is_in_force(official, planned):
    with pytest.raises(NoPlan, match="医療計画がありません"):
        make(official, as_of=date(2020, 4, 1))
    assert not Edition.objects.exists()


def test_the_snapshot_holds_what_was_chosen(official, planned):
    made = make(
        official,
        title="題",
        meeting_name="第1回",
        meeting_on=TODAY,
        meeting_paper="資料１",
        zone_codes=[planned.memberships.get().zone.code],
        parts=["zones", "summary"],
    )
    assert made.values["parts"] == ["zones", "summary"]
    assert made.values["meeting"] == {
        "name": "第1回",
        "day": "2025-10-15",
        "paper": "資料１",
    }
    assert made.values["edition"]["workbook"] == "progress-2025-10-01-v1.xlsx"


def test_an_earlier_edition_of_another_form_is_not_counted_from(official, planned):
    old = edition(snapshot='{"kind":"progress","schema":1}')
    with pytest.raises(NothingToReport, match="様式が今と違う"):
        make(official, previous=old)


def test_making_keeps_both_files_and_leaves_a_draft(official, planned, typeset):
    made = actions.render_edition(edition_id=make(official).pk)

    assert made.status == EditionStatus.DRAFT
    assert bytes(made.files.get(kind="pdf").content) == PDF
    assert bytes(made.files.get(kind="xlsx").content).startswith(b"PK")
    versions = made.files.get(kind="xlsx").library_versions
    assert versions["openpyxl"]


def test_making_twice_makes_the_files_once(official, planned, typeset):
    made = make(official)
    for _ in range(2):
        actions.render_edition(edition_id=made.pk)
    assert made.files.count() == 2
    assert len(typeset) == 1


def test_a_failure_says_why_and_can_be_tried_again(official, planned, monkeypatch):
    def fail(values, **kwargs):
        raise RenderingFailed("time")

    monkeypatch.setattr(making, "render_pdf", fail)
    made = actions.render_edition(edition_id=make(official).pk)
    assert made.status == EditionStatus.FAILED
    assert "制限時間" in made.message

    actions.retry_edition(edition=made, by=official)
    assert made.status == EditionStatus.RENDERING


def test_stopping_ends_the_making_and_keeps_what_is_frozen(
    official, planned, monkeypatch
):
    made = make(official)

    def render(values, *, progress, **options):
        actions.cancel_edition(edition=made, by=official)
        progress("ページを組んでいます", 3, 0.2)
        raise AssertionError

    monkeypatch.setattr(making, "render_pdf", render)
    stopped = actions.render_edition(edition_id=made.pk)

    assert stopped.status == EditionStatus.FAILED
    assert "止めました" in stopped.message
    assert stopped.sha256 == made.sha256
    assert not stopped.files.exists()


def test_a_second_official_checks_a_draft(official):
    draft, second = edition(status="draft", made_by=official), people.official()

    with pytest.raises(actions.NotBySameOfficial, match="E1"):
        actions.check_edition(edition=draft, by=official)
    actions.check_edition(edition=draft, by=second)

    assert (draft.status, draft.checked_by) == (EditionStatus.CHECKED, second)


def test_who_wrote_the_words_does_not_check(official):
    draft, writer = edition(status="draft", made_by=official), people.official()
    actions.write_texts(edition=draft, texts={("foreword", ""): "文"}, by=writer)
    with pytest.raises(actions.NotBySameOfficial):
        actions.check_edition(edition=draft, by=writer)


def test_a_checked_edition_goes_back_with_a_reason(official):
    checked = edition(status="checked")
    actions.send_back_edition(edition=checked, reason="表3の誤り", by=official)
    assert (checked.status, checked.checked_by) == (EditionStatus.DRAFT, None)
    assert checked.message == "表3の誤り"


def test_publishing_shows_a_checked_edition_to_the_committee(official):
    checked, member = edition(status="checked"), people.committee_member()
    assert not Edition.objects.visible_to(member).exists()

    actions.publish_edition(edition=checked, by=official)

    assert Edition.objects.visible_to(member).get() == checked


@pytest.mark.parametrize("status", ["draft", "published", "failed", "withdrawn"])
def test_only_a_checked_edition_is_published(official, status):
    with pytest.raises(actions.WrongState):
        actions.publish_edition(edition=edition(status=status), by=official)


def test_a_published_edition_is_not_withdrawn(official):
    with pytest.raises(actions.WrongState):
        actions.withdraw_edition(edition=edition(), by=official)


@pytest.mark.parametrize("status", ["preparing", "failed", "draft", "checked"])
def test_what_was_given_up_is_taken_up_again_on_its_page(client, official, status):
    made = edition(status=status, prefecture=places.prefecture())
    client.force_login(official)
    for name in ("withdraw", "bring-back"):
        address = reverse(f"reports:{name}", args=[made.pk])
        client.post(address)
        detail = client.get(made.get_absolute_url()).content.decode()
        assert (reverse("reports:bring-back", args=[made.pk]) in detail) == (
            name == "withdraw"
        )
    made.refresh_from_db()
    assert made.status == ("draft" if status == "checked" else status)
    refused = client.post(address, follow=True).content.decode()
    assert "変わりませんでした" in refused


def test_a_correction_supersedes_what_it_corrects(official, planned, typeset):
    old = edition(prefecture=places.prefecture(), parts=["zones"])
    new = actions.correct_edition(
        edition=old, reason="病床数の誤り", corrected_points="表5\n図2", by=official
    )
    assert (new.status, new.parts) == (EditionStatus.PREPARING, ["zones"])
    with pytest.raises(actions.WrongState):  # one correction at a time
        actions.correct_edition(
            edition=old, reason="別", corrected_points="", by=official
        )

    actions.freeze_edition(edition=new, today=TODAY, by=official)
    new = actions.render_edition(edition_id=new.pk)
    actions.check_edition(edition=new, by=people.official())
    actions.publish_edition(edition=new, by=official)

    old.refresh_from_db()
    assert (old.status, new.status) == (
        EditionStatus.SUPERSEDED,
        EditionStatus.PUBLISHED,
    )
    history = new.values["edition"]["history"]
    assert [line["number"] for line in history] == [old.number, new.number]
    assert history[1]["change"] == f"第{old.number}版の訂正。病床数の誤り（表5、図2）"
    member = people.committee_member()
    assert set(Edition.objects.visible_to(member)) == {old, new}


def test_officials_are_asked_to_check_and_members_told(official, planned, typeset):
    made = make(official, meeting_name="第1回", meeting_on=date(2100, 4, 1))
    made = actions.render_edition(edition_id=made.pk)
    asked = Notice.objects.get(key__startswith="reports:check:")
    assert (asked.role, asked.prefecture) == ("official", "01")
    assert (asked.due_on, asked.done_at) == (date(2100, 4, 1), None)

    second = people.official()
    actions.check_edition(edition=made, by=second)
    asked.refresh_from_db()
    assert asked.done_at
    assert not Notice.objects.filter(role="committee").exists()
    actions.publish_edition(edition=made, by=second)
    assert Notice.objects.get(role="committee").link == made.get_absolute_url()


def test_the_committee_of_another_prefecture_sees_nothing(db):
    edition()
    assert not Edition.objects.visible_to(people.committee_member("15")).exists()


@pytest.mark.parametrize(("name", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_a_download_is_the_stored_bytes_and_on_record(db, name, start):
    published, member = edition(), people.committee_member()
    client = Client()
    client.force_login(member)

    response = client.get(reverse(f"reports:{name}", args=[published.pk]))

    assert response.content.startswith(start)
    assert f".{name}" in response.headers["Content-Disposition"]
    event = AuditEvent.objects.get(action="download_edition")
    assert (event.actor_id, event.detail["file"]) == (str(member.pk), name)
