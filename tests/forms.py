"""Our own form as small files made in memory, right in all but what a test changes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.models import User
from facilities.reference import load_reference
from imports.actions import receive_upload
from imports.models import Upload
from imports.preparing import prepare_upload
from tests.factories import facilities, places
from tests.workbooks import as_csv, number, workbook

SHEET = "施設一覧"
HEADER = (
    "医療機関番号", "医療機関名称", "郵便番号", "住所", "電話番号", "病床数", "受理記号",
    "算定開始年月日",
)  # fmt: skip
OPTIONAL = ("種別", "区分", "事業所番号", "法人番号", "市町村コード", "カナ")
TOWN = "札幌市中央区"
_PLAIN = {
    "医療機関名称": "そらねみちクリニック",
    "郵便番号": "060-0001",
    "住所": f"{TOWN}北３条西６丁目１",
    "電話番号": "011-000-0001",
    "病床数": "",
    "受理記号": "支援診３",
    "算定開始年月日": "令和 6年10月 1日",
}


def form_row(serial: int = 80001, **changes: object) -> dict[str, object]:
    """One row of the form; `changes` are by heading."""
    return _PLAIN | {"医療機関番号": number(serial)} | changes


def table(*rows: Mapping[str, object], header: tuple[str, ...] = HEADER) -> list[list]:
    """Header and rows as lists; further headings that a row has are added at the end."""
    more = [name for row in rows for name in row if name not in header]
    header = (*header, *dict.fromkeys(more)) if header is HEADER else header
    return [list(header), *([row.get(name, "") for name in header] for row in rows)]


def form(
    *rows: Mapping[str, object], header: tuple[str, ...] = HEADER, **how: Any
) -> bytes:
    """The form as xlsx, one sheet, the header in row 1."""
    return workbook({SHEET: table(*rows, header=header)}, **how)


def form_csv(*rows: Mapping[str, object], encoding: str = "utf-8") -> bytes:
    return as_csv(table(*rows), encoding)


def ground() -> None:
    """What every upload of the form needs: the code table and a place."""
    if not facilities.FilingKind.objects.exists():
        load_reference(facilities.FIXTURES)
    places.municipality("01101", TOWN)


def prepared(
    data: bytes,
    name: str = "様式.xlsx",
    *,
    by: User | None = None,
    as_of: date | None = None,
) -> Upload:
    """Sent in and compared, as the page and the command do."""
    upload = receive_upload(content=data, file_name=name, as_of=as_of, by=by)
    return prepare_upload(upload_id=upload.pk)


def codes(upload: Upload, level: str = "error") -> list[str]:
    """The kinds of problems of an upload, in the order of the file."""
    return list(
        upload.problems.filter(level=level)
        .order_by("pk")
        .values_list("code", flat=True)
    )


def messages(upload: Upload, code: str) -> list[str]:
    return list(
        upload.problems.filter(code=code)
        .order_by("pk")
        .values_list("message", flat=True)
    )
