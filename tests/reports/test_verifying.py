"""The same data gives the same bytes in another process, and the command says when it does not."""

import hashlib
import io
import json
import subprocess
import sys

import openpyxl
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from reports import verifying
from reports.models import EditionFile
from reports.rendering import RenderedPdf
from reports.verifying import Verdict, versions_of
from reports.workbooks import render_workbook
from tests.factories.reports import PDF, edition
from tests.reports.samples import progress_snapshot

AGAIN = """
import hashlib, json, sys
import django
django.setup()
from reports.rendering import render_pdf
from reports.workbooks import render_workbook
values = json.load(sys.stdin)
print(render_pdf(values).sha256, render_workbook(values).sha256)
"""


def told(**options) -> str:
    out = io.StringIO()
    call_command("verify_editions", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def typeset(monkeypatch):
    """Typesetting that gives what it is told to."""

    def gives(pdf: bytes, versions: dict[str, str]) -> None:
        made = RenderedPdf(pdf, 1, hashlib.sha256(pdf).hexdigest(), versions)
        monkeypatch.setattr(verifying, "render_pdf", lambda values: made)

    gives(PDF, {"weasyprint": "70.0"})
    return gives


def kept(versions: dict[str, str], pdf: bytes = PDF):
    """A published edition with a real workbook and the versions of its files."""
    made = edition(status="checked")
    workbook = render_workbook(made.values)
    for kind, content, used in (
        ("pdf", pdf, versions),
        ("xlsx", workbook.content, workbook.library_versions),
    ):
        EditionFile.objects.filter(edition=made, kind=kind).update(
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            library_versions=versions_of(used),
        )
    made.status, made.published_at = "published", made.checked_at
    made.save()
    return made


def test_two_processes_give_the_same_bytes(report):
    """Another process, seed of the hashes and time zone: PDF and workbook are the same."""
    values = progress_snapshot()
    done = subprocess.run(
        [sys.executable, "-c", AGAIN],
        input=json.dumps(values),
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.BASE_DIR,
        env={
            "PATH": "/usr/bin:/bin",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PYTHONHASHSEED": "77",
            "TZ": "America/Lima",
            "DJANGO_DEBUG": "1",
        },
    )
    pdf, workbook = done.stdout.split()
    assert pdf == report.sha256
    assert workbook == render_workbook(values).sha256


def test_the_same_bytes_are_said_to_be_the_same(db, typeset):
    kept({"weasyprint": "70.0"})
    edition(status="draft")
    said = told()
    assert said.count(Verdict.SAME_BYTES) == 3  # data, PDF, workbook
    assert "1版を確かめました。違いのある版　0" in said


def test_other_bytes_with_the_same_versions_are_a_difference(db, typeset):
    kept({"weasyprint": "70.0"})
    typeset(b"%PDF-1.7 other", {"weasyprint": "70.0"})
    with pytest.raises(CommandError, match="違いのある版"):
        told()


def test_other_versions_are_compared_by_text_and_pages(db, typeset, report):
    made = kept({"weasyprint": "69.0"}, pdf=report.pdf)
    typeset(report.pdf + b"\n% other bytes", {"weasyprint": "70.0"})
    findings = {one.what: one for one in verifying.verify(made)}
    assert findings["PDF"].verdict == Verdict.SAME_CONTENT
    assert "weasyprint 69.0→70.0" in findings["PDF"].detail


def test_another_text_is_a_difference_on_its_page(report, long_report):
    assert "ページ数が違います" in verifying.pdf_differences(
        report.pdf, long_report.pdf
    )
    assert verifying.pdf_differences(report.pdf, report.pdf) == ""


def test_another_cell_is_a_difference_on_its_sheet():
    def book(value: str) -> bytes:
        made, out = openpyxl.Workbook(), io.BytesIO()
        made.active.title, made.active["A1"] = "圏域", value
        made.save(out)
        return out.getvalue()

    assert verifying.workbook_differences(book("1"), book("1")) == ""
    assert "「圏域」" in verifying.workbook_differences(book("1"), book("2"))


def test_a_changed_file_is_damaged(db, typeset):
    made = edition(status="draft")
    EditionFile.objects.filter(edition=made, kind="xlsx").delete()
    EditionFile.objects.filter(edition=made, kind="pdf").update(content=b"%PDF-changed")
    findings = {one.what: one.verdict for one in verifying.verify(made)}
    assert findings["PDF"] == Verdict.DAMAGED


def test_changed_data_is_damaged(db, typeset):
    made = edition(status="draft")
    made.snapshot = made.snapshot.replace("北海道", "北海島")
    assert [one.verdict for one in verifying.verify(made)] == [Verdict.DAMAGED]
