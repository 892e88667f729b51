"""What lies in another region is not betrayed: not to a search for it, nor to its number."""

import pytest

from tests.authz.asking import found_by_number, found_by_words
from tests.authz.cells import Desk

pytestmark = pytest.mark.django_db


def test_a_search_for_another_regions_words_finds_nothing(desk: Desk) -> None:
    assert list(found_by_words(desk)) == []


def test_a_number_of_another_region_opens_no_form(desk: Desk) -> None:
    assert list(found_by_number(desk)) == []
