"""A populated database of each release, brought to today's migrations, holds what it held."""

import json
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from accounts import append_only
from reports.kinds import EditionStatus
from reports.models import Edition
from tests.upgrades.dumps import digests, lay, rows_now

FOLDER = Path(__file__).parent
RELEASES = sorted(FOLDER.glob("release-*.jsonl"))
# What a migration took away or rewrote on purpose: a model or a field, and the release's reader knows why.
GONE: set[str] = set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", RELEASES, ids=lambda path: path.stem)
def test_a_database_of_a_release_keeps_its_content(path):
    laid = lay(path.read_text(encoding="utf-8"))
    before, after = digests(laid, rows_now(), GONE)
    assert after == before
    assert append_only.missing(connection) == []
    # The rule about what was issued stands again.
    issued = Edition.objects.filter(status=EditionStatus.PUBLISHED)
    with pytest.raises(DatabaseError):
        issued.update(title="別の題")


def test_the_oldest_release_goes_on_over_full_tables_with_rules():
    """Its file is older than migrations that add columns to tables with rows and triggers."""
    head, *rows = map(json.loads, RELEASES[0].read_text(encoding="utf-8").splitlines())
    full = {row["model"].split(".")[0] for row in rows}
    laid_at = dict(head["migrations"])
    leaves = dict(MigrationLoader(None).graph.leaf_nodes())
    assert {room for room in full if laid_at.get(room) != leaves[room]} >= {
        "accounts",
        "imports",
        "programs",
    }


def test_each_release_left_a_database_behind():
    root = FOLDER.parents[1]
    version = (root / "pyproject.toml").read_text().split('\nversion = "')[1]
    names = [path.stem.removeprefix("release-") for path in RELEASES]
    assert version.split('"')[0] in names


def test_a_release_holds_every_kind_of_business_data():
    rows = map(json.loads, RELEASES[-1].read_text(encoding="utf-8").splitlines()[1:])
    rooms = {row["model"].split(".")[0] for row in rows}
    assert rooms >= {
        "accounts",
        "zones",
        "facilities",
        "designations",
        "programs",
        "indicators",
        "imports",
        "reports",
        "portal",
    }


@pytest.mark.parametrize("change", ["lost", "changed", "emptied"])
def test_a_row_or_value_that_went_is_noticed(change):
    laid = {"zones.zone": {"1": {"name": "十勝", "code": "a"}, "2": {"name": "上川"}}}
    now = json.loads(json.dumps(laid))
    now["zones.zone"]["3"] = {"name": "new"}
    same, other = digests(laid, now, set())
    assert same == other
    if change == "lost":
        del now["zones.zone"]["2"]
    elif change == "changed":
        now["zones.zone"]["1"]["name"] = "十勝 "
    else:
        del now["zones.zone"]["1"]["code"]
    same, other = digests(laid, now, set())
    assert same != other
    if change == "emptied":
        same, other = digests(laid, now, {"zones.zone.code"})
        assert same == other
