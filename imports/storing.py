"""Between a plan in memory and the rows that keep it until somebody applies it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from facilities.listed import ListedChanges, NewFiling, OtherCode
from facilities.models import Facility
from imports.models import PlannedChange, Upload, UploadProblem
from imports.planning import FilingKey, Planned
from imports.rows import insert_rows, key_value

BATCH = 1000
Outcome = PlannedChange.Outcome


COLUMNS = (
    "upload_id",
    "outcome",
    "facility_id",
    "code_system",
    "code",
    "name",
    "sector",
    "municipality_id",
    "base_version",
    "fields",
    "filings",
    "candidates",
    "verdict",
    "class_before",
    "class_after",
    "sheet",
    "row",
)


def store_changes(
    upload: Upload,
    changes: Iterable[Planned],
    classes: Mapping[str, tuple[str, str]],
) -> None:
    """Replace the stored preview of an upload; ``classes`` are the words before and after."""
    PlannedChange.objects.filter(upload=upload).delete()
    key, none = key_value(upload), ("", "")
    insert_rows(
        PlannedChange,
        COLUMNS,
        (_row(key, change, *classes.get(change.code, none)) for change in changes),
    )


def store_problems(upload: Upload, problems: Iterable[Any]) -> None:
    """Replace the stored problems; each has level, code, sheet, row, column, address, message."""
    UploadProblem.objects.filter(upload=upload).delete()
    UploadProblem.objects.bulk_create(
        (
            UploadProblem(
                upload=upload,
                level=p.level,
                code=p.code,
                sheet=(p.sheet or "")[:60],
                row=p.row,
                column=(p.column or "")[:60],
                address=p.address or "",
                message=p.message,
            )
            for p in problems
        ),
        batch_size=BATCH,
    )


def _row(upload: Any, change: Planned, class_before: str, class_after: str) -> tuple:
    """The values of ``COLUMNS``."""
    return (
        upload,
        change.outcome,
        change.facility_id,
        change.code_system,
        change.code,
        change.name,
        change.sector,
        change.municipality,
        change.base_version,
        *_said(change),
        change.verdict,
        class_before,
        class_after,
        change.sheet[:60],
        change.row,
    )


def _said(change: Planned) -> tuple[str, str, str]:
    """Its fields, filings and candidates as JSON."""
    if change.outcome == Outcome.UNCHANGED:  # as most are
        return "{}", "{}", "[]"
    filings = {
        name: keys
        for name, keys in (
            ("new", [_key(key) for key in change.filings_new]),
            ("ended", [[pk, *_key(key)] for pk, key in change.filings_ended]),
            ("resumed", [[pk, *_key(key)] for pk, key in change.filings_resumed]),
        )
        if keys
    }
    candidates = [asdict(one) for one in change.candidates]
    return _json(change.fields), _json(filings), _json(candidates)


def _key(key: FilingKey) -> list[Any]:
    kind, number, starts_on = key
    return [kind, number, starts_on.isoformat()]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    """The only values that JSON does not know are days."""
    return value.isoformat()


def changes_to_apply(upload: Upload, prefecture: str = "") -> ListedChanges:
    """The stored preview, of one prefecture or all, as what the registry's bulk action takes."""
    changes = ListedChanges()
    planned = upload.written_changes().filter(code__startswith=prefecture)
    for row in planned.order_by("code", "pk").iterator(chunk_size=BATCH):
        if row.outcome == Outcome.NEW:
            changes.new.append(_new_facility(row))
        elif row.facility_id and row.base_version and _writes(row):
            values = {name: new for name, (_, new) in row.fields.items()}
            changes.changed[row.facility_id] = (row.base_version, values)
        if row.verdict:
            changes.codes.append(_other_code(row))
        changes.filings += [
            NewFiling(row.code, kind, number, date.fromisoformat(day), row.facility_id)
            for kind, number, day in row.filings.get("new", ())
        ]
        changes.ended += [key[0] for key in row.filings.get("ended", ())]
        changes.resumed += [key[0] for key in row.filings.get("resumed", ())]
    return changes


def _writes(row: PlannedChange) -> bool:
    return bool(row.fields or row.filings or row.verdict)


def _other_code(row: PlannedChange) -> OtherCode:
    """A renumbered facility keeps its old code as another one; else the listed code is it."""
    if "code" in row.fields:
        return OtherCode(row.facility_id, row.fields["code"][0], row.verdict)
    return OtherCode(row.facility_id, row.code, row.verdict)


def _new_facility(row: PlannedChange) -> Facility:
    values = {name: new for name, (_, new) in row.fields.items()}
    return Facility(code_system=row.code_system, code=row.code, **values)
