"""Takes each permission check and each cut to a region away in turn: some cell of the matrix must
notice. A sample in `make test`, every one in `make test-faults`."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.access import PermissionRequired
from tests.authz.asking import found_by_number, found_by_words
from tests.authz.cells import Desk, complaints
from tests.authz.matrix import PEOPLE, Row, read_matrix
from zones.access import RegionScopedQuerySet

pytestmark = pytest.mark.django_db
MATRIX = read_matrix()
ALL_FROM = 50


def views() -> dict[type, set[str]]:
    """Every view that asks for a permission, with its URL names."""
    found: dict[type, set[str]] = {}
    for name, view in _patterns(get_resolver().url_patterns, ""):
        kind = getattr(view, "view_class", None)
        if kind is not None and issubclass(kind, PermissionRequired):
            found.setdefault(kind, set()).add(name)
    return found


def _patterns(
    patterns: list[URLPattern | URLResolver], inside: str
) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{inside}{pattern.namespace}:" if pattern.namespace else inside
            yield from _patterns(pattern.url_patterns, space)
        elif pattern.name:
            yield f"{inside}{pattern.name}", pattern.callback


def querysets() -> dict[type, str]:
    """Every queryset that is cut to a region, with a model it belongs to."""
    found = {}
    for model in apps.get_models():
        kind = model._default_manager.all().__class__
        if issubclass(kind, RegionScopedQuerySet):
            found.setdefault(kind, model._meta.label)
    return found


def chosen(things: list[Any], rounds: int) -> list[Any]:
    if rounds >= ALL_FROM:
        return things
    return random.Random(rounds).sample(things, min(rounds, len(things)))


def is_noticed(desk: Desk, rows: list[tuple[Row, str]]) -> bool:
    for row, person in rows:
        answer = desk.ask(row.method, row.url, row.data, person)
        if answer.status != row.expected[person]:
            return True
        if any(complaints(answer, row.method, person)):
            return True
    return False


def is_found(desk: Desk) -> bool:
    """Whether a number or a word in an address leads to what lies elsewhere."""
    return any(found_by_number(desk)) or any(found_by_words(desk))


def refused_cells(urls: set[str], answer: str) -> list[tuple[Row, str]]:
    return [
        (row, person)
        for row in MATRIX
        for person in PEOPLE
        if row.url in urls and row.expected[person] == answer
    ]


def test_each_permission_that_is_taken_away_is_noticed(
    desk: Desk, fault_rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded = views()
    missed = []
    ask = PermissionRequired.dispatch
    for view in chosen(sorted(guarded, key=lambda v: v.__qualname__), fault_rounds):

        def dispatch(self: Any, request: Any, *args: Any, **kwargs: Any) -> Any:
            if type(self) is not view:  # noqa: B023 (asked before the loop goes on)
                return ask(self, request, *args, **kwargs)
            return super(PermissionRequired, self).dispatch(request, *args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(PermissionRequired, "dispatch", dispatch)
            if not is_noticed(desk, refused_cells(guarded[view], "403")):
                missed.append(f"{view.__module__}.{view.__qualname__}")
    assert missed == []


def test_each_cut_to_a_region_that_is_taken_away_is_noticed(
    desk: Desk, fault_rounds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = querysets()
    every = {row.url for row in MATRIX}
    missed = []
    for kind in chosen(sorted(known, key=lambda k: k.__qualname__), fault_rounds):
        room = known[kind].split(".")[0]
        with monkeypatch.context() as patch:
            for name in ("visible_to", "editable_by", "within"):
                patch.setattr(kind, name, lambda self, *_: self.all(), raising=False)
            near = {url for url in every if url.startswith(f"{room}:")}
            cells = refused_cells(near, "404") + refused_cells(near, "200")
            cells += refused_cells(every - near, "404")
            if not is_noticed(desk, cells) and not is_found(desk):
                missed.append(known[kind])
    assert missed == []


def test_there_is_something_to_take_away() -> None:
    assert len(views()) > 80
    assert len(querysets()) > 4
