"""Questions that the matrix does not ask: by a condition in the address, for what lies elsewhere."""

from collections.abc import Iterator
from urllib.parse import quote

from django.urls import reverse

from tests.authz.cells import Desk, complaints
from tests.authz.matrix import read_matrix

# The beginning of every canary's word; the page repeats what was asked for, and not more.
WORD = quote("金糸雀")
ASKERS = ("official", "clerk", "committee")
OPENED_BY_OPERATOR = ("designations:create",)


def lists() -> Iterator[tuple[str, str]]:
    """Every page without an object that a person may open."""
    for row in read_matrix():
        if row.method == "GET" and row.data == "none" and row.url != "admin:*":
            for person in ASKERS:
                if row.expected[person] == "200":
                    yield row.url, person


def found_by_words(desk: Desk) -> Iterator[str]:
    """Complaints about lists that, searched for it, show what lies in another region."""
    for url, person in lists():
        address = reverse(url, kwargs=desk.world.kwargs(url, "none", person))
        answer = desk.send("GET", f"{address}?q={WORD}&show=all", person)
        told = complaints(answer, "GET", person)
        yield from (f"{url} {person}: {words}" for words in told)


def found_by_number(desk: Desk) -> Iterator[str]:
    """Complaints about pages that open for what another prefecture has, named in the address."""
    abroad = desk.world.regions["abroad"]["act"].operator.pk
    for url in OPENED_BY_OPERATOR:
        answer = desk.send("GET", f"{reverse(url)}?operator={abroad}", "official")
        if answer.status != "404":
            yield f"{url} opens for an operator of another prefecture: {answer.status}"
    survey = desk.world.regions["abroad"]["survey"].pk
    address = reverse("portal:record-history", kwargs={"key": "survey", "pk": survey})
    answer = desk.send("GET", address, "official")
    if answer.status != "404":
        yield f"{address} of another prefecture opens: {answer.status}"
