"""The command behind ``make demo``: the whole job in one go, and nothing more the second time."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from designations.kinds import Kind
from designations.models import Designation
from portal.models import PublicRelease
from reports.actions import making
from reports.models import Edition

# What is written down of every run, whatever it changed.
RECORDS = {"axes", "sessions", "django_tasks_db"}


def counts() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label not in RECORDS
    }


@pytest.fixture
def one_report_typeset(monkeypatch: pytest.MonkeyPatch):
    """The first report is typeset, and the next takes its pages; nobody looks at their pictures."""
    monkeypatch.setattr(making, "render_pdf", once(making.render_pdf))
    monkeypatch.setattr(making, "page_pictures", lambda pdf: [])


def once(work: Callable[..., Any]) -> Callable[..., Any]:
    made: list[Any] = []

    def first_or_again(*args: Any, **options: Any) -> Any:
        if not made:
            made.append(work(*args, **options))
        return made[0]

    return first_or_again


@pytest.mark.django_db
@pytest.mark.usefixtures("one_report_typeset")
def test_the_demo_makes_a_report_and_changes_nothing_the_second_time(tmp_path: Path):
    sample = tmp_path / "sample.xlsx"
    call_command("sample_workbook", out=sample, facilities=400, rows=3_000)
    call_command("demo", folder=tmp_path)
    before = counts()
    call_command("demo", folder=tmp_path)
    assert (tmp_path / "progress.pdf").read_bytes().startswith(b"%PDF-")
    states = Edition.objects.order_by("status").values_list("status", flat=True)
    assert list(states) == ["draft", "published"]
    assert Designation.objects.filter(kind=Kind.HUB).count() == 8
    assert Designation.objects.filter(kind=Kind.ACTIVE).count() >= 10
    assert PublicRelease.objects.get().state == "released"
    assert counts() == before
