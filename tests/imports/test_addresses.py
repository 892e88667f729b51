"""An address finds its municipality, with or without prefecture and county."""

import csv

import pytest

from formats.codes import PREFECTURES
from imports.addresses import AddressResolver
from tests.workbooks import ROOT


@pytest.fixture(scope="module")
def resolver():
    with (ROOT / "fixtures" / "municipalities.csv").open(encoding="utf-8") as lines:
        return AddressResolver(
            (
                row["code"],
                PREFECTURES[int(row["prefecture"]) - 1],
                row["county"],
                row["name"],
            )
            for row in csv.DictReader(lines)
            if not row["valid_until"]
        )


@pytest.mark.parametrize(
    ("address", "prefecture", "code"),
    [
        ("札幌市中央区北３条西６丁目", "北海道", "01101"),
        ("北海道札幌市西区発寒八条", "北海道", "01107"),
        ("北海道　札幌市　西区発寒", "", "01107"),
        ("札幌市のどこか", "北海道", "01100"),
        ("上川郡東神楽町南１条", "北海道", "01453"),
        ("東神楽町南１条", "北海道", "01453"),
        ("桧山郡江差町字中歌町", "北海道", "01361"),
        ("檜山郡江差町字中歌町", "北海道", "01361"),
        ("古宇郡泊村大字茅沼村", "北海道", "01403"),
        ("沙流郡日高町門別本町", "北海道", "01601"),
        ("日高郡新ひだか町静内", "北海道", "01610"),
        ("高岡郡梼原町梼原", "高知県", "39405"),
        ("高岡郡檮原町", "高知県", "39405"),
        ("浜松市中央区元城町", "静岡県", "22138"),
        ("新潟市中央区上大川前通六番町", "新潟県", "15103"),
        ("東京都府中市宮西町", "", "13206"),
        ("千代田区霞が関", "東京都", "13101"),
        ("竜ケ崎市", "茨城県", "08208"),
        ("龍ヶ崎市寺後", "茨城県", "08208"),
    ],
)
def test_an_address_is_resolved(resolver, address, prefecture, code):
    assert resolver.resolve(address, prefecture) == code


@pytest.mark.parametrize(
    ("address", "prefecture"),
    [
        ("", "北海道"),
        ("どこでもない町1", "北海道"),
        ("泊村大字茅沼村", "北海道"),  # two villages of that name in the table
        ("府中市宮西町", ""),  # in Tokyo and in Hiroshima
        ("青森県青森市長島", "北海道"),
    ],
)
def test_an_address_that_is_open_stays_open(resolver, address, prefecture):
    assert resolver.resolve(address, prefecture) is None


def test_a_table_without_counties_resolves_addresses_with_them():
    bare = AddressResolver(
        [("01453", "北海道", "", "東神楽町"), ("01101", "北海道", "", "札幌市 中央区")]
    )
    assert bare.resolve("上川郡東神楽町南１条", "北海道") == "01453"
    assert bare.resolve("札幌市中央区北３条", "北海道") == "01101"
