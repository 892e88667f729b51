"""Lists in the official layout, uploaded and prepared by a person, over a small made-up region."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Model

from accounts.models import User
from facilities.models import (
    CapacitySurvey,
    Facility,
    FacilityCode,
    Filing,
    OfficialList,
)
from facilities.reference import load_reference
from imports.actions import apply_upload, receive_upload
from imports.models import Upload, UploadFile
from imports.preparing import prepare_upload
from tests.factories import places
from tests.factories.facilities import FIXTURES
from tests.workbooks import as_csv, official_row, official_table
from zones.models import HealthCentre, Municipality

OCTOBER, JANUARY, APRIL = "令和７年１０月１日", "令和８年１月１日", "令和８年４月１日"
Row = Mapping[str, object]


def chuo() -> Municipality:
    return places.municipality("01101", "札幌市中央区")


def obihiro() -> Municipality:
    return places.municipality("01207", "帯広市")


def region() -> None:
    """Two municipalities that addresses lead to, and the code table of filings."""
    chuo()
    obihiro()
    load_reference(FIXTURES)


def in_chuo(serial: int = 80001, **changes: object) -> Row:
    """A clinic in 札幌市中央区 with one 支援診３; ``changes`` are by heading."""
    return official_row(serial, **changes)


def in_obihiro(serial: int = 81001, **changes: object) -> Row:
    own = {
        "医療機関名称": "ひばり医院",
        "医療機関所在地（住所）": "帯広市西５条南７丁目１",
        "電話番号": "0155-00-0001",
    }
    return official_row(serial, **own | changes)


def content(*rows: Row, day: str = OCTOBER) -> bytes:
    """A list as CSV bytes, the quickest form to read."""
    return as_csv([[f"[{day} 現在 ]{day}作成"], *official_table(rows)])


def received(*rows: Row, day: str = OCTOBER, by: User | None = None) -> Upload:
    return receive_upload(content=content(*rows, day=day), file_name="名簿.csv", by=by)


def prepared(*rows: Row, day: str = OCTOBER, by: User | None = None) -> Upload:
    """Read, checked, matched and stored; nothing is written to the registry yet."""
    return prepare_upload(upload_id=received(*rows, day=day, by=by).pk)


def applied(*rows: Row, day: str = OCTOBER, by: User | None = None) -> Upload:
    upload = prepared(*rows, day=day, by=by)
    assert upload.status == Upload.Status.READY, list(upload.problems.all())
    return apply_upload(upload=upload, by=by)


def bare(centre: HealthCentre) -> Upload:
    """A preview with nothing in it, of a health centre, for tests about who may see it."""
    upload = Upload.objects.create(
        file_name="名簿.csv",
        size=3,
        sha256="0" * 64,
        format="official",
        status=Upload.Status.READY,
        as_of=date(2025, 10, 1),
        region_prefecture=centre.prefecture,
        health_centre=centre,
    )
    UploadFile.objects.create(upload=upload, content=b"a,b")
    return upload


def registry_digest() -> str:
    """One text for all that lists write: equal before and after means that nothing was written."""
    models = (Facility, Facility.history.model, Filing, OfficialList)
    return _digest(models, left_behind=set())


def registry_values() -> str:
    """The same without what every write leaves behind: versions, times of change and history."""
    models = (Facility, Filing, OfficialList, FacilityCode, CapacitySurvey)
    return _digest(models, left_behind={"version", "updated_at"})


def _digest(models: Iterable[type[Model]], *, left_behind: set[str]) -> str:
    found = hashlib.sha256()
    for model in models:
        names = [f.attname for f in model._meta.fields if f.name not in left_behind]
        for row in model._base_manager.order_by("pk").values_list(*names):
            found.update(repr(row).encode())
    return found.hexdigest()
