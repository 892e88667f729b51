"""The database itself refuses two acts of one operator and kind in one zone on one day."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from designations.kinds import Kind
from designations.models import Designation, DesignationZone
from tests.factories import designations as make

pytestmark = pytest.mark.django_db
DAY = date(2025, 10, 1)


def insert(
    like: DesignationZone, start: date, until: date | None, **more: object
) -> None:
    """Write a row past every action and form."""
    case = Designation.objects.exclude(pk=like.designation_id).get()
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
