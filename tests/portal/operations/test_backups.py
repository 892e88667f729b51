"""Backups: whole, checked, sealed where a key is set; and the way back, on the database at hand."""

import hashlib
import threading
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.chain import last_seal, verify
from accounts.models import AuditEvent, User
from accounts.roles import Role
from portal.operations import copies
from portal.operations.backups import (
    BackupDamaged,
    check_backup,
    kept,
    make_backup,
    opened,
    restore_backup,
)
from tests.factories import people

pytestmark = pytest.mark.django_db(transaction=True)


def now() -> datetime:
    return timezone.localtime()


@pytest.fixture
def key(settings, tmp_path):
    path = tmp_path / "key"
    path.write_text("a long text that nobody guesses")
    settings.BACKUP_KEY_FILE = str(path)
    return path


def contents() -> dict[str, list]:
    """Every row of what matters here, to compare before and after."""
    return {
        "people": list(User.objects.order_by("pk").values_list()),
        "events": list(
            AuditEvent.objects.exclude(action__in=["backup", "restore"])
            .order_by("pk")
            .values_list()
        ),
    }


def test_a_backup_brings_everything_back(tmp_path):
    people.person(Role.OFFICIAL, "sato")
    before, head = contents(), last_seal()
    path = make_backup(tmp_path, now=now())
    people.person(Role.OFFICIAL, "tanaka")
    assert contents() != before
    manifest, aside = restore_backup(path, now=now())
    assert contents() == before
    assert tuple(manifest.head) == head
    assert verify(head=head).fault is None
    # What was there is in the backup that was made just before.
    restore_backup(aside, now=now())
    assert User.objects.filter(username="tanaka").exists()


def test_backups_and_restores_are_on_record(tmp_path):
    path = make_backup(tmp_path, now=now())
    assert AuditEvent.objects.get(action="backup").detail["file"] == path.name
    restore_backup(path, now=now())
    assert AuditEvent.objects.get(action="restore").detail["file"] == path.name


def test_a_backup_made_between_writes_is_of_one_moment(tmp_path):
    """Two rows that are always written together are both in it, or neither."""
    stop = threading.Event()
    done = []

    def write() -> None:
        try:
            while not stop.is_set():
                with transaction.atomic():
                    record("first", by=None)
                    record("second", by=None)
                done.append(1)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(done) < 5:
            stop.wait(0.01)
        path = make_backup(tmp_path, now=now())
    finally:
        stop.set()
        writer.join()
    with opened(path) as (_, dump), copies.scratch(connection, dump) as seen:
        asked = "SELECT action, count(*) FROM accounts_auditevent GROUP BY action"
        counts = dict(seen.ask(asked))
    assert counts["first"] == counts["second"] >= 5
    check_backup(path)


def test_only_the_newest_are_kept(tmp_path):
    made = [make_backup(tmp_path, now=now(), keep=2) for _ in range(3)]
    assert kept(tmp_path) == [made[2], made[1]]
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("place", [10, 200, -10])
@pytest.mark.parametrize("sealed", [False, True])
def test_one_changed_byte_is_refused(tmp_path, request, sealed, place):
    if sealed:
        request.getfixturevalue("key")
    path = make_backup(tmp_path / "out", now=now())
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(BackupDamaged, match="チェックサム"):
        restore_backup(path, now=now())


def test_a_changed_byte_with_a_mended_checksum_is_refused_by_the_seal(tmp_path, key):
    path = make_backup(tmp_path / "out", now=now())
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    _replace(path, bytes(content))
    with pytest.raises(BackupDamaged, match="鍵が違うか"):
        check_backup(path)


def test_a_backup_that_was_cut_off_is_refused(tmp_path, key):
    path = make_backup(tmp_path / "out", now=now())
    _replace(path, path.read_bytes()[:-100])
    with pytest.raises(BackupDamaged):
        check_backup(path)


def _replace(path: Path, content: bytes) -> None:
    """As somebody would who also knows of the checksum."""
    path.write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    path.with_name(f"{path.name}.sha256").write_text(f"{digest}  {path.name}\n")


def test_a_sealed_backup_opens_with_its_key_only(tmp_path, key, settings):
    people.person(Role.OFFICIAL, "sato")
    path = make_backup(tmp_path / "out", now=now())
    assert b"sato" not in path.read_bytes()
    check_backup(path)
    key.write_text("another")
    with pytest.raises(BackupDamaged, match="鍵"):
        check_backup(path)
    settings.BACKUP_KEY_FILE = ""
    with pytest.raises(BackupDamaged, match="BACKUP_KEY_FILE"):
        check_backup(path)


@pytest.mark.parametrize("content", [b"", b"\x1f\x8bnothing", b"%PDF-1.7"])
def test_a_file_that_is_no_backup_is_refused(tmp_path, content):
    path = tmp_path / "portal-x.backup"
    _replace(path, content)
    with pytest.raises(BackupDamaged):
        restore_backup(path, now=now())


def test_a_file_without_its_checksum_is_refused(tmp_path):
    path = make_backup(tmp_path, now=now())
    path.with_name(f"{path.name}.sha256").unlink()
    with pytest.raises(BackupDamaged, match=r"\.sha256"):
        check_backup(path)


def test_the_commands_make_check_and_restore(tmp_path, capsys):
    call_command("backup", out=tmp_path, keep=3, verify=True)
    assert "復元を確かめました" in capsys.readouterr().out
    (path,) = kept(tmp_path)
    call_command("restore", path, yes=True)
    assert "復元しました" in capsys.readouterr().out
    path.write_bytes(b"broken")
    with pytest.raises(CommandError, match="復元していません"):
        call_command("restore", path, yes=True)


def test_the_command_asks_before_it_restores(tmp_path, monkeypatch):
    path = make_backup(tmp_path, now=now())
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    with pytest.raises(CommandError, match="取りやめました"):
        call_command("restore", path)
    assert not AuditEvent.objects.filter(action="restore").exists()
