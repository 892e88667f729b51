"""Every table of the room as Excel and CSV, with the rows that the page shows."""

import csv
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from designations.kinds import Kind
from designations.models import Decision
from designations.reference import load_reference
from tests.factories import designations as make
from tests.factories import facilities, people
from zones.models import HomeCareZone

pytestmark = pytest.mark.django_db
FIXTURES = Path(settings.BASE_DIR) / "fixtures"
ON = {"on": make.TODAY.isoformat()}


@pytest.fixture
def zone() -> HomeCareZone:
    """A zone with a hub and a case, and a 在支診 with an answer to the survey."""
    made = make.zone()
    load_reference(FIXTURES)
    town = made.memberships.order_by("pk").first().municipality
    clinic = facilities.facility(town, name="青葉診療所")
    facilities.filing(clinic, "支援診1")
    facilities.survey(clinic, 12, 20, intent="expand")
    make.entered(made, make.association("試験郡医師会"))
    make.candidate(made, make.institution(clinic), Kind.ACTIVE)
    return made


@pytest.fixture
def official(client: Client, zone: HomeCareZone) -> Client:
    client.force_login(people.official())
    return client


CASES = [
    ("candidates", {"kind": "active"}, "", "青葉診療所"),
    ("list", {"view": "zone"}, "", "試験郡医師会"),
    ("list", {"view": "kind"}, "", "試験郡医師会"),
    ("list", {"view": "cases"}, "", "青葉診療所"),
    ("roadmap", {}, "0", "決めた機関"),
    ("roadmap", {}, "1", "令和6年度"),
    ("compliance-sheet", {}, "", "C2"),
    ("register-csv", {}, "", "試験郡医師会"),
]


def test_every_table_goes_to_csv(official: Client) -> None:
    for name, query, sheet, word in CASES:
        answer = official.get(
            reverse(f"designations:{name}"),
            {**ON, **query, "format": "csv", "sheet": sheet},
        )
        assert answer["Content-Type"].startswith("text/csv"), name
        rows = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
        assert any(word in cell for row in rows for cell in row), (name, query)


def test_every_table_goes_to_excel(official: Client) -> None:
    for name, query, _, word in CASES[:-1]:
        answer = official.get(
            reverse(f"designations:{name}"), {**ON, **query, "format": "xlsx"}
        )
        book = load_workbook(BytesIO(answer.content))
        cells = [str(v) for sheet in book for row in sheet.values for v in row]
        assert any(word in cell for cell in cells), (name, query)


def test_a_candidate_is_told_with_step_distance_and_answers(official: Client) -> None:
    answer = official.get(
        reverse("designations:candidates"), {**ON, "kind": "active", "format": "csv"}
    )
    header, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    found = next(
        dict(zip(header, row, strict=True)) for row in rows if "青葉診療所" in row
    )
    assert found["実態調査"] == "R7 現在12人、対応可能20人、拡大したい"
    assert found["届出"] == "支援診１"
    assert "候補" in found["指定の状況"]


def test_the_page_says_where_the_files_are(official: Client) -> None:
    Decision.objects.all().delete()
    page = official.get(reverse("designations:candidates"), ON)
    assert "format=csv" in page.text
    assert official.get(reverse("designations:roadmap"), ON).status_code == 200


def test_a_clerk_gets_the_own_area_only(client: Client, zone: HomeCareZone) -> None:
    client.force_login(people.clerk(make.places.health_centre()))
    for name in ("list", "candidates"):
        answer = client.get(
            reverse(f"designations:{name}"), {**ON, "view": "cases", "format": "csv"}
        )
        assert "青葉診療所" not in answer.content.decode("utf-8-sig")
