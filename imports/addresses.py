"""From an address as a list writes it to its municipality.

Lists omit the prefecture and write the county (郡), but some rows do the opposite; a few places
are written with an older or newer character (桧山, 梼原).
"""

import re
from collections.abc import Iterable

from formats.codes import PREFECTURES
from formats.text import search_key

_COUNTY = re.compile("[^郡]{1,5}郡")
_ENOUGH = 40  # characters: prefecture, county and municipality are within them
_PREFECTURE_KEYS = {search_key(name): name for name in PREFECTURES}


class AddressResolver:
    """Finds the municipality of an address.

    `municipalities` yields (5-digit code, prefecture's name, county or '', name), a ward by its
    full name (札幌市中央区) and also as `札幌市 中央区`. Give only those that exist on the day asked
    about; where two share county and name, an address in either stays unresolved.
    """

    def __init__(self, municipalities: Iterable[tuple[str, str, str, str]]):
        self._places: dict[str, dict[str, set[str]]] = {
            name: {} for name in PREFECTURES
        }
        self._everywhere: dict[str, set[str]] = {}
        for code, prefecture, county, name in municipalities:
            keys = {search_key(name)} | (
                {search_key(county + name)} if county else set()
            )
            for key in keys:
                self._places[prefecture].setdefault(key, set()).add(code)
                self._everywhere.setdefault(key, set()).add(code)
        self._longest = max(map(len, self._everywhere), default=0)

    def resolve(self, address: str, prefecture: str = "") -> str | None:
        """Return the 5-digit code, or None where no or more than one municipality fits.

        `prefecture` is the name of the prefecture that the list is for; an address that names
        another one is not resolved. The longest name that fits decides, so a ward comes before
        its city.
        """
        key = search_key(address[:_ENOUGH])
        for length in (3, 4):
            if named := _PREFECTURE_KEYS.get(key[:length]):
                if prefecture and prefecture != named:
                    return None
                prefecture, key = named, key[length:]
                break
        places = self._places[prefecture] if prefecture else self._everywhere
        found = self._longest_match(key, places)
        if found is None and (county := _COUNTY.match(key)):
            found = self._longest_match(key[county.end() :], places)
        return next(iter(found)) if found and len(found) == 1 else None

    def _longest_match(self, key: str, places: dict[str, set[str]]) -> set[str] | None:
        for length in range(min(self._longest, len(key)), 0, -1):
            if found := places.get(key[:length]):
                return found
        return None
