"""The ground, and the pages for residents switched on."""

import pytest

from tests.portal.public.ground import Ground


@pytest.fixture
def ground() -> Ground:
    return Ground()


@pytest.fixture
def public(settings) -> None:
    settings.PUBLIC_PAGES = True
