"""Backups of the whole portal while it is being used, and the way back.

A backup is one file: a line of JSON that says what it is, then the database (SQLite's own copy, or
PostgreSQL's custom dump), compressed, and sealed with a key where one is set. Its SHA-256 stands
beside it. Everything is in the database, so one file is everything.
"""

import gzip
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from accounts.audit import record
from accounts.chain import last_seal
from portal.operations import copies
from portal.operations.sealing import SealBroken, open_sealed, seal_file

SUFFIX = ".backup"
MARK = "zaitaku-portal backup 1"


class BackupDamaged(Exception):
    """The file is not whole, not ours, or sealed with another key. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands at the head of a backup."""

    mark: str
    made_at: str
    vendor: str
    rows: dict[str, int]
    migrations: list[str]
    # Number and hash of the newest seal of the record, for `verify_audit --head`.
    head: list[Any]


def make_backup(folder: Path, *, now: datetime, keep: int = 0) -> Path:
    """Write a backup into a folder and keep the newest ``keep`` (0 keeps all)."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"portal-{now:%Y%m%d-%H%M%S-%f}{SUFFIX}"
    with tempfile.TemporaryDirectory(dir=folder, prefix=".making-") as scratch:
        dump = Path(scratch) / "database"
        with copies.snapshot(connection, dump) as seen:
            rows, migrations = copies.count_rows(seen), copies.applied(seen)
        made = now.isoformat(timespec="seconds")
        head = list(last_seal())
        manifest = Manifest(MARK, made, connection.vendor, rows, migrations, head)
        packed = Path(scratch) / "packed"
        _pack(manifest, dump, packed)
        key = read_key()
        if key:
            sealed = Path(scratch) / "sealed"
            seal_file(packed, sealed, key)
            packed = sealed
        digest = _sha256(packed)
        packed.chmod(0o600)
        # The checksum first: a backup with no checksum beside it is not taken for a whole one.
        _beside(target).write_text(f"{digest}  {target.name}\n")
        packed.replace(target)
    record("backup", by=None, detail={"file": target.name, "sha256": digest})
    for old in kept(folder)[keep:] if keep else []:
        old.unlink()
        _beside(old).unlink(missing_ok=True)
    return target


def kept(folder: Path) -> list[Path]:
    """The backups of a folder, newest first."""
    return sorted(folder.glob(f"portal-*{SUFFIX}"), reverse=True)


@contextmanager
def opened(path: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest and the dump of a backup that was found whole. Raises ``BackupDamaged``."""
    beside = _beside(path)
    if not path.is_file() or not beside.is_file():
        raise BackupDamaged("ファイルか、隣にあるはずの .sha256 がありません。")
    if beside.read_text().split()[:1] != [_sha256(path)]:
        raise BackupDamaged("チェックサムが合いません。ファイルが壊れています。")
    with tempfile.TemporaryDirectory(prefix="portal-restore-") as scratch:
        packed = path
        if seal_is_on(path):
            key = read_key()
            if not key:
                raise BackupDamaged(
                    "暗号化されています。BACKUP_KEY_FILE を設定してください。"
                )
            packed = Path(scratch) / "packed"
            try:
                open_sealed(path, packed, key)
            except SealBroken as reason:
                raise BackupDamaged("鍵が違うか、ファイルが壊れています。") from reason
        yield _unpack(packed, Path(scratch) / "database")


def check_backup(path: Path) -> Manifest:
    """Restore into a scratch database, compare it with the manifest, and throw it away."""
    with opened(path) as (manifest, dump), copies.scratch(connection, dump) as seen:
        _compare(manifest, seen)
    return manifest


def restore_backup(path: Path, *, now: datetime) -> tuple[Manifest, Path]:
    """Put a backup in the place of the database; what was there is backed up beside it first.

    The new database is built and checked apart, and takes its place in one step.
    """
    with opened(path) as (manifest, dump):
        if manifest.vendor != connection.vendor:
            raise BackupDamaged(
                f"{manifest.vendor} のバックアップは {connection.vendor} に戻せません。"
            )
        _refuse_newer(manifest)
        with copies.scratch(connection, dump) as seen:
            _compare(manifest, seen)
            before = make_backup(path.parent, now=now)
            copies.take_place(connection, seen)
    detail = {"file": path.name, "before": before.name}
    record("restore", by=None, detail=detail)
    return manifest, before


def read_key() -> bytes | None:
    """What is in the file named in the settings; None where none is set."""
    if not settings.BACKUP_KEY_FILE:
        return None
    return Path(settings.BACKUP_KEY_FILE).read_bytes().strip()


def seal_is_on(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) != b"\x1f\x8b"


def _compare(manifest: Manifest, seen: copies.Seen) -> None:
    found = copies.count_rows(seen)
    wrong = [t for t, n in manifest.rows.items() if found.get(t) != n]
    if wrong:
        raise BackupDamaged(f"件数が合わない表があります: {', '.join(sorted(wrong))}")


def _refuse_newer(manifest: Manifest) -> None:
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    names = {f"{app}.{name}" for app, name in known}
    if set(manifest.migrations) - names:
        raise BackupDamaged(
            "このポータルより新しい版のバックアップです。先にポータルを新しくしてください。"
        )


def _pack(manifest: Manifest, dump: Path, target: Path) -> None:
    with gzip.open(target, "wb", compresslevel=5) as out, dump.open("rb") as data:
        out.write(json.dumps(asdict(manifest), ensure_ascii=True).encode() + b"\n")
        shutil.copyfileobj(data, out, 1 << 20)


def _unpack(packed: Path, target: Path) -> tuple[Manifest, Path]:
    try:
        with gzip.open(packed, "rb") as data, target.open("wb") as out:
            manifest = Manifest(**json.loads(data.readline(1 << 20)))
            shutil.copyfileobj(data, out, 1 << 20)
    except (OSError, EOFError, ValueError, TypeError) as reason:
        raise BackupDamaged("バックアップとして読めません。") from reason
    if manifest.mark != MARK:
        raise BackupDamaged("このポータルのバックアップではありません。")
    return manifest, target


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
