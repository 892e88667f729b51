"""The sample workbook: right counts, every quirk, the same bytes, and nobody real in it."""

from datetime import date

import pytest

from imports.reading import read_upload
from imports.sample import sample_places, write_sample
from tests.workbooks import ROOT, fixture_kinds


@pytest.fixture(scope="module")
def places():
    return sample_places(ROOT / "fixtures")


def test_the_sample_has_the_counts_of_the_real_list(whole_sample):
    counts, found = whole_sample
    assert (found.rows, len(found.facilities)) == (36_000, 3_000)
    assert found.class_counts() == {
        "zaishishin": 366,
        "zaishibyo": 93,
        "backup_hospital": 34,
    }
    assert counts == {"rows": found.rows, "facilities": 3_000, **found.class_counts()}
    assert found.as_of == date(2025, 10, 1)


def test_the_sample_is_read_without_errors(whole_sample):
    assert whole_sample[1].errors == []


def test_the_sample_has_the_quirks(whole_sample):
    found = whole_sample[1]
    codes = {one.code for one in found.problems}
    assert codes == {
        "two_classes", "same_class_twice", "private_use", "beds_without_number", "start_unreadable",
    }  # fmt: skip
    assert found.row_kinds["blank"] == 1
    assert min(found.row_kinds["remark"], found.row_kinds["without_filing"]) > 0
    assert {"dental_clinic", "pharmacy"} <= {one.kind for one in found.facilities}
    addresses = [one.address for one in found.facilities]
    assert sum(one.startswith("北海道") for one in addresses) == 2
    assert sum(one.startswith("桧山郡") for one in addresses) == 1
    assert any(one.name != one.name.strip() for one in found.facilities)


def test_the_same_arguments_give_the_same_bytes(places, tmp_path):
    one, other = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    for path in (one, other):
        write_sample(path, places, facilities=100, rows=600, seed=7)
    assert one.read_bytes() == other.read_bytes()
    write_sample(other, places, facilities=100, rows=600, seed=8)
    assert one.read_bytes() != other.read_bytes()


@pytest.mark.parametrize(("facilities", "rows"), [(60, 150), (300, 3_600)])
def test_a_small_sample_has_its_rows(places, tmp_path, facilities, rows):
    counts = write_sample(tmp_path / "a.xlsx", places, facilities=facilities, rows=rows)
    assert (counts["facilities"], counts["rows"]) == (facilities, rows)


def test_another_prefecture_follows_its_population(tmp_path):
    counts = write_sample(
        tmp_path / "a.xlsx",
        sample_places(ROOT / "fixtures", "15"),
        facilities=200,
        rows=1_000,
    )
    found = read_upload(
        (tmp_path / "a.xlsx").read_bytes(), "a.xlsx", kinds=fixture_kinds()
    )
    assert {one.prefecture for one in found.facilities} == {"15"}
    assert len(found.facilities) == counts["facilities"]


def test_a_sample_that_cannot_be_is_refused(places, tmp_path):
    with pytest.raises(ValueError, match="60 facilities"):
        write_sample(tmp_path / "a.xlsx", places, facilities=10, rows=10)


def test_telephone_numbers_cannot_be_anybodys(whole_sample):
    exchanges = {
        one.phone.replace("(", "-").split("-")[1]
        for one in whole_sample[1].facilities
        if one.phone
    }
    assert all(one.startswith("0") for one in exchanges)
