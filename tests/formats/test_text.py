"""Keys that let spellings of one name, address or number meet, and the cleaning of typed text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formats.text import (
    address_key,
    clean_text,
    code_key,
    name_key,
    phone_key,
    private_use,
    search_key,
    show_private_use,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ｶﾞﾝｾﾝﾀｰ", "がんせんたー"),
        ("ＡＢＣクリニック", "abc くりにっく"),
        ("髙﨑医院", "高崎医院"),
        ("濵田　德子", "浜田徳子"),
        ("桧山", "檜山"),
        ("関ヶ原", "関ケ原"),
        ("葛\U000e0100城", "葛城"),
        ("か\u3099ん", "がん"),
        ("支援診３", "支援診3"),
        ("訪看ＤⅩ", "訪看ＤＸ"),
        ("み\u200bなみ", "みなみ"),
    ],
)
def test_search_key_meets(one, other):
    assert search_key(one) == search_key(other)


def test_search_key_keeps_different_names_apart():
    assert search_key("佐藤医院") != search_key("佐藤内科")


def _is_in_lists(character: str) -> bool:
    try:
        return bool(character.encode("shift_jis_2004")) and character not in "¥‾"
    except UnicodeEncodeError:
        return False


# Asking Hypothesis for the characters of a codec takes it most of a minute.
CHARACTERS = [c for c in map(chr, range(0x20, 0x2FFFF)) if _is_in_lists(c)]


@given(st.text(st.sampled_from(CHARACTERS)))
def test_search_key_is_stable(text):
    assert search_key(search_key(text)) == search_key(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("医療法人社団　見本の丘病院", "見本の丘病院"),
        ("（医）見本の丘病院", "医療法人見本の丘病院"),
        ("社会医療法人財団 みどり・クリニック", "みどりクリニック"),
        ("㈱かもめ薬局", "株式会社　かもめ薬局"),
    ],
)
def test_name_key_ignores_the_legal_form(one, other):
    assert name_key(one) == name_key(other)


def test_name_key_of_a_bare_legal_form_is_not_empty():
    assert name_key("医療法人社団") == "医療法人社団"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("札幌市中央区北三条西六丁目１番２号", "北海道札幌市中央区北３条西６－１－２"),
        ("札幌市中央区南２１条西９丁目２の１１", "札幌市中央区南21条西9-2-11"),
        (
            "新潟市中央区上大川前通六番町1215番地1",
            "新潟市中央区上大川前通６番町１２１５‐１",
        ),
        ("函館市二十間坂町十五番二十号", "函館市20間坂町15-20"),
        ("江別市大字野幌字東町１ー２", "江別市大字野幌字東町1-2"),
        ("上川郡東神楽町字西１線", "上川郡東神楽町西1線"),
    ],
)
def test_address_key_meets(one, other):
    assert address_key(one) == address_key(other)


def test_address_key_keeps_house_numbers_apart():
    assert address_key("北1条西2丁目") != address_key("北12条西2丁目")
    assert address_key("北1条西12丁目") != address_key("北1条西1丁目2")


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("011-531-7013", "0115317013"),
        ("０１１（５３１）７０１３", "0115317013"),
        ("+81-11-531-7013", "0115317013"),
        ("", ""),
    ],
)
def test_phone_key_is_digits(text, digits):
    assert phone_key(text) == digits


def test_code_key_keeps_leading_zeros():
    assert code_key(" ０１−1・0117207 ") == "0110117207"


def test_private_use_characters_are_found_and_shown_as_filler():
    name = "医療法人社団\ue0dd翔会"
    assert private_use(name) == ["\ue0dd"]
    assert show_private_use(name) == "医療法人社団〓翔会"
    assert private_use("𠮷田") == []


def test_clean_text_trims_composes_and_drops_controls():
    assert clean_text("\u3000か\u3099ん\x00センター\u200b ") == "がんセンター"


def test_clean_text_leaves_compatibility_ideographs_alone():
    assert clean_text("\ufa19田\uf9dc") == "\ufa19田\uf9dc"


@given(st.text())
def test_clean_text_can_always_be_stored(text):
    cleaned = clean_text(text)
    assert "\x00" not in cleaned
    cleaned.encode("utf-8")
    assert clean_text(cleaned) == cleaned
