"""Which facility of the registry a facility of a list may be, when no code says so.

Nothing is decided here: likely ones are scored, with the parts side by side for a person.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from facilities.listed import LISTED_FIELDS
from formats.text import address_key, name_key, phone_key
from imports.planning_values import Known, Listed

SAME, SIMILAR, DIFFERS = "same", "similar", "differs"
# What each part is worth when it is the same, and when it is similar.
WEIGHTS = {"name": (40, 25), "address": (35, 15), "phone": (25, 0)}
FULL_SCORE = sum(same for same, _ in WEIGHTS.values())
LEAST_SCORE = 50
MOST_CANDIDATES = 5
_LIKE = 0.75
_ADDRESS = LISTED_FIELDS.index("address")
_PHONE = LISTED_FIELDS.index("phone")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A facility that a listed one may be. ``parts`` say how name, address and phone compare."""

    facility: int
    code: str
    name: str
    address: str
    phone: str
    score: int
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided before: ``matched`` maps a code to (facility, verdict), ``different``
    holds pairs of code and facility that are never proposed again."""

    matched: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    different: Container[tuple[str, int]] = frozenset()


NOTHING_DECIDED = Decided()


def _keys(name: str, address: str, phone: str) -> dict[str, str]:
    return {
        "name": name_key(name),
        "address": address_key(address),
        "phone": phone_key(phone),
    }


class Matcher:
    """Finds candidates among facilities that no listed code names."""

    def __init__(self, pool: Iterable[Known], decided: Decided) -> None:
        self._decided = decided
        self._keys: dict[int, dict[str, str]] = {}
        self._known: dict[int, Known] = {}
        self._by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
        for known in pool:
            keys = _keys(known.name, known.values[_ADDRESS], known.values[_PHONE])
            self._known[known.pk], self._keys[known.pk] = known, keys
            for part, key in keys.items():
                if key:
                    self._by_key[part, key].append(known.pk)

    def candidates(self, listed: Listed) -> tuple[Candidate, ...]:
        """Those that share name, address or telephone number and score enough, the best first."""
        if not self._known:
            return ()
        keys = _keys(listed.name, listed.values[_ADDRESS], listed.values[_PHONE])
        near = {
            pk for part, key in keys.items() if key for pk in self._by_key[part, key]
        }
        found = []
        for pk in near:
            if (listed.code, pk) in self._decided.different:
                continue
            parts = {part: _compare(part, keys, self._keys[pk]) for part in WEIGHTS}
            score = _score(parts)
            if score >= LEAST_SCORE:
                found.append(_candidate(self._known[pk], score, parts))
        found.sort(key=lambda one: (-one.score, one.code))
        return tuple(found[:MOST_CANDIDATES])


def _compare(part: str, mine: Mapping[str, str], theirs: Mapping[str, str]) -> str:
    one, two = mine[part], theirs[part]
    if not one or not two:
        return DIFFERS
    if one == two:
        return SAME
    if part == "phone":
        return DIFFERS
    if one in two or two in one:
        return SIMILAR
    return SIMILAR if SequenceMatcher(None, one, two).ratio() >= _LIKE else DIFFERS


def _score(parts: Mapping[str, str]) -> int:
    return sum(
        WEIGHTS[part][0] if how == SAME else WEIGHTS[part][1]
        for part, how in parts.items()
        if how != DIFFERS
    )


def _candidate(known: Known, score: int, parts: Mapping[str, str]) -> Candidate:
    return Candidate(
        facility=known.pk,
        code=known.code,
        name=known.name,
        address=known.values[_ADDRESS],
        phone=known.values[_PHONE],
        score=score,
        parts=parts,
    )
