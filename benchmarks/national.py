"""All prefectures' lists one after the other: time must grow with the rows, and memory must not.

110,000 made-up facilities in 1,400,000 rows, one workbook a prefecture by its share of the
population; each is received, read in its child, compared, stored and applied.

    .venv/bin/python benchmarks/national.py [--facilities N] [--rows N] [--prefectures 1,5,15,47]

DATABASE_URL chooses the database; without it a throwaway SQLite file is used. CPU seconds of the
importing process and of its readers; the workbooks are made before, by another process. A reader's
memory is what it begins with, that of the process that starts it, or more. Ends with 1 where a step
costs more than 1.5 times as much for each row as the first, or a process takes 900 MB.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
FOLDER = tempfile.TemporaryDirectory(prefix="zaitaku-benchmark-")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER.name}/portal.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ |= {"DEBUG": "0", "SECRET_KEY": "a benchmark's"}

import django

django.setup()

from django.conf import settings
from django.core.management import call_command

import facilities.reference
import zones.reference
from facilities.models import Facility, Filing
from imports.actions import apply_upload, receive_upload
from imports.models import Upload
from imports.preparing import prepare_upload
from imports.sample import sample_places, write_sample

FIXTURES = settings.BASE_DIR / "fixtures"
# Inhabitants in units of 100,000 (census of 2020), in the order of the prefectures' codes.
SHARES = (
    52, 12, 12, 23, 10, 11, 18, 29, 19, 19, 73, 63, 140, 92, 22, 10, 11, 8, 8, 20, 20, 36, 75, 18,
    14, 26, 88, 55, 13, 9, 6, 7, 19, 28, 13, 7, 10, 13, 7, 51, 8, 13, 17, 11, 11, 16, 15,
)  # fmt: skip
MOST_GROWTH, MOST_MEMORY = 1.5, 900


def cpu() -> float:
    """CPU seconds of this process and of the children that have ended."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(one) for one in both]
    return sum(one.ru_utime + one.ru_stime for one in used)


def peak(who: int) -> float:
    """The most memory that this process, or any of its children, has held; in MB."""
    return resource.getrusage(who).ru_maxrss / 1024


def import_list(path: Path) -> tuple[Upload, float, float]:
    """The upload, and the CPU seconds of preparing and of applying it."""
    began = cpu()
    upload = receive_upload(content=path.read_bytes(), file_name=path.name, by=None)
    upload = prepare_upload(upload_id=upload.pk)
    prepared = cpu()
    if not upload.has_preview:
        raise SystemExit(f"{path.name}: {upload.message}")
    # The made-up lists have their quirks: what must be decided is left.
    upload = apply_upload(upload=upload, leave=True, by=None)
    return upload, prepared - began, cpu() - prepared


def sizes(facilities: int, rows: int, prefectures: int) -> list[tuple[int, int]]:
    """Facilities and rows of each list; 60 facilities are the fewest that can be made up."""
    whole, found = sum(SHARES), []
    for share in SHARES[:prefectures]:
        some = max(facilities * share // whole, 60)
        found.append((some, max(rows * share // whole, some * 2)))
    return found


def make_lists(folder: Path, options: argparse.Namespace, steps: list[int]) -> None:
    wanted = sizes(options.facilities, options.rows, max(steps))
    for at, (some, lines) in enumerate(wanted, 1):
        places = sample_places(FIXTURES, f"{at:02}")
        path = folder / f"{at:02}.xlsx"
        write_sample(path, places, facilities=some, rows=lines, seed=at)


def measure(folder: Path, steps: list[int]) -> int:
    call_command("migrate", verbosity=0)
    for room in (zones, facilities):
        room.reference.load_reference(FIXTURES)
    print(settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1])
    print("lists      rows  prepare   apply  ms/row  peak MB: importing, a reader")
    rows, prepared, applied, first, growth = 0, 0.0, 0.0, 0.0, 0.0
    for at, path in enumerate(sorted(folder.glob("*.xlsx")), 1):
        upload, preparing, applying = import_list(path)
        rows += upload.rows
        prepared, applied = prepared + preparing, applied + applying
        if at in steps:
            each = (prepared + applied) / rows * 1000
            first = first or each
            growth = max(growth, each / first)
            memory = [peak(resource.RUSAGE_SELF), peak(resource.RUSAGE_CHILDREN)]
            print(
                f"{at:5} {rows:9,} {prepared:6.1f} s {applied:5.1f} s {each:7.3f}"
                f" {memory[0]:8.0f} {memory[1]:8.0f}",
                flush=True,
            )
    kept = (
        f"{Facility.objects.count():,} facilities, {Filing.objects.count():,} filings"
    )
    print(f"{kept}; the dearest step costs {growth:.2f} times the first for each row")
    return int(growth > MOST_GROWTH or max(memory) >= MOST_MEMORY)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facilities", type=int, default=110_000)
    parser.add_argument("--rows", type=int, default=1_400_000)
    parser.add_argument("--prefectures", default="1,5,15,47")
    parser.add_argument("--only", choices=["make", "measure"])
    parser.add_argument("--folder", type=Path, default=Path(FOLDER.name))
    options = parser.parse_args()
    steps = [int(one) for one in options.prefectures.split(",")]
    if options.only == "make":
        make_lists(options.folder, options, steps)
        return 0
    if options.only == "measure":
        return measure(options.folder, steps)
    # Each in a process of its own, so that the memory of the one is not taken for the other's.
    again = [sys.executable, __file__, *sys.argv[1:], "--folder", FOLDER.name, "--only"]
    ended = [
        subprocess.run([*again, part], check=False).returncode  # noqa: S603 - this file
        for part in ("make", "measure")
    ]
    return max(ended)


if __name__ == "__main__":
    sys.exit(main())
