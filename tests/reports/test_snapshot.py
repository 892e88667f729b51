"""Snapshots: one text for one content, and nothing but a snapshot is read as one."""

import json
from copy import deepcopy

import pytest

from reports.snapshots.canonical import SnapshotError, as_dict, digest, dumps, load
from tests.reports.samples import edition, progress, progress_snapshot


def test_snapshot_survives_json() -> None:
    report = progress()
    assert load(json.loads(dumps(report))) == report


def test_canonical_text_ignores_the_order_of_keys() -> None:
    plain = progress_snapshot()
    turned = dict(reversed(plain.items()))
    assert dumps(turned) == dumps(plain)
    assert digest(turned) == digest(progress())


def test_canonical_text_is_compact_utf8() -> None:
    text = dumps(progress())
    assert "札幌みほん医師会".encode() in text
    assert b": " not in text
    assert b'"as_of":"2025-10-01"' in text


def test_digest_changes_with_one_figure() -> None:
    plain = progress_snapshot()
    plain["zones"][3]["zaishishin"] += 1
    assert digest(plain) != digest(progress())


def test_edition_is_part_of_the_snapshot() -> None:
    assert progress_snapshot()["edition"] is None
    assert progress_snapshot(edition=edition())["edition"]["number"] == 2


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        (["kind"], "gossip", "Unknown kind"),
        (["schema"], 99, "Unknown kind and schema"),
        (["as_of"], "令和7年10月1日", "snapshot.as_of: not an ISO day"),
        (["as_of"], None, "snapshot.as_of: expected an ISO day"),
        (["zones", 0, "zaishishin"], 4.5, r"zones\[0\].zaishishin: expected int"),
        (["zones", 0, "zaishishin"], True, r"zones\[0\].zaishishin: expected int"),
        (
            ["zones", 0, "hubs", 0, "state"],
            "asleep",
            r"hubs\[0\].state: expected one of",
        ),
        (["zones"], "南渡島", "zones: expected a list"),
        (["totals"], [], "totals: expected an object"),
        (["title"], 7, "title: expected str"),
        (["zones", 0, "colour"], "red", r"zones\[0\]: unknown colour"),
    ],
)
def test_load_refuses_what_is_no_snapshot(path: list, value: object, told: str) -> None:
    plain = deepcopy(progress_snapshot())
    place = plain
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(SnapshotError, match=told):
        load(plain)


def test_load_refuses_a_missing_field() -> None:
    plain = progress_snapshot()
    del plain["totals"]["active"]
    with pytest.raises(SnapshotError, match=r"snapshot.totals: without active"):
        load(plain)


def test_count_may_be_unknown_but_not_the_name() -> None:
    plain = as_dict(progress())
    plain["zones"][0]["zaishishin"] = None
    assert load(plain).zones[0].zaishishin is None
    plain["zones"][0]["name"] = None
    with pytest.raises(SnapshotError, match="name: expected str"):
        load(plain)
