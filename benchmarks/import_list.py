"""What an import costs: a made-up official list of 3,000 facilities in 36,000 rows, by stage, as a
ratio to a bare calamine read of the same file in the same run.

    .venv/bin/python benchmarks/import_list.py [FILE]

DATABASE_URL chooses the database; without it a throwaway SQLite file is used. CPU seconds of this
process and of the reading child; the list is imported twice, and the second time writes nothing.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
FOLDER = tempfile.TemporaryDirectory(prefix="zaitaku-benchmark-")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER.name}/portal.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# As in production: with DEBUG on, every statement is kept and printed.
os.environ |= {"DEBUG": "0", "SECRET_KEY": "a benchmark's"}

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from python_calamine import CalamineWorkbook

import facilities.reference
import zones.reference
from facilities.models import Facility
from imports.actions import apply_upload, receive_upload
from imports.models import Upload
from imports.preparing import prepare_upload
from imports.sample import sample_places, write_sample

FIXTURES = settings.BASE_DIR / "fixtures"
ROUNDS = 3


def bare_read(path: Path) -> float:
    """CPU seconds that calamine alone takes to read every sheet; the best of a few."""
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
        spent.append(time.process_time() - began)
    return min(spent)


def import_once(path: Path) -> Upload:
    """Prepare it a few times, as a stale preview is made again, and keep the best; apply it once."""
    upload = receive_upload(content=path.read_bytes(), file_name=path.name, by=None)
    tries = []
    for _ in range(ROUNDS):
        Upload.objects.filter(pk=upload.pk).update(status=Upload.Status.RECEIVED)
        tries.append(prepare_upload(upload_id=upload.pk).seconds)
    upload = apply_upload(upload=upload, leave=True, by=None)
    spent = upload.seconds["apply"]
    upload.seconds = min(tries, key=lambda one: sum(one.values())) | {"apply": spent}
    return upload


def tell(name: str, upload: Upload, floor: float) -> None:
    stages = dict(upload.seconds)
    applied = stages.pop("apply", 0.0)
    prepared = sum(stages.values())
    print(f"\n{name}: {upload.rows:,} rows, {upload.facilities:,} facilities")
    for stage, seconds in stages.items():
        print(f"  {stage:<9}{seconds:7.2f} s")
    print(
        f"  gate to stored preview {prepared:6.2f} s   {prepared / floor:5.1f} x bare read"
    )
    print(
        f"  apply                  {applied:6.2f} s   {applied / floor:5.1f} x bare read"
    )


def main() -> None:
    call_command("migrate", verbosity=0)
    for room in (zones, facilities):
        room.reference.load_reference(FIXTURES)
    if len(sys.argv) > 1:
        path = Path(sys.argv[1])
    else:
        path = Path(FOLDER.name) / "sample.xlsx"
        write_sample(path, sample_places(FIXTURES))
    floor = bare_read(path)
    print(f"{settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}, CPU seconds")
    print(f"bare calamine read        {floor:6.2f} s")
    tell("first import", import_once(path), floor)
    before = Facility.history.count()
    tell("the same list again", import_once(path), floor)
    print(
        f"\nhistory rows written the second time: {Facility.history.count() - before}"
    )


if __name__ == "__main__":
    main()
