"""Official codes and their check digits."""

import pytest

from formats.codes import (
    CodeError,
    check_digit_applies,
    check_digit_ok,
    medical_check_digit,
    medical_code,
    municipality_code5,
    municipality_code6,
    split_medical_code,
)


@pytest.mark.parametrize(
    ("code5", "code6"),
    [
        ("01100", "011002"),
        ("01101", "011011"),
        ("16201", "162019"),
        ("13101", "131016"),
    ],
)
def test_municipality_code_has_its_check_digit(code5, code6):
    assert municipality_code6(code5) == code6
    assert municipality_code5(code6) == code5
    assert municipality_code5(code5) == code5


@pytest.mark.parametrize(
    "code", ["011003", "1100", "48101", "０１１００", "", "0110021"]
)
def test_municipality_code_refuses(code):
    with pytest.raises(CodeError):
        municipality_code5(code)


def test_medical_code_is_composed_and_taken_apart():
    code = medical_code("01", "medical", "0117207")
    assert str(code) == "0110117207"
    assert split_medical_code("0110117207") == code


@pytest.mark.parametrize(
    ("prefecture", "sector", "number"),
    [
        ("48", "medical", "0117207"),
        ("1", "medical", "0117207"),
        ("01", "care", "0117207"),
        ("01", "medical", "117207"),
    ],
)
def test_medical_code_refuses_wrong_parts(prefecture, sector, number):
    with pytest.raises(CodeError):
        medical_code(prefecture, sector, number)


@pytest.mark.parametrize(
    "code", ["0120117207", "011011720", "01101172070", "4810117207"]
)
def test_split_medical_code_refuses(code):
    with pytest.raises(CodeError):
        split_medical_code(code)


def test_check_digit_of_a_published_number():
    assert medical_check_digit("01", "medical", "011720") == "7"
    assert check_digit_ok("01", "medical", "0117207")
    assert not check_digit_ok("01", "medical", "0117208")


def test_check_digit_does_not_apply_in_saitama_and_chiba():
    assert not check_digit_applies("11")
    assert not check_digit_applies("12")
    assert check_digit_applies("13")
    assert check_digit_ok("11", "medical", "0117200")
