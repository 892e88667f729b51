"""Cell texts into values: understood, or None; never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.codes import postal_code
from imports.normalise import (
    Beds,
    Number,
    beds_of,
    header_key,
    institution_number,
    phone_plausible,
    prefecture_code,
    prefecture_name,
    sector_of,
    symbol_key,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0117207", Number("0117207")),
        ("０１１７２０７", Number("0117207")),
        (" 01,1720,7 ", Number("0117207")),
        ("01・1720・7", Number("0117207")),
        ("117207", Number("0117207", zeros_restored=True)),
        ("117207.0", Number("0117207", zeros_restored=True)),
        ("0110117207", Number("0117207", "01", "medical")),
        ("110117207", Number("0117207", "01", "medical", zeros_restored=True)),
        ("0140117207", Number("0117207", "01", "pharmacy")),
        ("117", None),
        ("4810117207", None),
        ("0120117207", None),
        ("01172078", None),
        ("0117207a", None),
        ("-117207.5", None),
        ("", None),
        ("٠١١٧٢٠٧", None),
    ],
)
def test_institution_number(text, found):
    assert institution_number(text) == found


@given(st.integers(0, 9_999_999))
def test_institution_number_keeps_seven_digits(serial):
    assert institution_number(f"{serial:07}") == Number(f"{serial:07}")


@given(st.text(max_size=30))
def test_institution_number_is_seven_digits_or_nothing(text):
    found = institution_number(text)
    assert found is None or (len(found.digits) == 7 and found.digits.isdigit())


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["一般", "療養", "精神", "結核", "一般（感染）", "介護"]),
            st.integers(0, 1_500),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_beds_are_summed_by_type(parts):
    beds = beds_of("／".join(f"{kind}　　{count}" for kind, count in parts))
    assert beds is not None
    assert (beds.state, beds.total) == ("known", sum(count for _, count in parts))
    assert dict(beds.by_type) == {
        kind: sum(count for one, count in parts if one == kind) for kind, _ in parts
    }


@pytest.mark.parametrize(
    "text", ["19.5", "一般　1e3", "一般　-1", "一般　100000", "一般　　19床くらい"]
)
def test_beds_that_are_no_count_are_not_read(text):
    assert beds_of(text) is None


def test_beds_in_full_width_and_with_a_comma_are_read():
    assert beds_of("一般　　１，０４２") == Beds("known", 1042, (("一般", 1042),))


@given(st.text(max_size=40))
def test_beds_never_fail(text):
    beds = beds_of(text)
    assert beds is None or beds.state in ("none", "known", "partly", "unknown")
    assert beds is None or (beds.total is None) == (beds.state != "known")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("01", "01"),
        ("1", "01"),
        ("４７", "47"),
        ("北海道", "01"),
        ("京都", "26"),
        ("東京都", "13"),
        ("48", None),
        ("", None),
        ("00", None),
    ],
)
def test_prefecture_code(text, code):
    assert prefecture_code(text) == code


def test_prefecture_name():
    assert prefecture_name("18") == "福井県"


@pytest.mark.parametrize(
    ("text", "sector"),
    [("医科", "medical"), (" 歯 科", "dental"), ("4", "pharmacy"), ("介護", None)],
)
def test_sector_of(text, sector):
    assert sector_of(text) == sector


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("060-0001", "060-0001"),
        ("〒060－0001", "060-0001"),
        ("0600001", "060-0001"),
        ("60-0001", None),
        ("", None),
    ],
)
def test_postal_code(text, code):
    assert postal_code(text) == code


@pytest.mark.parametrize(
    ("text", "plausible"),
    [
        ("011-000-1234", True),
        ("0776(00)1234", True),
        ("09000001234", True),
        ("252-1335", False),
        ("(53)3998", False),
        ("Y", False),
    ],
)
def test_phone_plausible(text, plausible):
    assert phone_plausible(text) is plausible


def test_keys_fold_width_and_blanks():
    assert header_key(" 医療機関所在地（住所）\n") == "医療機関所在地(住所)"
    assert symbol_key("支援診３") == "支援診3"
    assert symbol_key("外在ベⅠ") == "外在ベI"
