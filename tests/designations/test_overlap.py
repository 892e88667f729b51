"""The database itself refuses two acts of one operator and kind in one zone on one day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designations.kinds import Kind
from designations.models import Designation, DesignationZone
from designations.rules import Period
from tests.factories import designations as make

pytestmark = pytest.mark.django_db
DAY = date(2025, 10, 1)


def insert(
    like: DesignationZone, start: date, until: date | None, **more: object
) -> None:
    """Write a row past every action and form."""
    case = Designation.objects.exclude(pk=like.designation_id).first()
    values = {
        "designation_id": case.pk.hex if connection.vendor == "sqlite" else case.pk,
        "zone_id": like.zone_id,
        "operator_id": like.operator_id,
        "kind": like.kind,
        "effective_from": start,
        "effective_until": until,
        "counts": True,
        **more,
    }
    names = ", ".join(values)
    marks = ", ".join(["%s"] * len(values))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO designations_designationzone ({names}) VALUES ({marks})",  # noqa: S608
            list(values.values()),
        )


@pytest.fixture
def part() -> DesignationZone:
    """A part in force from 1 to 31 October 2025, beside a case without zones to write to."""
    zone = make.zone()
    made = make.entered(
        zone, effective_from=DAY, effective_until=DAY + timedelta(days=30)
    )
    other = make.candidate(zone)
    other.parts.all().delete()
    return made.parts.get()


OVERLAPS = [
    (DAY, DAY + timedelta(days=30)),
    (DAY - timedelta(days=9), DAY),
    (DAY + timedelta(days=30), None),
    (DAY + timedelta(days=3), DAY + timedelta(days=4)),
    (DAY - timedelta(days=9), None),
]
CLEAR = [
    (DAY - timedelta(days=9), DAY - timedelta(days=1)),
    (DAY + timedelta(days=31), None),
]


@pytest.mark.parametrize(("start", "until"), OVERLAPS)
def test_raw_insert_of_an_overlap_is_refused(
    part: DesignationZone, start: date, until: date | None
) -> None:
    with pytest.raises(IntegrityError, match="designation_zones_do_not_overlap"):
        insert(part, start, until)


@pytest.mark.parametrize(("start", "until"), CLEAR)
def test_raw_insert_beside_it_is_taken(
    part: DesignationZone, start: date, until: date | None
) -> None:
    insert(part, start, until)
    assert DesignationZone.objects.count() == 2


def test_another_kind_or_one_that_does_not_count_is_taken(
    part: DesignationZone,
) -> None:
    insert(part, DAY, None, kind=Kind.ACTIVE)
    DesignationZone.objects.exclude(pk=part.pk).delete()
    insert(part, DAY, None, counts=False)
    assert DesignationZone.objects.count() == 2


def test_raw_update_into_an_overlap_is_refused(part: DesignationZone) -> None:
    insert(part, DAY + timedelta(days=31), None)
    with (
        pytest.raises(IntegrityError, match="designation_zones_do_not_overlap"),
        transaction.atomic(),
    ):
        DesignationZone.objects.filter(pk=part.pk).update(effective_until=None)


def test_a_row_may_be_updated_in_place(part: DesignationZone) -> None:
    rows = DesignationZone.objects.filter(pk=part.pk)
    assert rows.update(effective_until=None) == 1


DAYS = st.integers(-20, 20)
PERIODS = st.lists(st.tuples(DAYS, st.none() | st.integers(0, 20)), max_size=5)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(PERIODS)
def test_whatever_the_periods_the_database_agrees_with_the_rule(
    part: DesignationZone, lengths: list[tuple[int, int | None]]
) -> None:
    DesignationZone.objects.exclude(pk=part.pk).delete()
    taken = [Period(part.effective_from, part.effective_until)]
    for at, (begins, length) in enumerate(lengths):
        first = DAY + timedelta(days=begins)
        last = None if length is None else first + timedelta(days=length)
        period = Period(first, last)
        # Each stands in an act of its own, so that only the periods decide.
        case = _case(at, like=part).pk
        more = {"designation_id": case.hex if connection.vendor == "sqlite" else case}
        if any(period.meets(other) for other in taken):
            with pytest.raises(IntegrityError, match="do_not_overlap"):
                insert(part, first, last, **more)
        else:
            insert(part, first, last, **more)
            taken.append(period)


def _case(at: int, like: DesignationZone) -> Designation:
    """The case of a number, without zones; made once."""
    act = like.designation
    made, _ = Designation.objects.get_or_create(
        prefecture=act.prefecture,
        case_number=f"試-{at}",
        defaults={
            "kind": act.kind,
            "operator": act.operator,
            "proposed_by": act.proposed_by,
        },
    )
    return made
