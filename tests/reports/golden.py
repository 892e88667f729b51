"""Small pictures of chosen pages, to notice when a page begins to look otherwise.

After a change that is meant: DJANGO_SETTINGS_MODULE=config.settings python -m tests.reports.golden
"""

import io
import subprocess
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).parent / "data" / "pages"
PAGES = {
    "progress": (1, 3),
    "zone_profile": (3, 4),
    "plan_appendix": (4,),
    "designation_register": (4,),
    "program_sheet": (3,),
}
DPI = 36
CELL = 6  # pixels a side: a shift of less than a line is no difference
MEAN, WORST = 2.0, 70.0


def picture(pdf: bytes, page: int) -> Image.Image:
    """A page in grey, small enough to keep."""
    command = [
        "pdftoppm",
        "-gray",
        "-r",
        str(DPI),
        "-f",
        str(page),
        "-l",
        str(page),
        "-",
    ]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout)).convert("L")


def path_of(kind: str, page: int) -> Path:
    return FOLDER / f"{kind}-{page}.png"


def differences(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Mean and greatest difference of grey between the cells of two pictures."""
    size = (one.width // CELL, one.height // CELL)
    cells = [image.resize(size, Image.Resampling.BOX) for image in (one, other)]
    found = [abs(a - b) for a, b in zip(*(c.tobytes() for c in cells), strict=True)]
    return sum(found) / len(found), max(found)


def write() -> None:
    """Draw all pictures anew."""
    from reports.rendering import render_pdf
    from tests.reports.sample_kinds import of_kind
    from tests.reports.samples import progress_snapshot

    FOLDER.mkdir(exist_ok=True)
    for kind, pages in PAGES.items():
        values = progress_snapshot() if kind == "progress" else of_kind(kind)
        pdf = render_pdf(values).pdf
        for page in pages:
            image = picture(pdf, page).quantize(16)
            image.save(path_of(kind, page), optimize=True)


if __name__ == "__main__":
    import django

    django.setup()
    write()
