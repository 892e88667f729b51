"""The rendering child: what it may fetch and use, what it says, and how it is stopped."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from reports import fonts, html, pressroom, rendering
from reports.rendering import Limits, PdfUnavailable, RenderedPdf, RenderingFailed
from tests.reports.sample_kinds import of_kind

PAGE = '<html lang="ja"><title>x</title><p>本文</p>'


def typeset(document: str, limits: Limits | None = None) -> RenderedPdf:
    """A whole HTML document of any kind, set as a report would be."""
    pages = html.Pages("", document, "", (), {}, end="")
    return rendering.render_pages(pages, faces=fonts.faces(), limits=limits)


@pytest.mark.parametrize(
    "tag",
    [
        '<img alt="x" src="file:///etc/hostname">',
        '<img alt="x" src="http://127.0.0.1:9/x.png">',
        '<img alt="x" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">',
        '<img alt="x" src="report:../../etc/hostname">',
        '<link rel="stylesheet" href="file:///etc/hostname">',
        '<svg width="9" height="9"><image href="https://x.invalid/x.png" width="9" height="9"/></svg>',
    ],
)
def test_nothing_outside_the_report_is_fetched(tag: str) -> None:
    document = f'<html lang="ja"><title>x</title><body><p>本文</p>{tag}'
    with pytest.raises(RenderingFailed) as refusal:
        typeset(document)
    assert refusal.value.problem == "refused"


def test_the_report_s_own_fonts_are_fetched() -> None:
    done = typeset(PAGE)
    assert (done.pages, done.warnings) == (1, ())


@pytest.mark.parametrize(
    ("limits", "problems"),
    [
        (Limits(wall=0.2), {"time"}),
        (Limits(cpu=1), {"time"}),
        # A library that gets no memory may end the process before Python can say why.
        (Limits(memory=300 * 1024**2), {"memory", "failed"}),
    ],
)
def test_child_is_stopped_at_its_limits(limits: Limits, problems: set[str]) -> None:
    rows = "<tr><td>本文</td><td>本文</td></tr>" * 4000
    document = f'<html lang="ja"><title>x</title><table>{rows}</table>'
    with pytest.raises(RenderingFailed) as stopped:
        typeset(document, limits)
    assert stopped.value.problem in problems
    assert "圏域を分けて" in str(stopped.value)


class Cancelled(Exception):
    pass


def test_progress_tells_pages_and_can_cancel(snapshot: dict) -> None:
    heard: list[tuple[str, int]] = []

    def listen(words: str, page: int, behind: float) -> None:
        heard.append((words, page))
        assert 0 <= behind <= 1
        if page == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        rendering.render_pdf(snapshot, progress=listen, joined=False)
    assert heard[0] == ("体裁を整えています", 0)
    assert heard[-1] == ("ページを組んでいます", 3)


def test_progress_names_each_part_and_can_cancel() -> None:
    heard: list[str] = []

    def listen(words: str, page: int, behind: float) -> None:
        heard.append(words)
        if "（3／" in words:
            raise Cancelled

    with pytest.raises(Cancelled):
        rendering.render_pdf(of_kind("zone_profile"), progress=listen, joined=True)
    assert heard[-1].endswith("」を組んでいます（3／4）")
    assert any("圏域」を組んで" in words for words in heard)
    # What was stopped leaves the pressroom fit for the next document.
    assert typeset("<title>x</title><p>本文</p>").pages == 1


def test_missing_pango_is_said_with_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text(
        "raise OSError(\"cannot load library 'libpango-1.0-0'\")"
    )
    environment = pressroom._environment
    monkeypatch.setattr(
        pressroom,
        "_environment",
        lambda home: environment(home) | {"PYTHONPATH": str(tmp_path)},
    )
    pressroom.close()
    with pytest.raises(
        PdfUnavailable, match=r"apt-get install libpango-1\.0-0"
    ) as missing:
        typeset("<title>x</title>")
    pressroom.close()
    assert "libpango" in missing.value.detail


def test_child_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressroom.close()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    typeset(PAGE)
    assert [path.name[:9] for path in tmp_path.iterdir()] == ["pressroom"]
    pressroom.close()
    assert list(tmp_path.iterdir()) == []


def test_a_pressroom_whose_owner_was_killed_ends_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    script = (
        "import django; django.setup()\n"
        "from tests.reports.test_rendering import PAGE, typeset\n"
        "typeset(PAGE)\n"
        "print('made', flush=True)\n"
        "import time; time.sleep(60)\n"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=settings.BASE_DIR,
        env=os.environ | {"TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
    )
    with owner:
        assert owner.stdout.readline() == b"made\n"
        assert list(tmp_path.iterdir())
        owner.kill()
    until = time.monotonic() + 20
    while time.monotonic() < until and list(tmp_path.iterdir()):
        time.sleep(0.05)
    assert list(tmp_path.iterdir()) == []
