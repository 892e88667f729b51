"""Everyone gets exactly the answer that the matrix says, at every URL and method; and whatever the
answer is, a refusal writes nothing and is on record, a file that is given away is on record, and no
word of another region is in it."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse

from tests.authz.cells import Desk, complaints
from tests.authz.matrix import PEOPLE, Row, read_matrix, url_names

MATRIX = read_matrix()
DECIDED = {(row.url, row.method, row.data): row.expected for row in MATRIX}
# Whose answer another person's must equal, and at which data: the same rule seen from over there.
MIRRORED = {
    "clerk next door": ("clerk", {"own": "other", "none": "none"}),
    "official abroad": ("official", {"own": "other", "none": "none"}),
    "disabled": ("anonymous", {}),
}
NO_METHOD = ("PUT", "PATCH", "DELETE")
CELLS = 6000


def room_of(url: str) -> str:
    return url.split(":")[0] if ":" in url else "accounts"


ROOMS = sorted({room_of(row.url) for row in MATRIX})
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages that say no have tests of their own; here only their status counts."""

    def plain(request: HttpRequest, name: str, status: int) -> HttpResponse:
        return HttpResponse(name, status=status)

    monkeypatch.setattr("portal.errors.render", plain)


def test_every_url_and_method_has_a_decision() -> None:
    decided = {(row.url, row.method) for row in MATRIX}
    asked = {(name, method) for name in url_names() for method in ("GET", "POST")}
    assert asked - decided == set(), "URLs without a row in tests/authz_matrix.csv"
    assert decided - asked == set(), "rows for URLs that do not exist"


def test_a_url_with_an_object_is_decided_for_another_region_too() -> None:
    data: dict[tuple[str, str], set[str]] = {}
    for row in MATRIX:
        data.setdefault((row.url, row.method), set()).add(row.data)
    lonely = {
        key for key, kinds in data.items() if "own" in kinds and "other" not in kinds
    }
    assert lonely == set()


def test_no_decision_is_made_twice() -> None:
    assert len(DECIDED) == len(MATRIX)


def cells_of(room: str) -> Iterator[tuple[Row, str, set[str]]]:
    """Every cell of a room: the request, the person, and the answers that are right."""
    rows = [row for row in MATRIX if room_of(row.url) == room]
    for row in rows:
        for person in PEOPLE:
            yield row, person, {row.expected[person]}
        for person, (like, data) in MIRRORED.items():
            there = DECIDED.get((row.url, row.method, data.get(row.data, row.data)))
            if there and (person == "disabled" or row.data in data):
                yield row, person, {there[like]}
    if connection.vendor != "sqlite":
        # Which methods a view takes does not depend on the database.
        return
    for url in sorted({row.url for row in rows} - {"admin:*"}):
        for method in NO_METHOD:
            row = Row(url, method, "own", {})
            for person in PEOPLE[1:]:
                # Nobody may try passwords by another method either.
                yield row, person, {"302", "403", "404", "405", "429"}


@pytest.mark.parametrize("room", ROOMS)
def test_everyone_gets_the_expected_answers(room: str, desk: Desk) -> None:
    wrong = []
    for row, person, right in cells_of(room):
        answer = desk.ask(row.method, row.url, row.data, person)
        if answer.status not in right:
            wrong.append(f"{row} {person}: {answer.status}, not {sorted(right)}")
        told = complaints(answer, row.method, person)
        wrong += [f"{row} {person}: {words}" for words in told]
    assert not wrong, f"{len(wrong)} cells\n" + "\n".join(wrong[:200])


def test_there_are_as_many_cells_as_promised() -> None:
    cells = [row for room in ROOMS for row, _, _ in cells_of(room)]
    assert sum(1 for row in cells if row.method not in NO_METHOD) >= CELLS
