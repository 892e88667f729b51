"""What lies in another region is not betrayed: not to a search for it, nor to its number."""

import pytest

from tests.authz.asking import found_by_number, found_by_words
from tests.authz.canaries import EVERYTHING, TOLD, text_of, told_word
from tests.authz.cells import Desk
from tests.authz.matrix import PEOPLE

pytestmark = pytest.mark.django_db


def test_a_search_for_another_regions_words_finds_nothing(desk: Desk) -> None:
    assert list(found_by_words(desk)) == []


def test_a_number_of_another_region_opens_no_form(desk: Desk) -> None:
    assert list(found_by_number(desk)) == []


@pytest.mark.parametrize("person", PEOPLE[1:])
def test_the_notices_of_the_own_places_arrive_and_no_others(
    desk: Desk, person: str
) -> None:
    """The list shows each word that it should, so that the matrix would notice another."""
    shown = text_of(desk.ask("GET", "portal:notices", "none", person).response)
    for name, readers in TOLD.items():
        found = {region for region in EVERYTHING if told_word(region, name) in shown}
        assert found == readers.get(person, set()), name
