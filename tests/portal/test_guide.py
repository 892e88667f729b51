"""The guide of the first upload, and words that lead to the glossary."""

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from tests.factories import people, places, uploads


def test_a_word_leads_to_its_meaning():
    html = Template('{% load guide %}{% term "在支診" %}').render(Context())
    assert 'href="/glossary/#term-在支診"' in html


def test_a_word_that_the_glossary_lacks_is_an_error():
    with pytest.raises(StopIteration):
        Template('{% load guide %}{% term "知らない言葉" %}').render(Context())


@pytest.mark.django_db
def test_the_first_upload_is_guided_and_the_second_is_not(client: Client):
    uploads.region()
    clerk = people.clerk(places.health_centre([uploads.chuo()]))
    client.force_login(clerk)
    page = reverse("imports:create")
    assert "はじめての取込　1" in client.get(page).content.decode()
    waiting = uploads.prepared(uploads.in_chuo(), by=clerk)
    preview = reverse("imports:preview", args=[waiting.pk])
    assert "はじめての取込　3" in client.get(preview).content.decode()
    uploads.applied(uploads.in_chuo(80002), by=clerk, day="令和7年11月1日")
    assert "はじめての取込" not in client.get(page).content.decode()
