"""Small pictures of a PDF's pages for the library, by poppler's pdftoppm where it is installed.

They are an aid: without the tool the library shows a drawn page, and nothing else changes.
"""

import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

TOOL = "pdftoppm"
WIDTH = 208  # pixels: twice the place it has on a page
MOST = 300  # pages
SECONDS = 120
MEMORY = 1024**3


def page_pictures(pdf: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and PNG of each page; nothing where the tool is missing or gives up."""
    found = shutil.which(TOOL)
    if found is None:
        return
    with tempfile.TemporaryDirectory(prefix="pages-") as name:
        folder = Path(name)
        (folder / "document.pdf").write_bytes(pdf)
        command = [
            found, "-png", "-l", str(MOST), "-scale-to-x", str(WIDTH), "-scale-to-y", "-1",
            "document.pdf", "page",
        ]  # fmt: skip
        child = subprocess.Popen(  # noqa: S603 (a fixed program on our own file, no shell)
            command,
            cwd=folder,
            env={"PATH": "", "HOME": name},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        resource.prlimit(child.pid, resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            if child.wait(SECONDS) != 0:
                return
        except subprocess.TimeoutExpired:
            return
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        for path in sorted(folder.glob("page-*.png")):
            yield int(path.stem.partition("-")[2]), path.read_bytes()
