"""A clinic and an official who may edit it."""

import pytest

from tests.factories import facilities, people, places


@pytest.fixture
def town(db):
    return places.municipality("01207", "帯広市")


@pytest.fixture
def official(client, town):
    user = people.official()
    client.force_login(user)
    return user


@pytest.fixture
def clinic(town):
    return facilities.facility(town, name="十勝診療所", phone="0155-11-1111")
