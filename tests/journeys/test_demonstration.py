"""The command behind ``make demo``: the whole job in one go, and nothing more the second time."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from portal.models import PublicRelease
from reports.models import Edition

# What is written down of every run, whatever it changed.
RECORDS = {"axes", "sessions", "django_tasks_db"}


def counts() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label not in RECORDS
    }


@pytest.mark.django_db
def test_the_demo_makes_a_report_and_changes_nothing_the_second_time(tmp_path: Path):
    sample = tmp_path / "sample.xlsx"
    call_command("sample_workbook", out=sample, facilities=600, rows=6_000)
    call_command("demo", folder=tmp_path)
    before = counts()
    call_command("demo", folder=tmp_path)
    assert (tmp_path / "progress.pdf").read_bytes().startswith(b"%PDF-")
    states = Edition.objects.order_by("status").values_list("status", flat=True)
    assert list(states) == ["draft", "published"]
    assert PublicRelease.objects.get().state == "released"
    assert counts() == before
