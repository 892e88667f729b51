"""Letting a child do an act and ending it with SIGKILL: at a random moment, or after a statement.

A forked child costs a few milliseconds, so that hundreds of kills take minutes.
"""

import os
import signal
import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from tests.faults.acts import Act


def statements_of(do: Callable[[], None]) -> int:
    """How many statements an act sends, those that follow its commit included."""
    count = 0

    def counted(execute: Any, *rest: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*rest)

    with connection.execute_wrapper(counted):
        do()
    return count


def measured(act: Act) -> tuple[object, object, int, float]:
    """What stands before and after the act undisturbed, its statements and its seconds."""
    statements_of(lambda: act.do(act.prepare()))  # what is made once is made
    key = act.prepare()
    before = act.trace(key)
    statements = statements_of(lambda: act.do(key))
    after, key = act.trace(key), act.prepare()
    began = time.monotonic()
    act.do(key)
    return before, after, statements, time.monotonic() - began


def named_point(number: int, rounds: int, statements: int) -> int:
    """The statement of a round: spread over the act, and each of them where rounds are many."""
    named = (rounds + 1) // 2
    return 1 + (number // 2 * max(1, statements // named)) % statements


def killed_after_statement(do: Callable[[], None], number: int) -> bool:
    """Kill the child when it has sent that many statements. Whether it had ended before."""

    def counting() -> None:
        left = number

        def counted(execute: Any, *rest: Any) -> Any:
            nonlocal left
            result = execute(*rest)
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        with connection.execute_wrapper(counted):
            do()

    return _ended(_forked(counting))


def killed_after(do: Callable[[], None], seconds: float) -> bool:
    """Kill the child so long after it began. Whether it had ended before."""
    began, begins = os.pipe()

    def telling() -> None:
        connection.ensure_connection()
        os.write(begins, b".")
        do()

    child = _forked(telling)
    os.close(begins)
    os.read(began, 1)
    os.close(began)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return _ended(child)


def _forked(do: Callable[[], None]) -> int:
    connection.close()
    child = os.fork()
    if not child:
        code = 1
        try:
            do()
            code = 0
        finally:
            os._exit(code)
    return child


def _ended(child: int) -> bool:
    """Whether it came to its end; an end by a mistake of its own is none."""
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in {0, -signal.SIGKILL}, "the child broke off by itself"
    wait_for_backends()
    return code == 0


def wait_for_backends() -> None:
    """PostgreSQL may still be busy with what a dead client asked for."""
    if connection.vendor != "postgresql":
        return
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    with connection.cursor() as cursor:
        for _ in range(400):
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.01)
    raise AssertionError("a backend of a dead client does not end")
