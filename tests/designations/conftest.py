"""What several tests of designations stand on."""

import pytest

from tests.factories.selection import Corner


@pytest.fixture
def corner(db: None) -> Corner:
    return Corner()
