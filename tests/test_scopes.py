"""The walk over the syntax tree finds what it is there to find, and finds nothing in the project."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
MODELS = """
from django.db import models
class RegionScopedQuerySet(models.QuerySet): ...
class FacilityQuerySet(RegionScopedQuerySet): ...
class Facility(models.Model):
    objects = FacilityQuerySet.as_manager()
class Kind(models.Model):
    objects = models.Manager()
"""


def walk(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / ".ci" / "scopes.py", root],
        capture_output=True,
        text=True,
        check=False,
    )


def project(root: Path, view: str = "", template: str = "") -> Path:
    (root / "facilities").mkdir()
    (root / "templates").mkdir()
    (root / "facilities" / "models.py").write_text(MODELS)
    (root / "facilities" / "views.py").write_text(view)
    (root / "templates" / "x.html").write_text(template)
    return root


def test_the_project_has_no_finding():
    done = walk(ROOT)
    assert (done.stdout.strip(), done.returncode) == ("", 0)


@pytest.mark.parametrize(
    "view",
    [
        "rows = Facility.objects.all()",
        "rows = Facility.objects.filter(pk=1).order_by('pk')",
        "row = get_object_or_404(Facility.objects, pk=1)",
        "row = get_object_or_404(Facility._default_manager, pk=1)",
        "rows = models.Facility.objects.count()",
        "word = mark_safe(name)",
        "word = SafeString(f'<b>{name}</b>')",
        "word = format_html(f'<b>{name}</b>')",
        "rows = Kind.objects.raw('SELECT 1')",
        "rows = Kind.objects.extra(where=['1'])",
    ],
)
def test_a_slip_in_a_view_is_found(tmp_path, view):
    done = walk(project(tmp_path, view))
    assert "facilities/views.py:1:" in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize(
    "view",
    [
        "rows = Facility.objects.filter(pk=1).visible_to(user)",
        "rows = Facility.objects.editable_by(user)[:5]",
        "rows = Facility.objects.filter(prefecture=own)",
        "rows = Kind.objects.all()",
        "word = mark_safe('<br>')",
        "word = format_html('<b>{}</b>', name)",
        "rows = Facility.objects.count()  # every region: the foot of the public page",
    ],
)
def test_what_is_right_is_left_alone(tmp_path, view):
    assert walk(project(tmp_path, view)).returncode == 0


@pytest.mark.parametrize(
    "template", ["{{ x|safe }}", "{% autoescape off %}", "{{ x | safeseq }}"]
)
def test_markup_declared_safe_in_a_template_is_found(tmp_path, template):
    assert "templates/x.html:1:" in walk(project(tmp_path, "", template)).stdout
