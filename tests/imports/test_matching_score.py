"""Which parts of two facilities make them candidates for one, and with how many points."""

import pytest

from imports.matching import DIFFERS, NOTHING_DECIDED, SAME, SIMILAR, Matcher
from imports.planning_values import Known, Listed

PLACE, TOWN, CALL = (
    "そらねみちクリニック",
    "札幌市中央区北３条西６丁目１",
    "011-000-0001",
)


def scored(name, address, phone):
    def values(address, phone):
        return tuple({6: address, 7: phone}.get(at, "") for at in range(13))

    known = Known(1, 1, "0110000000", PLACE, "", None, values(TOWN, CALL), {}, {})
    listed = Listed("0119999999", name, "", None, values(address, phone), frozenset())
    found = Matcher([known], NOTHING_DECIDED).candidates(listed)
    return found[0] if found else None


@pytest.mark.parametrize(
    ("name", "address", "phone", "score"),
    [
        (PLACE, TOWN, CALL, 100),
        ("医療法人　そらねみちｸﾘﾆｯｸ", "北海道札幌市中央区北三条西６－１", CALL, 100),
        (PLACE, TOWN, "011-000-9999", 75),
        (PLACE, "帯広市西５条", CALL, 65),
        ("ひばりクリニック別館", TOWN, CALL, 60),
        ("そらねみち内科クリニック", TOWN, "", 60),
        (PLACE, "札幌市中央区北３条西６丁目２", "", 55),
    ],
)
def test_parts_that_agree_make_a_candidate(name, address, phone, score):
    assert scored(name, address, phone).score == score


@pytest.mark.parametrize(
    ("name", "address", "phone"),
    [
        (PLACE, "帯広市西５条", "0155-00-0000"),
        ("ひばり医院", TOWN, "0155-00-0000"),
        ("ひばり医院", "帯広市西５条", CALL),
        ("", "", ""),
    ],
)
def test_one_part_alone_makes_none(name, address, phone):
    assert scored(name, address, phone) is None


def test_the_parts_are_told_apart():
    found = scored("そらねみち内科クリニック", TOWN, "011-000-9999")
    assert found.parts == {"name": SIMILAR, "address": SAME, "phone": DIFFERS}


# --- Asking -------------------------------------------------------------------------------
