"""How long a backup, its proof and the way back take on a registry of national size.

Prints the seconds of each and the size of the file. The restore is timed whole, as the runbook has it:
check the file, back up what is there, build the new database, compare, take its place, verify the
record. It makes a database of its own and removes it:

    .venv/bin/python benchmarks/restoring.py                  # SQLite
    .ci/postgres .venv/bin/python benchmarks/restoring.py     # a throwaway PostgreSQL
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from figures import fill

TARGET = 15 * 60


@contextmanager
def timed(what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"{what:<28} {time.perf_counter() - began:6.1f} s")


def measure(folder: Path) -> None:
    from django.conf import settings
    from django.utils import timezone

    from accounts.chain import verify
    from facilities.models import Facility
    from portal.operations.backups import check_backup, make_backup, restore_backup

    key = folder / "key"
    key.write_text("of one measurement and of nothing else")
    settings.BACKUP_KEY_FILE = str(key)
    before = Facility.objects.count()
    with timed("backup, sealed"):
        path = make_backup(folder, now=timezone.localtime())
    print(f"{path.stat().st_size / 1e6:.1f} MB, {before:,} facilities")
    with timed("restored into a scratch one"):
        check_backup(path)
    Facility.objects.filter(pk__in=Facility.objects.values("pk")[:1]).update(note="x")
    began = time.perf_counter()
    with timed("restored in its place"):
        restore_backup(path, now=timezone.localtime())
    with timed("record verified"):
        fault = verify().fault
    whole = time.perf_counter() - began
    lost = before - Facility.objects.count()
    print(f"lost {lost}, faults of the record {fault or 0}")
    print(f"the way back {whole:.1f} s, {whole / TARGET:.1%} of the 15 minutes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facilities", type=int, default=110_000)
    options = parser.parse_args()

    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        print(f"database: {connection.vendor}")
        with timed("filled"):
            fill(options.facilities)
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder))
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    main()
