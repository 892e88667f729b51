"""``manage.py make_report`` writes files and nothing else: no edition, no number, no clock time."""

import hashlib
import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from reports.management.commands import make_report
from reports.models import Edition
from reports.rendering import RenderedPdf


@pytest.fixture
def typeset(monkeypatch):
    """Stands in for the typesetting child; gives the values that it was handed."""
    handed = []

    def render(values: dict, **kwargs: object) -> RenderedPdf:
        handed.append(values)
        return RenderedPdf(b"%PDF", 3, hashlib.sha256(b"%PDF").hexdigest(), {})

    monkeypatch.setattr(make_report, "render_pdf", render)
    return handed


def make(folder: Path, **options: object) -> str:
    out = io.StringIO()
    options = {"as_of": date(2025, 10, 1), "out": folder / "a" / "report.pdf"} | options
    call_command("make_report", "progress", stdout=out, **options)
    return out.getvalue()


def test_it_writes_both_files_and_stores_no_edition(planned, typeset, tmp_path):
    said = make(tmp_path, xlsx=tmp_path / "b" / "report.xlsx")
    assert (tmp_path / "a" / "report.pdf").read_bytes() == b"%PDF"
    assert "出典" in openpyxl.load_workbook(tmp_path / "b" / "report.xlsx").sheetnames
    assert "3ページ" in said
    assert not Edition.objects.exists()


def test_two_runs_hand_over_the_same_values_without_number_or_clock(
    planned, typeset, tmp_path
):
    for _ in range(2):
        make(tmp_path)
    first, second = typeset
    assert first == second
    assert first["edition"] is None
    assert not re.search(r"\d\d:\d\d", str(first | {"map": None}))


def test_a_zone_is_named_by_code_or_by_name(planned, typeset, tmp_path):
    code = planned.memberships.get().zone.code
    make(tmp_path, zone=[code])
    make(tmp_path, zone=["札幌"])
    assert typeset[0] == typeset[1]
    with pytest.raises(CommandError, match="「小樽」は北海道にありません"):
        make(tmp_path, zone=["小樽"])


def test_a_day_without_a_plan_is_said_so(planned, typeset, tmp_path):
    with pytest.raises(CommandError, match="計画"):
        make(tmp_path, as_of=date(2001, 1, 1), prefecture="01")
    assert not typeset
