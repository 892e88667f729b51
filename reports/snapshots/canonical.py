"""Snapshots as canonical JSON: one text for one content, its SHA-256, and strict reading back.

Canonical means UTF-8, sorted keys, no spaces, days as ISO text. Numbers are whole numbers: a
rate is worked out when it is printed, so that no rounding is frozen and every database keeps
the same digits.
"""

import dataclasses
import hashlib
import json
import types
import typing
from datetime import date
from functools import lru_cache

from reports.snapshots.designation_register import DesignationRegister
from reports.snapshots.plan_appendix import PlanAppendix
from reports.snapshots.program_sheet import ProgramSheets
from reports.snapshots.progress import Progress
from reports.snapshots.shared import Report
from reports.snapshots.upgrades import upgraded
from reports.snapshots.zone_profile import ZoneProfiles

# The schema of each kind and its number today; `upgrades` reads the older ones.
SCHEMAS: dict[str, tuple[type, int]] = {
    "progress": (Progress, 2),
    "plan_appendix": (PlanAppendix, 1),
    "zone_profile": (ZoneProfiles, 1),
    "designation_register": (DesignationRegister, 1),
    "program_sheet": (ProgramSheets, 1),
}


class SnapshotError(ValueError):
    """The data is not a snapshot of a known kind and schema; the message says where."""


def as_dict(snapshot: Report | dict) -> dict:
    """The snapshot as plain JSON values (what a JSON column stores)."""
    return json.loads(dumps(snapshot))


def dumps(snapshot: Report | dict) -> bytes:
    """Canonical JSON of a snapshot, or of its plain values."""
    plain = (
        dataclasses.asdict(snapshot) if dataclasses.is_dataclass(snapshot) else snapshot
    )
    text = json.dumps(
        plain, default=_day, ensure_ascii=False, allow_nan=False, sort_keys=True,
        separators=(",", ":"),
    )  # fmt: skip
    return text.encode("utf-8")


def digest(snapshot: Report | dict) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(dumps(snapshot)).hexdigest()


def load(plain: dict) -> Report:
    """Plain values as the snapshot of their kind; raises SnapshotError for anything else."""
    kind, number = plain.get("kind"), plain.get("schema")
    schema, newest = SCHEMAS.get(kind, (None, 0))
    if type(number) is not int or not 1 <= number <= newest:
        raise SnapshotError(f"Unknown kind and schema: {(kind, number)!r}")
    return _build(schema, upgraded(plain, newest), "snapshot")


def _day(value: object) -> str:
    if type(value) is date:
        return value.isoformat()
    raise TypeError(f"A snapshot holds no {type(value).__name__}")


def _build(kind: typing.Any, value: typing.Any, where: str) -> typing.Any:
    """The value as the annotated type; the schema's annotations are the validation."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        if value is None and type(None) in arguments:
            return None
        return _build(arguments[0], value, where)
    if origin is tuple:
        _expect(isinstance(value, list | tuple), where, "a list", value)
        return tuple(
            _build(arguments[0], v, f"{where}[{i}]") for i, v in enumerate(value)
        )
    if origin is typing.Literal:
        _expect(value in arguments, where, f"one of {arguments}", value)
        return value
    if dataclasses.is_dataclass(kind):
        return _build_dataclass(kind, value, where)
    if kind is date:
        _expect(isinstance(value, str), where, "an ISO day", value)
        try:
            return date.fromisoformat(value)
        except ValueError as problem:
            raise SnapshotError(f"{where}: not an ISO day: {value!r}") from problem
    # bool is an int for Python, and never for a reader.
    _expect(type(value) is kind, where, kind.__name__, value)
    return value


def _build_dataclass(kind: typing.Any, value: typing.Any, where: str) -> typing.Any:
    _expect(isinstance(value, dict), where, "an object", value)
    hints = _hints(kind)
    if unknown := sorted(set(value) - set(hints)):
        raise SnapshotError(f"{where}: unknown {', '.join(unknown)}")
    if absent := sorted(set(hints) - set(value)):
        raise SnapshotError(f"{where}: without {', '.join(absent)}")
    return kind(
        **{name: _build(hints[name], value[name], f"{where}.{name}") for name in hints}
    )


@lru_cache
def _hints(kind: type) -> dict[str, typing.Any]:
    return typing.get_type_hints(kind)


def _expect(holds: bool, where: str, wanted: str, value: object) -> None:
    if not holds:
        raise SnapshotError(f"{where}: expected {wanted}, found {value!r}")
