"""Residents see what was released, all of it, and nothing else; the open data says the same."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from portal.public import open_data
from portal.public.reading import contents
from portal.public.releases import (
    withdraw_release,
)
from tests.factories import facilities
from tests.test_repository import OUTSIDE

pytestmark = pytest.mark.django_db
CANARY = "未公表の機関"


PUBLIC_NAMES = ["list", "csv", "json", "catalogue", "dictionary"]


def addresses() -> list[str]:
    return [
        reverse("public:index"),
        *(reverse(f"public:{name}", args=["01"]) for name in PUBLIC_NAMES),
    ]


def test_public_pages_are_off_until_switched_on(client: Client, ground):
    ground.released()
    assert {client.get(address).status_code for address in addresses()} == {404}


def test_drafts_and_withdrawn_releases_are_not_public(client: Client, ground, public):
    ground.draft()
    assert {client.get(address).status_code for address in addresses()} == {404}
    release = ground.released()
    assert client.get(addresses()[1]).status_code == 200
    withdraw_release(release=release, reason="試験", by=ground.official)
    assert {client.get(address).status_code for address in addresses()} == {404}


def test_the_list_is_read_without_a_sign_in_or_a_cookie(client: Client, ground, public):
    ground.released()
    answer = client.get(reverse("public:list", args=["01"]))
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "public" in answer["Cache-Control"]
    again = client.get(
        reverse("public:list", args=["01"]), headers={"If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304


def test_the_list_asks_the_database_for_the_release_only(
    client: Client, ground, public, django_assert_num_queries
):
    contents(ground.released())
    with django_assert_num_queries(1):
        client.get(reverse("public:list", args=["01"]))


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("area=01631", "音更の相談窓口", "何も担わない試験医院"),
        ("area=01207", "十勝連携センター", "音更の相談窓口"),
        ("area=zZ01", "あおば試験クリニック", "何も担わない試験医院"),
        ("what=desk", "音更の相談窓口", "十勝連携センター"),
        ("what=acute", "あおば試験クリニック", "音更の相談窓口"),
        ("q=ｱｵﾊﾞ", "あおば試験クリニック", "音更の相談窓口"),
        ("area=99999&what=x", "音更の相談窓口", "何も担わない試験医院"),
        ("what=hub&q=nobody", "見つかりませんでした", "十勝連携センター"),
    ],
)
def test_the_list_finds_by_place_and_need(
    client: Client, ground, public, query, shown, hidden
):
    ground.released()
    text = client.get(f"{reverse('public:list', args=['01'])}?{query}")
    body = text.content.decode()
    assert shown in body
    assert f">{hidden}<" not in body


def test_a_later_change_is_not_public_before_its_release(
    client: Client, ground, public
):
    ground.released()
    facilities.filing(facilities.facility(ground.town, name=CANARY), "支援診3")
    for address in addresses():
        assert CANARY not in client.get(address, follow=True).content.decode("utf-8")


def test_a_body_has_a_stable_address(client: Client, ground, public):
    first = contents(ground.released()).by_key
    address = reverse("public:body", args=["01", f"medical-{ground.clinic.code}"])
    assert f"medical-{ground.clinic.code}" in first
    ground.clinic.name = "あおば改め試験クリニック"
    ground.clinic.save()
    ground.released()
    assert "あおば改め" in client.get(address).content.decode()
    missing = reverse("public:body", args=["01", "medical-0000000000"])
    assert client.get(missing).status_code == 404


def test_csv_and_json_say_the_same_and_the_dictionary_explains_each(
    client: Client, ground, public
):
    ground.released()
    written = client.get(reverse("public:csv", args=["01"])).content
    rows = list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"))))
    told = client.get(reverse("public:json", args=["01"])).json()
    assert [row["番号"] for row in rows] == [body["id"] for body in told["bodies"]]
    assert rows[0]["担当する市区町村コード"] == " ".join(told["bodies"][0]["areas"])
    explained = client.get(reverse("public:dictionary", args=["01"])).content.decode()
    for header, name, _, _ in open_data.FIELDS:
        assert header in rows[0]
        assert name in told["bodies"][0]
        assert header in explained


def test_no_public_page_names_an_address_of_others(client: Client, ground, public):
    ground.released()
    told = client.get(reverse("public:json", args=["01"])).json()
    pages = [
        reverse("public:list", args=["01"]),
        reverse("public:body", args=["01", told["bodies"][0]["id"]]),
        reverse("public:dictionary", args=["01"]),
    ]
    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200
        named = OUTSIDE.findall(answer.content.decode())
        assert [a for a in named if not a.startswith("http://testserver/")] == []


def test_formula_like_names_are_harmless_in_csv(client: Client, ground, public):
    ground.clinic.name = "=HYPERLINK()"
    ground.clinic.save()
    ground.released()
    written = client.get(reverse("public:csv", args=["01"])).content.decode("utf-8-sig")
    assert "'=HYPERLINK()" in written


def test_the_catalogue_leads_to_both_files(client: Client, ground, public):
    ground.released()
    answer = client.get(reverse("public:catalogue", args=["01"]))
    assert answer["Content-Type"] == "application/ld+json"
    links = {one["dcat:downloadURL"] for one in answer.json()["dcat:distribution"]}
    assert {client.get(link).status_code for link in links} == {200}
