"""Chosen pages look as they did, within a tolerance; see `tests.reports.golden`."""

import shutil

import pytest
from PIL import Image, ImageChops

from reports.rendering import RenderedPdf
from tests.reports.golden import (
    FOLDER,
    MEAN,
    PAGES,
    WORST,
    differences,
    path_of,
    picture,
)


@pytest.mark.parametrize(
    ("kind", "page"), [(kind, page) for kind, pages in PAGES.items() for page in pages]
)
def test_page_looks_as_it_did(
    kind: str, page: int, request: pytest.FixtureRequest
) -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("pdftoppm がありません。apt-get install poppler-utils で入ります。")
    made: RenderedPdf = (
        request.getfixturevalue("report")
        if kind == "progress"
        else request.getfixturevalue("kind_reports")[kind]
    )
    now, then = picture(made.pdf, page), Image.open(path_of(kind, page)).convert("L")
    assert now.size == then.size
    mean, worst = differences(now, then)
    assert mean < MEAN
    assert worst < WORST


def test_a_page_that_lost_a_block_is_noticed() -> None:
    page = Image.open(path_of("zone_profile", 3)).convert("L")
    lost = page.copy()
    box = (30, 120, 140, 200)
    lost.paste(255, box)
    assert ImageChops.difference(page, lost).getbbox() is not None
    assert max(differences(page, lost)) >= WORST


def test_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 200_000
