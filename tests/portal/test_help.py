"""The manual, the glossary and the statements: complete, linked, and true to the addresses."""

import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from portal.manual import CHAPTERS, FOLDER, as_html, chapters, glossary
from portal.sources import facts
from tests.factories import facilities, people

ROOMS = {
    pattern.app_name
    for pattern in get_resolver().url_patterns
    if getattr(pattern, "app_name", None)
}


def test_every_room_has_its_chapter():
    assert {room for room in ROOMS if room not in CHAPTERS} <= {"ninja", "accounts"}
    assert set(CHAPTERS.values()) <= set(chapters())


@pytest.mark.parametrize("slug", list(chapters()))
def test_a_chapter_names_only_pictures_that_exist(slug):
    (path,) = FOLDER.glob(f"*-{slug}.md")
    for name in re.findall(r"\]\((images/[^)]+)\)", path.read_text(encoding="utf-8")):
        assert (FOLDER / name).is_file(), name


@pytest.mark.django_db
@pytest.mark.parametrize("slug", list(chapters()))
def test_a_chapter_is_shown_with_its_words_linked(client: Client, slug):
    client.force_login(people.committee_member())
    html = client.get(reverse("portal:manual-chapter", args=[slug])).content.decode()
    assert chapters()[slug].title in html
    for target in re.findall(r'href="/glossary/#([^"]+)"', html):
        assert target in {term.anchor for term in glossary()}


def test_glossary_words_are_in_the_order_of_their_kana():
    kana = [term.kana for term in glossary()]
    assert kana == sorted(kana)
    assert len({term.word for term in glossary()}) == len(kana) > 20


def test_a_word_is_linked_once_a_chapter():
    html = chapters()["designations"].html
    assert html.count("#term-拠点") == 1
    assert "<h2><a" not in html


def test_a_script_in_the_manual_is_shown_as_words():
    assert "<script>" not in as_html("a <script>alert(1)</script>")


@pytest.mark.django_db
def test_the_page_of_a_room_leads_to_its_chapter(client: Client):
    client.force_login(people.official())
    html = client.get(reverse("imports:list")).content.decode()
    assert reverse("portal:manual-chapter", args=["imports"]) in html


@pytest.mark.django_db
def test_an_unknown_chapter_is_not_found(client: Client):
    client.force_login(people.official())
    assert client.get("/manual/nothing/").status_code == 404


@pytest.mark.django_db
def test_sources_name_the_lists_of_the_own_prefecture(client: Client):
    facilities.official_list()
    client.force_login(people.official())
    shown = client.get(reverse("portal:sources")).content.decode()
    assert facts()[0].title in shown
    assert "いちばん新しい現在日" in shown
    client.force_login(people.official("15"))
    assert (
        "名簿はまだありません" in client.get(reverse("portal:sources")).content.decode()
    )


@pytest.mark.django_db
def test_the_accessibility_statement_is_read_without_a_sign_in(client: Client):
    assert client.get(reverse("portal:accessibility")).status_code == 200
