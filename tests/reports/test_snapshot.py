"""Snapshots: one text for one content, and nothing but a snapshot is read as one."""

import hashlib
import json
import typing
from copy import deepcopy
from dataclasses import is_dataclass

import pytest

from reports.fonts import faces
from reports.html import build
from reports.snapshots.canonical import (
    SCHEMAS,
    SnapshotError,
    as_dict,
    digest,
    dumps,
    load,
)
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


# --- Older snapshots -------------------------------------------------------------------------
def of_schema_1() -> dict:
    """The sample report as it was frozen before schema 2."""
    plain = progress_snapshot() | {"schema": 1}
    del plain["schedule"]
    for program in plain["work"]["programs"]:
        for name in ("previous", "settled", "sites", "sites_unit", "achievement"):
            del program[name]
    return plain


def test_a_snapshot_of_an_older_schema_is_read_and_set() -> None:
    old = of_schema_1()
    frozen = dumps(old)
    report = load(old)
    assert report.schedule is None
    assert {program.previous for program in report.work.programs} == {None}
    assert report.schema == 1  # as it was frozen
    pages = build(old, faces())
    assert "様式第1号" in pages.html
    assert digest(old)[:8] in pages.html
    assert dumps(old) == frozen


def test_a_snapshot_of_schema_1_with_newer_fields_keeps_them() -> None:
    plain = progress_snapshot() | {"schema": 1}
    assert load(plain).work == progress().work


# The shape of each schema. Where one differs: raise its number in `SCHEMAS`, add a step to
# `upgrades`, and write the new number and shape here.
SHAPES = {
    "progress": (2, "f9cc28a3d193"),
    "plan_appendix": (1, "92fc1ab411c6"),
    "zone_profile": (1, "794f7e734eec"),
    "designation_register": (1, "b77aef60d9e0"),
    "program_sheet": (1, "f6b463d6d216"),
}


def shape(kind: object, seen: set | None = None) -> str:
    """The fields of a schema and of all that it holds, as text."""
    seen = set() if seen is None else seen
    if is_dataclass(kind) and kind not in seen:
        seen.add(kind)
        hints = typing.get_type_hints(kind)
        inner = (f"{name}:{shape(hint, seen)}" for name, hint in sorted(hints.items()))
        return f"{kind.__name__}({','.join(inner)})"
    if arguments := typing.get_args(kind):
        return f"[{','.join(shape(a, seen) for a in arguments)}]"
    return getattr(kind, "__name__", str(kind))


@pytest.mark.parametrize("kind", SCHEMAS)
def test_no_schema_changes_without_a_new_number(kind: str) -> None:
    schema, number = SCHEMAS[kind]
    told = hashlib.sha256(shape(schema).encode()).hexdigest()[:12]
    assert SHAPES[kind] == (number, told)
