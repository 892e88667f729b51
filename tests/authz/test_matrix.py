"""Everyone gets exactly the answer that the matrix says, at every URL and method."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.authz.matrix import PEOPLE, Row, read_matrix, url_names
from tests.authz.world import World, make_world

MATRIX = read_matrix()


def room_of(url: str) -> str:
    return url.split(":")[0] if ":" in url else "accounts"


ROOMS = sorted({room_of(row.url) for row in MATRIX})


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def test_every_url_and_method_has_a_decision() -> None:
    decided = {(row.url, row.method) for row in MATRIX}
    asked = {(name, method) for name in url_names() for method in ("GET", "POST")}
    assert asked - decided == set(), "URLs without a row in tests/authz_matrix.csv"
    assert decided - asked == set(), "rows for URLs that do not exist"


def test_a_url_with_an_object_is_decided_for_another_region_too() -> None:
    data = {}
    for row in MATRIX:
        data.setdefault((row.url, row.method), set()).add(row.data)
    lonely = {
        key for key, kinds in data.items() if "own" in kinds and "other" not in kinds
    }
    assert lonely == set()


@pytest.mark.parametrize("room", ROOMS)
def test_everyone_gets_the_expected_answers(room: str, world: World) -> None:
    """One made-up world serves all pages of a room: each answer is rolled back."""
    wrong = []
    for row in MATRIX:
        if room_of(row.url) != room:
            continue
        for person in PEOPLE:
            got = _answer(row, world, person)
            if got != row.expected[person]:
                wrong.append(f"{row} {person}: {got}, not {row.expected[person]}")
    assert wrong == []


def _answer(row: Row, world: World, person: str) -> str:
    client = Client(raise_request_exception=False)
    client.cookies.load(world.session(person))
    name = "admin:index" if row.url == "admin:*" else row.url
    address = reverse(name, kwargs=world.kwargs(row.url, row.data, person))
    # What one person writes must not change the answer to the next.
    with transaction.atomic():
        response = client.generic(row.method, address)
        transaction.set_rollback(True)
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.startswith(reverse("account_login")):
        return "login"
    return str(response.status_code)


@pytest.mark.parametrize("room", ROOMS)
def test_no_page_answers_other_methods(room: str, world: World) -> None:
    wrong = []
    for url in url_names():
        if room_of(url) != room or url.startswith("admin:"):
            continue
        for method in ("PUT", "PATCH", "DELETE"):
            for person in ("official", "clerk"):
                got = _answer(Row(url, method, "own", {}), world, person)
                if got not in {"302", "403", "404", "405"}:
                    wrong.append(f"{method} {url} {person}: {got}")
    assert wrong == []
