"""On Hokkaido's real list every one of the 179 municipalities gets an answer of the rule."""

import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from designations.reference import load_reference
from facilities.reference import load_reference as load_filing_kinds
from zones.reference import load_reference as load_places

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
LIST = "facility_lists/hokkaido_2025-10_000415636.xlsx"


@pytest.mark.django_db(transaction=True)
def test_each_of_the_179_municipalities_is_answered(real_data: Path) -> None:
    for load in (load_places, load_filing_kinds, load_reference):
        load(FIXTURES)
    call_command("import_list", str(real_data / LIST), "--apply", stdout=StringIO())
    out = StringIO()
    asked = ("--kind", "active", "--all-municipalities", "--as-of", "2025-10-01")
    call_command("candidates", *asked, "--json", stdout=out)
    found = json.loads(out.getvalue())
    # 96 have neither 在支診 nor 在支病; in the five of 北空知 nobody answers.
    assert Counter(one["step"] for one in found) == {
        "SA1": 37,
        "SA2": 46,
        "SA3": 91,
        "none": 5,
    }
    assert {o["secondary_area"] for o in found if o["step"] == "none"} == {"0108"}
    assert all(one["candidates"] for one in found if one["step"] != "none")
