"""What the tests of programs share: the five seeds, an official, a budget, the hubs' reports."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from designations.models import Operator
from programs.actions import ask_for_reports
from programs.models import HubReport, ProgramYear
from tests.factories import designations, facilities, people, places
from tests.factories import programs as make
from zones.models import HomeCareZone


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The facts, once for this module; what a test writes over them is taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        make.seeds()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def seeds(loaded: None, db: None) -> None:
    pass


@pytest.fixture
def official() -> User:
    return people.official()


@pytest.fixture
def zone() -> HomeCareZone:
    town = places.municipality("01101", "試験市")
    return places.plan({"試験": [town]}).plan.zones.get()


@pytest.fixture
def applicant(zone: HomeCareZone) -> Operator:
    return designations.institution(facilities.facility())


@pytest.fixture
def year(zone: HomeCareZone) -> ProgramYear:
    return make.budgeted(zone)


@pytest.fixture
def zones() -> tuple[HomeCareZone, HomeCareZone]:
    """Two zones, of which the clerk's health centre covers the first."""
    here = places.municipality("01101", "試験市")
    there = places.municipality("01207", "離れた市")
    version = places.plan({"東試験": [here], "西試験": [there]})
    return tuple(version.plan.zones.order_by("code"))


@pytest.fixture
def clerk(zones: Any) -> User:
    return people.clerk(places.health_centre([places.municipality("01101")]))


@pytest.fixture
def reports(zones: Any, official: User, clerk: User) -> list[HubReport]:
    """What the hubs of the two zones owe for fiscal 2025, in the order of the zones."""
    for zone, name in zip(zones, ("東試験医師会", "西試験医師会"), strict=True):
        designations.entered(zone, designations.association(name), by=official)
    return ask_for_reports(
        prefecture=places.prefecture(),
        fiscal_year=2025,
        due_on=date(2026, 4, 30),
        by=official,
    )
