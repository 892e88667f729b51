"""The rendering child: what it may fetch and use, what it says, and how it is stopped."""

from pathlib import Path

import pytest

from reports import fonts, rendering
from reports.rendering import Limits, PdfUnavailable, RenderingFailed, render_html


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
        render_html(document, faces=fonts.faces())
    assert refusal.value.problem == "refused"


def test_the_report_s_own_fonts_are_fetched() -> None:
    done = render_html(
        '<html lang="ja"><title>x</title><p>本文</p>', faces=fonts.faces()
    )
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
        render_html(document, faces=fonts.faces(), limits=limits)
    assert stopped.value.problem in problems
    assert "圏域を分けて" in str(stopped.value)


def test_progress_tells_pages_and_can_cancel(snapshot: dict) -> None:
    heard: list[tuple[str, int]] = []

    class Cancelled(Exception):
        pass

    def listen(words: str, page: int) -> None:
        heard.append((words, page))
        if page == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        rendering.render_pdf(snapshot, progress=listen)
    assert heard[0] == ("原稿を読んでいます", 0)
    assert heard[-1] == ("ページを組んでいます", 3)


def test_missing_pango_is_said_with_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text(
        "raise OSError(\"cannot load library 'libpango-1.0-0'\")"
    )
    environment = rendering._environment
    monkeypatch.setattr(
        rendering,
        "_environment",
        lambda folder: environment(folder) | {"PYTHONPATH": str(tmp_path)},
    )
    with pytest.raises(
        PdfUnavailable, match=r"apt-get install libpango-1\.0-0"
    ) as missing:
        render_html("<title>x</title>", faces=fonts.faces())
    assert "libpango" in missing.value.detail


def test_child_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    render_html('<html lang="ja"><title>x</title><p>本文</p>', faces=fonts.faces())
    assert list(tmp_path.iterdir()) == []
