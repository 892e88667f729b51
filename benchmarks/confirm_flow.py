"""The portal's own form against django-import-export's confirm flow on the same 20,000 facilities,
one in a hundred with another telephone number: from the bytes to what is written.

    .venv/bin/python benchmarks/confirm_flow.py [--facilities N] [--peer-rows N]

DATABASE_URL chooses the database; without it a throwaway SQLite file is used. CPU seconds, those
of the reading child included. The peer does what its admin does: parse, dry run, parse again from
the kept file, import. It is measured as it comes, where each row is written and told of, and at its
quickest, where unchanged rows are skipped without a word; neither writes row history.
Ours gates, reads in a child with limits, checks, matches, stores the preview, applies it with
history and keeps what an undo needs. The peer takes minutes where the database is on another
machine: with --peer-rows its file has fewer rows, and its time is taken as growing with them.
"""

import argparse
import os
import sys
import tempfile
import time
from io import BytesIO
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
from import_export import resources
from import_export.formats.base_formats import XLSX
from openpyxl import Workbook

import facilities.reference
import zones.reference
from facilities.models import Facility
from facilities.search import facility_search_key
from formats.codes import medical_check_digit
from imports.actions import apply_upload, receive_upload
from imports.models import Upload
from imports.preparing import prepare_upload

FIXTURES = settings.BASE_DIR / "fixtures"
HEADINGS = {
    "code": "医療機関番号",
    "name": "医療機関名称",
    "postal_code": "郵便番号",
    "address": "住所",
    "beds": "病床数",
    "phone": "電話番号",
}
PEERS = ["code_system", *HEADINGS]
OURS = [*HEADINGS.values(), "受理記号", "算定開始年月日"]
ONE_IN = 100


class AsItComes(resources.ModelResource):
    """The peer with nothing set but what it must know."""

    class Meta:
        model = Facility
        fields = PEERS
        # The two of the unique index: by the code alone it would read the whole table each time.
        import_id_fields = ["code_system", "code"]
        use_transactions = True


class AtItsQuickest(AsItComes):
    """The peer where it still compares, and does no more than it must."""

    class Meta(AsItComes.Meta):
        skip_unchanged = True
        report_skipped = False


def register(number: int) -> None:
    made = []
    for at in range(number):
        serial = f"{at + 1:06}"
        code = f"011{serial}" + medical_check_digit("01", "medical", serial)
        made.append(
            Facility(
                code=code,
                kind="clinic",
                sector="medical",
                name=f"第{at + 1}ひばり医院",
                prefecture_id="01",
                municipality_id="01101",
                postal_code="060-0001",
                address=f"札幌市中央区北１条西{at % 30 + 1}丁目{at + 1}",
                phone=f"011-{at // 10_000:03}-{at % 10_000:04}",
            )
        )
        made[-1].search_key = facility_search_key(made[-1])
    Facility.objects.bulk_create(made, batch_size=2000)


def workbook(headings: list[str], area: str, most: int | None = None) -> bytes:
    """Each facility a row, or the first few; one in a hundred has a number of another area."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("医療機関")
    sheet.append(headings)
    rows = Facility.objects.order_by("code").values_list(*HEADINGS)[:most]
    before = ["medical"] if headings is PEERS else []
    after = [""] * (len(headings) - len(HEADINGS) - len(before))
    for at, (*kept, phone) in enumerate(rows):
        changed = phone if at % ONE_IN else f"{area}{phone[3:]}"
        sheet.append([*before, *kept, changed, *after])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def peer(resource: type[AsItComes], content: bytes, rows: int) -> float:
    began, form = time.process_time(), XLSX()
    for dry_run in (True, False):
        data = form.create_dataset(content)
        result = resource().import_data(data, dry_run=dry_run, raise_errors=True)
    spent = time.process_time() - began
    written = result.totals["update"]
    expect_changed(written // (1 if resource is AtItsQuickest else ONE_IN), rows)
    return spent


def ours(content: bytes, rows: int) -> tuple[float, Upload]:
    upload = receive_upload(content=content, file_name="様式.xlsx", by=None)
    upload = apply_upload(upload=prepare_upload(upload_id=upload.pk), by=None)
    expect_changed(upload.counts["changed"], rows)
    return sum(upload.seconds.values()), upload


def expect_changed(found: int, rows: int) -> None:
    if found != -(-rows // ONE_IN):
        raise SystemExit(f"{found} of {rows} changed")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facilities", type=int, default=20_000)
    parser.add_argument("--peer-rows", type=int)
    options = parser.parse_args()
    number = options.facilities
    few = min(options.peer_rows or number, number)

    call_command("migrate", verbosity=0)
    for room in (zones, facilities):
        room.reference.load_reference(FIXTURES)
    register(number)
    engine = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
    print(f"{engine}, {number:,} facilities, one in {ONE_IN} changed, CPU seconds")
    mine, upload = min(
        (ours(workbook(OURS, area), number) for area in ("012", "013", "014")),
        key=lambda one: one[0],
    )
    for stage, seconds in upload.seconds.items():
        print(f"  {stage:<9}{seconds:7.2f} s")
    print(f"portal                    {mine:7.2f} s", flush=True)
    for resource, words, area in (
        (AtItsQuickest, "at its quickest", "015"),
        (AsItComes, "as it comes", "016"),
    ):
        theirs = peer(resource, workbook(PEERS, area, few), few)
        note = f" ({theirs:.2f} s for {few:,} rows)" if few < number else ""
        theirs *= number / few
        print(f"django-import-export {words:<16}{theirs:7.2f} s{note}")
        print(f"  {theirs / mine:5.1f} times the portal", flush=True)


if __name__ == "__main__":
    main()
