"""The record of what was done: it only grows, its chain shows every change, and it tells all."""

import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts import append_only
from accounts.audit import record
from accounts.chain import FIELDS, last_seal, seal_waiting, verify
from accounts.models import AuditEvent, AuditSeal
from accounts.roles import Role
from tests.factories import people

pytestmark = pytest.mark.django_db
EVENTS = 12


@pytest.fixture
def sealed():
    """A sealed record of a dozen events."""
    somebody = people.person(Role.OFFICIAL, "sato")
    for number in range(EVENTS):
        record("apply_upload", by=somebody, reason="理由", detail={"n": number})
    seal_waiting()
    return AuditSeal.objects.order_by("number")


def test_what_waits_is_sealed_in_its_order_whatever_the_batches(monkeypatch):
    monkeypatch.setattr("accounts.chain.BATCH", 5)
    for number in range(EVENTS):
        record("apply_upload", by=None, detail={"n": number})
    assert seal_waiting() == EVENTS
    events = AuditSeal.objects.order_by("number").values_list("event_id", flat=True)
    assert list(events) == sorted(events)
    assert (verify().sealed, verify().waiting, verify().fault) == (EVENTS, 0, None)


def refused(statement: str) -> bool:
    """Whether the database itself refuses a statement."""
    with (
        pytest.raises(DatabaseError, match=append_only.REFUSAL),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    return True


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditevent SET action = 'x'",
        "UPDATE accounts_auditseal SET hash = 'x'",
        "DELETE FROM accounts_auditevent",
        "DELETE FROM accounts_auditseal",
    ],
)
def test_the_record_takes_no_change_and_no_deletion(sealed, statement):
    assert refused(statement)


def test_the_record_takes_no_change_by_the_orm(sealed):
    event = AuditEvent.objects.first()
    for change in (
        lambda: AuditEvent.objects.update(action="x"),
        lambda: AuditEvent.objects.filter(pk=event.pk)._raw_delete("default"),
        event.delete,
        event.save,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_record_takes_no_other_way_round(sealed):
    if connection.vendor == "postgresql":
        assert refused("TRUNCATE accounts_auditevent")
    else:
        assert refused(
            "INSERT OR REPLACE INTO accounts_auditseal SELECT * FROM accounts_auditseal"
        )


def test_the_triggers_are_laid_again_where_they_are_missing(sealed):
    assert append_only.missing(connection) == []
    append_only.remove(connection)
    assert len(append_only.missing(connection)) >= 4
    append_only.install(connection)
    assert append_only.missing(connection) == []


def test_a_whole_chain_holds(sealed):
    found = verify()
    assert (found.fault, found.waiting) == (None, 0)
    assert (found.sealed, found.head) == last_seal()


def test_every_change_of_a_field_is_found_at_its_row(sealed):
    """Each field of a row in the middle, one at a time."""
    append_only.remove(connection)
    victim = sealed[EVENTS // 2].event
    for field in [*FIELDS, "at"]:
        before = getattr(victim, field)
        AuditEvent.objects.filter(pk=victim.pk).update(**{field: _other(before)})
        fault = verify().fault
        assert fault, field
        assert fault.event == victim.pk, field
        AuditEvent.objects.filter(pk=victim.pk).update(**{field: before})
        assert verify().fault is None


def _other(value):
    if isinstance(value, dict):
        return {**value, "more": 1}
    if hasattr(value, "tzinfo"):
        return value.replace(microsecond=(value.microsecond + 1) % 1_000_000)
    return "10.9.8.7" if value is None else f"{value}x"[-10:]


def test_a_removed_row_is_found(sealed):
    append_only.remove(connection)
    gone = sealed[3].event_id
    AuditEvent.objects.filter(pk=gone)._raw_delete("default")
    assert verify().fault.event == gone
    seal = sealed[3]
    AuditSeal.objects.filter(pk=seal.pk)._raw_delete("default")
    assert verify().fault.number == seal.number


def test_two_rows_that_changed_places_are_found(sealed):
    append_only.remove(connection)
    first, second = sealed[4].event, sealed[5].event
    AuditEvent.objects.filter(pk=first.pk).update(detail=second.detail)
    AuditEvent.objects.filter(pk=second.pk).update(detail=first.detail)
    assert verify().fault.event == first.pk


def test_a_chain_made_anew_after_a_change_differs_from_the_noted_head(sealed):
    noted = last_seal()
    append_only.remove(connection)
    AuditEvent.objects.filter(pk=sealed[2].event_id).update(reason="別の理由")
    AuditSeal.objects.all()._raw_delete("default")
    seal_waiting()
    assert verify().fault is None
    assert verify(head=noted).fault.number == noted[0]


def test_an_end_that_was_cut_off_is_found_by_the_noted_head(sealed):
    noted = last_seal()
    append_only.remove(connection)
    last = sealed.last()
    AuditSeal.objects.filter(pk=last.pk)._raw_delete("default")
    AuditEvent.objects.filter(pk=last.event_id)._raw_delete("default")
    assert verify().fault is None
    assert "末尾の1件" in verify(head=noted).fault.words


def test_verify_audit_names_the_first_bad_row(sealed, capsys):
    call_command("verify_audit")
    assert f"{last_seal()[0]}:{last_seal()[1]}" in capsys.readouterr().out
    append_only.remove(connection)
    victim = sealed[6].event_id
    AuditEvent.objects.filter(pk__gte=victim).update(actor="別人")
    with pytest.raises(CommandError, match=f"記録 {victim}（"):
        call_command("verify_audit")


def test_verify_audit_misses_the_triggers(sealed):
    append_only.remove(connection)
    with pytest.raises(CommandError, match="トリガーがありません"):
        call_command("verify_audit")


@pytest.mark.django_db(transaction=True)
def test_an_event_is_sealed_when_its_transaction_has_committed():
    with transaction.atomic():
        event = record("apply_upload", by=None)
        assert not AuditSeal.objects.filter(event=event).exists()
    assert AuditSeal.objects.get(event=event).hash == last_seal()[1]


@pytest.mark.django_db(transaction=True)
def test_an_event_goes_with_the_transaction_that_was_rolled_back():
    with transaction.atomic():
        record("apply_upload", by=None)
        transaction.set_rollback(True)
    assert (AuditEvent.objects.count(), AuditSeal.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_an_event_left_behind_by_a_killed_process_is_sealed_by_the_next():
    left = AuditEvent.objects.create(action="apply_upload")
    record("apply_upload", by=None)
    assert AuditSeal.objects.filter(event=left).exists()
    assert verify().fault is None


def test_seals_are_hashes_of_what_they_seal(sealed):
    assert all(len(s.hash) == hashlib.sha256().digest_size * 2 for s in sealed)
    assert len({s.hash for s in sealed}) == sealed.count()
