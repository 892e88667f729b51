"""What the tests of programs share: the facts of the five seeds, an official, a year with a budget."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from designations.models import Operator
from programs.models import ProgramYear
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
