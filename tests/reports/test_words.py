"""The words of an edition: kept as drafts, copied on request, taken into the frozen data, never
lost."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from reports import actions
from reports.actions import Choices, mark_of
from reports.kinds import EditionStatus, ReportKind
from reports.models import Edition
from tests.factories import people, places
from tests.factories.reports import edition

FOREWORD, ZONE = ("foreword", ""), ("zone", "Z01")


@pytest.fixture
def open_edition(official):
    return edition(status="preparing", made_by=official)


def texts(of: Edition) -> dict[tuple[str, str], str]:
    return {(one.about, one.key): one.text for one in of.texts.all()}


def test_what_stood_before_is_kept(open_edition, official):
    for text in ("初めの文", "直した文", "直した文"):
        actions.write_texts(edition=open_edition, texts={FOREWORD: text}, by=official)
    one = open_edition.texts.get()
    assert one.text == "直した文"
    assert [row.text for row in one.history.all()] == ["直した文", "初めの文"]


def test_two_people_write_in_different_places(open_edition, official):
    seen = {FOREWORD: mark_of(""), ZONE: mark_of("")}
    other = people.official()
    actions.write_texts(
        edition=open_edition, texts={FOREWORD: "文", ZONE: ""}, seen=seen, by=official
    )
    actions.write_texts(
        edition=open_edition, texts={FOREWORD: "", ZONE: "圏域"}, seen=seen, by=other
    )
    assert texts(open_edition) == {FOREWORD: "文", ZONE: "圏域"}


def test_two_people_who_write_in_one_place_are_told(open_edition, official):
    seen = {FOREWORD: mark_of("")}
    actions.write_texts(edition=open_edition, texts={FOREWORD: "先"}, by=official)
    with pytest.raises(actions.WrittenMeanwhile) as meeting:
        actions.write_texts(
            edition=open_edition, texts={FOREWORD: "後"}, seen=seen, by=official
        )
    assert meeting.value.places == (FOREWORD,)
    assert texts(open_edition) == {FOREWORD: "先"}


def test_copying_fills_only_what_is_empty(open_edition, official):
    old = edition(status="draft")
    actions.write_texts(
        edition=old, texts={FOREWORD: "前の文", ZONE: "前の圏域"}, by=official
    )
    actions.write_texts(edition=open_edition, texts={FOREWORD: "新しい文"}, by=official)

    assert actions.copy_texts(edition=open_edition, source=old, by=official) == 1
    assert texts(open_edition) == {FOREWORD: "新しい文", ZONE: "前の圏域"}


@pytest.mark.parametrize("status", ["checked", "rendering", "withdrawn", "published"])
def test_words_are_closed_once_somebody_vouches_for_them(official, status):
    with pytest.raises(actions.WrongState):
        actions.write_texts(
            edition=edition(status=status), texts={FOREWORD: "文"}, by=official
        )


@pytest.fixture
def made(official):
    town = places.municipality("01101", "札幌市中央区")
    version = places.plan({"札幌": [town]})
    code = version.memberships.get().zone.code
    opened = actions.prepare_edition(
        kind=ReportKind.PROGRESS,
        prefecture=places.prefecture(),
        choices=Choices(as_of=date(2025, 10, 1)),
        by=official,
    )
    words = {FOREWORD: "はじめの文", ("questions", ""): "一つ目\n\n二つ目", ("zone", code): "調整中"}  # fmt: skip
    actions.write_texts(edition=opened, texts=words, by=official)
    actions.freeze_edition(edition=opened, today=date(2025, 10, 15), by=official)
    return opened


def test_the_words_are_frozen_with_the_data(made):
    assert made.values["foreword"] == "はじめの文"
    assert made.values["questions"] == ["一つ目", "二つ目"]
    [comment] = made.values["comments"]
    assert (comment["name"], comment["text"]) == ("札幌", "調整中")


def test_rewriting_a_draft_changes_its_words_alone(made, official):
    before = made.values
    Edition.objects.filter(pk=made.pk).update(status=EditionStatus.DRAFT)
    places.municipality("01102", "札幌市北区")  # the registry moves on
    actions.write_texts(edition=made, texts={FOREWORD: "直した文"}, by=official)

    actions.rewrite_edition(edition=made, by=official)

    assert made.status == EditionStatus.RENDERING
    assert made.values == before | {"foreword": "直した文"}
    assert not made.files.exists()


def test_the_page_shows_what_somebody_else_wrote(open_edition, official):
    client = Client()
    client.force_login(official)
    address = reverse("reports:write", args=[open_edition.pk])
    typed = {"foreword": "後から", "mark-foreword": mark_of("")}
    actions.write_texts(edition=open_edition, texts={FOREWORD: "先に"}, by=official)

    page = client.post(address, typed).content.decode()
    assert "今の文章：「先に」" in page
    assert "後から" in page
    again = typed | {"mark-foreword": mark_of("先に")}
    assert client.post(address, again).status_code == 302
    assert texts(open_edition) == {FOREWORD: "後から"}


def test_the_preview_shows_the_pages_before_anything_is_frozen(official):
    places.plan({"札幌": [places.municipality("01101", "札幌市中央区")]})
    opened = edition(status="preparing", title="試し刷り")
    actions.write_texts(edition=opened, texts={FOREWORD: "はじめの文"}, by=official)
    client = Client()
    client.force_login(official)

    page = client.get(reverse("reports:preview", args=[opened.pk])).content.decode()

    assert "まだ凍結していません" in page
    assert "試し刷り" in page
    assert "はじめの文" in page
    opened.refresh_from_db()
    assert opened.snapshot == ""
