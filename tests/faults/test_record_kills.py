"""kill -9 in the middle of writing: the record and what it tells of stand or fall together.

A child writes pairs of changes, each pair in one transaction, and notes in a file what the database
acknowledged. It is killed at a random moment; what was acknowledged must be there once and whole.
"""

import os
import random
import signal
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from accounts.actions import create_user
from accounts.audit import record
from accounts.chain import seal_waiting, verify
from accounts.models import AuditEvent, User
from accounts.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
LONGEST = 0.25


def write_for_ever(ledger: Path, name: str) -> None:
    """In the child: a person and an event in each transaction, until the kill."""
    with ledger.open("ab", buffering=0) as file:
        number = 0
        while True:
            number += 1
            with transaction.atomic():
                user = create_user(
                    username=f"{name}-{number}",
                    password="x",
                    role=Role.COMMITTEE,
                    by=None,
                )
                record("ledger", by=user, detail={"name": user.username})
            file.write(f"{user.username}\n".encode())
            os.fsync(file.fileno())


def killed(ledger: Path, name: str, seconds: float) -> None:
    """Fork, let it write for a while after its first word, kill it."""
    connection.close()
    size = ledger.stat().st_size if ledger.exists() else 0
    child = os.fork()
    if not child:
        try:
            write_for_ever(ledger, name)
        finally:
            os._exit(1)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if ledger.exists() and ledger.stat().st_size > size:
            break
        time.sleep(0.002)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), "the child ended by itself"


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_what_was_acknowledged_is_there_once_and_whole(fault_rounds, tmp_path):
    ledger, chance = tmp_path / "ledger", random.Random(20260401)
    for number in range(fault_rounds):
        killed(ledger, f"r{number}", chance.random() * LONGEST)
    noted = ledger.read_text().splitlines() if ledger.exists() else []
    people = set(User.objects.values_list("username", flat=True))
    told = AuditEvent.objects.filter(action="ledger")
    names = [event.detail["name"] for event in told]
    assert set(noted) <= people, "lost"
    assert len(names) == len(set(names)), "doubled"
    assert set(names) == people, "half"
    assert noted, "nothing was written, so nothing was proved"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_the_chain_holds_after_kills(fault_rounds, tmp_path):
    chance = random.Random(7)
    for number in range(fault_rounds):
        killed(tmp_path / "ledger", f"c{number}", chance.random() * LONGEST)
        # What the killed child left unsealed is sealed by whoever writes next.
        record("next", by=None)
    seal_waiting()
    found = verify()
    assert (found.fault, found.waiting) == (None, 0)
    assert found.sealed == AuditEvent.objects.count()
