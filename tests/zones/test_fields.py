"""Numbers, postal codes and telephone numbers as offices write them."""

from decimal import Decimal

import pytest
from django import forms

from zones.fields import (
    AmountField,
    NumberField,
    PostalCodeField,
    WholeNumberField,
    WrittenCodeField,
    WrittenYearField,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1,234", 1234),
        ("１，２３４千円", 1234),
        ("12 床", 12),
        ("▲500", -500),
        ("△５００", -500),
        ("−3", -3),
        (" 7 ", 7),
        ("", None),
    ],
)
def test_whole_number_is_read_as_written(typed, number):
    assert WholeNumberField(required=False).clean(typed) == number


@pytest.mark.parametrize("typed", ["十", "1.5", "1千", "▲", "12-3"])
def test_what_is_no_whole_number_is_said(typed):
    with pytest.raises(forms.ValidationError):
        WholeNumberField().clean(typed)


def test_amount_in_yen_is_no_amount_in_thousand_yen():
    assert AmountField().clean("３,０００千円") == 3000
    with pytest.raises(forms.ValidationError):
        AmountField().clean("3,000,000円")


def test_limits_hold_for_what_was_meant():
    with pytest.raises(forms.ValidationError):
        AmountField(min_value=1).clean("▲１")


def test_number_with_decimals_is_read_as_written():
    assert NumberField().clean("１，２３４．５人") == Decimal("1234.5")


@pytest.mark.parametrize(
    "typed", ["〒060-8588", "0608588", "０６０−８５８８", "〒 ０６０ー８５８８"]
)
def test_postal_code_is_kept_in_one_form(typed):
    assert PostalCodeField().clean(typed) == "060-8588"


def test_what_is_no_postal_code_is_named():
    with pytest.raises(forms.ValidationError) as raised:
        PostalCodeField().clean("60-8588")
    assert "「60-8588」は郵便番号ではありません" in raised.value.messages[0]
    assert PostalCodeField(required=False).clean("") == ""


def test_telephone_is_kept_in_half_width_and_its_length_is_of_what_is_kept():
    field = WrittenCodeField(max_length=12)
    assert field.clean("０１５５ー１１ー１１１１") == "0155-11-1111"


@pytest.mark.parametrize("typed", ["令和12年度", "Ｒ１２", "2030", "２０３０年度"])
def test_year_is_read_as_written_and_shown_by_its_name(typed):
    field = WrittenYearField(earliest=2018, latest=2100)
    assert field.clean(typed) == 2030
    assert field.prepare_value(2030) == "令和12年度"
    assert field.prepare_value(typed) == typed


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "入力してください"),
        ("12", "令和9年度、R9、2027のどれかで"),
        ("平成20年度", "平成30年度から令和82年度まで"),
    ],
)
def test_what_is_no_year_of_the_field_is_said(typed, words):
    with pytest.raises(forms.ValidationError, match=words):
        WrittenYearField(earliest=2018, latest=2100).clean(typed)
