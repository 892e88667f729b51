"""The tables behind the files that people take away from an upload."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath

from facilities.models import FilingKind
from formats.tables import Column, Table
from formats.text import show_private_use
from imports.headings import heading_of
from imports.models import PlannedChange, Upload
from imports.presenters.changes import change_lines
from imports.titles import title_of
from zones.region import Place

Outcome = PlannedChange.Outcome
CHUNK = 1000


def stem(upload: Upload) -> str:
    return PurePath(upload.file_name).stem


def problem_table(upload: Upload) -> Table:
    """Every problem with its place, in the order of the file."""
    columns = [
        Column("程度"),
        Column("シート"),
        Column("行", kind="integer"),
        Column("列"),
        Column("セル"),
        Column("種類"),
        Column("内容"),
    ]
    rows = (
        (
            problem.get_level_display(),
            problem.sheet,
            problem.row,
            problem.column,
            problem.address,
            heading_of(problem.code)[0],
            problem.message,
        )
        for problem in upload.problems.order_by("level", "pk").iterator(CHUNK)
    )
    return Table("誤りの一覧", columns, rows, source=title_of(upload))


def change_tables(upload: Upload, places: Mapping[str, Place]) -> Iterator[Table]:
    """A sheet for each outcome that changes something, a row for each field."""
    columns = [
        Column("医療機関コード", kind="code"),
        Column("名称"),
        Column("圏域"),
        Column("市区町村"),
        Column("項目"),
        Column("登録の内容"),
        Column("名簿の内容"),
        Column("行", kind="integer"),
    ]
    for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.MISSING, Outcome.AMBIGUOUS):
        yield Table(
            outcome.label,
            columns,
            _change_rows(upload, outcome, places),
            source=title_of(upload),
            as_of=upload.as_of,
        )


def _change_rows(
    upload: Upload, outcome: Outcome, places: Mapping[str, Place]
) -> Iterator[tuple[object, ...]]:
    kinds = dict(FilingKind.objects.values_list("pk", "symbol_as_printed"))
    changes = upload.changes.filter(outcome=outcome).order_by("municipality", "code")
    for change in changes.iterator(CHUNK):
        place = places.get(change.municipality_id or "")
        head = (
            change.code,
            show_private_use(change.name),
            place.zone_name if place else "",
            place.name if place else "",
        )
        lines = change_lines(change, places=places, kinds=kinds)
        for line in lines:
            yield *head, line.label, line.before, line.after, change.row
        if not lines:
            yield *head, "", "", "", change.row
