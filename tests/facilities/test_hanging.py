"""Whatever points at a facility goes with it through a merge and a split, and comes back.

The keys are found in the models themselves: a key that somebody adds tomorrow fails here until
``hang_one_of_each`` makes a row for it, and then passes only if it is moved and put back.
"""

import pytest
from django.db import models

from designations.models import Designation
from facilities.hanging import HELD, hanging
from facilities.merging import (
    CannotReorganise,
    merge_facilities,
    split_facility,
    undo_reorganisation,
)
from facilities.models import Facility
from facilities.views_merging import BOOKKEEPING
from tests.facilities.hung import (
    all_keys,
    everything,
    hang_one_of_each,
    hung_on,
)
from tests.factories import facilities as registry
from tests.factories import people, places

MOVABLE = {*HELD, models.SET_NULL}
# What says of itself where it stood stays with the plan that it belongs to.
LET_GO = {"imports.plannedchange.facility"}


@pytest.fixture
def town(db):
    return places.municipality("01101", "札幌市中央区")


@pytest.fixture
def official(town):
    return people.official()


@pytest.fixture
def hang(town, official):
    """Hangs one row of each kind on a facility."""
    version = places.plan({"札幌": [town]}, hubs_per_zone="many")
    zone = version.plan.zones.get()
    return lambda one: hang_one_of_each(one, zone, version, town, by=official)


@pytest.fixture
def stays(town):
    return registry.facility(town, name="そらね医院")


@pytest.fixture
def goes(town, hang):
    facility = registry.facility(town, name="そら音医院")
    hang(facility)
    return Facility.objects.get(pk=facility.pk)


def merge(stays, goes, by):
    return merge_facilities(
        facility=stays,
        version=stays.version,
        gone=goes,
        gone_version=goes.version,
        reason="同じ医院",
        by=by,
    )


def split(facility, chosen, by):
    return split_facility(
        facility=facility,
        version=facility.version,
        code="0118888888",
        name="別の医院",
        chosen=chosen,
        reason="別の医院が混ざっていた",
        by=by,
    )


def test_every_key_to_a_facility_has_a_row(goes):
    hung = hung_on(goes)
    missing = [name for name in all_keys() if not hung.get(name)]
    assert goes.reorganisations.exists()
    missing.remove("facilities.reorganisation.facility")
    assert missing == [], "make a row for it in tests/facilities/hung.py"
    assert len(hung) > 25
    # Also what hangs on it by its operator, and by the acts of that.
    assert {"programs.reminder.report", "designations.attachment.designation"} <= {
        *hung
    }


def test_every_key_is_of_a_kind_that_is_moved():
    """A key that does nothing, or sets something, when its facility goes would be left behind."""
    unmoved = [n for n, one in all_keys().items() if one.on_delete not in MOVABLE]
    assert unmoved == []


@pytest.mark.parametrize("alike", [False, True], ids=["bare", "with the same"])
def test_everything_goes_with_a_merge_and_comes_back(
    alike, goes, stays, hang, official
):
    if alike:
        hang(stays)
        stays.refresh_from_db()
    before, mine, theirs = everything(), hung_on(stays), hung_on(goes)
    done = merge(stays, goes, official)
    assert not any(hung_on(Facility(pk=done.other)).values())
    after = hung_on(stays)
    assert all(after[name] >= rows for name, rows in mine.items())
    assert all(after[name] == mine[name] for name in LET_GO)
    for name in theirs:
        gone = theirs[name] - after[name]
        # What cannot stand twice stands once; what was kept for its own sake is let go.
        assert name in LET_GO or not gone or mine[name], name
    undo_reorganisation(done=done, by=official)
    assert everything() == before
    assert hung_on(stays) == mine
    assert hung_on(goes) == theirs


def test_everything_can_be_split_off_and_comes_back(goes, official):
    before, theirs = everything(), hung_on(goes)
    groups = hanging(goes, without=BOOKKEEPING)
    chosen = {one.key: [row.pk for row in one.rows] for one in groups}
    done = split(goes, chosen, official)
    made = Facility.objects.get(pk=done.other)
    moved, left = hung_on(made), hung_on(goes)
    # Other codes are its own, and what is said of a preview stays where it was said.
    own = {"facilities.facilitycode.facility"} | LET_GO
    for name, rows in theirs.items():
        assert (left[name] if name in own else moved[name]) >= rows, name
    undo_reorganisation(done=done, by=official)
    assert everything() == before
    assert hung_on(goes) == theirs


def test_nothing_goes_with_a_split_that_was_not_chosen(goes, official):
    before, theirs = everything(), hung_on(goes)
    done = split(goes, {}, official)
    made = Facility.objects.get(pk=done.other)
    assert not any(hung_on(made).values())
    undo_reorganisation(done=done, by=official)
    assert everything() == before
    assert hung_on(goes) == theirs


def test_what_came_to_hang_on_the_second_is_named(goes, official, hang):
    done = split(goes, {}, official)
    made = Facility.objects.get(pk=done.other)
    hang(made)
    made.reorganisations.all().delete()
    before = everything()
    with pytest.raises(CannotReorganise) as refusal:
        undo_reorganisation(done=done, by=official)
    named = str(refusal.value)
    for one in hanging(made, without=()):
        assert f"{one.label}1件" in named
    assert everything() == before


def test_what_stands_in_the_place_of_a_returning_row_is_named(goes, official):
    survey = goes.surveys.get()
    done = split(goes, {"facilities.capacitysurvey": [survey.pk]}, official)
    registry.survey(goes, 5, 6)
    with pytest.raises(CannotReorganise, match="実態調査"):
        undo_reorganisation(done=done, by=official)


def test_a_row_whose_own_ground_is_gone_is_named(goes, stays, hang, official):
    hang(stays)
    stays.refresh_from_db()
    done = merge(stays, goes, official)
    twin = next(
        what["fields"]
        for kind, what, *_ in done.events
        if kind == "removed" and what["model"] == "programs.hubreport"
    )
    act = Designation.objects.get(pk=twin["designation"])
    act.successors.all().delete()
    act.delete()
    before = everything()
    with pytest.raises(CannotReorganise, match="拠点の年次報告"):
        undo_reorganisation(done=done, by=official)
    assert everything() == before


def test_who_has_the_number_since_is_named(goes, stays, official):
    done = merge(stays, goes, official)
    registry.facility(stays.municipality, name="つぐみ医院", code=goes.code)
    with pytest.raises(CannotReorganise, match="「つぐみ医院」で使われている"):
        undo_reorganisation(done=done, by=official)


def test_another_regions_facility_is_not_named(goes, stays, town):
    clerk = people.clerk(places.health_centre([town]))
    done = merge(stays, goes, clerk)
    far = places.municipality("01207", "帯広市")
    registry.facility(far, name="つぐみ医院", code=goes.code)
    with pytest.raises(CannotReorganise, match="ほかの医療機関で使われている"):
        undo_reorganisation(done=done, by=clerk)
