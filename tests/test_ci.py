"""The scripts behind the two commands: what they count, and what they leave behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
NO_POSTGRESQL = 77


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def report(folder: Path, name: str, **counts: int) -> None:
    inside = " ".join(f'{key}="{value}"' for key, value in counts.items())
    (folder / f"{name}.xml").write_text(
        f"<testsuites><testsuite {inside}/></testsuites>"
    )


def test_summary_adds_up_every_run(tmp_path):
    (tmp_path / "tally").write_text("passed check: ruff\nskipped browser\n")
    report(tmp_path, "suite", tests=10, failures=0, errors=0, skipped=2)
    report(tmp_path, "browser", tests=5, failures=0, errors=0, skipped=0)
    summary = run(sys.executable, ".ci/summary.py", str(tmp_path))
    assert summary.stdout == "14 passed, 0 failed, 3 skipped\n"
    assert summary.returncode == 0


@pytest.mark.parametrize(
    ("tally", "counts"),
    [
        ("failed check: ruff\n", {"failures": 0, "errors": 0}),
        ("", {"failures": 1, "errors": 0}),
        ("", {"failures": 0, "errors": 1}),
    ],
)
def test_summary_fails_when_anything_failed(tmp_path, tally, counts):
    (tmp_path / "tally").write_text(tally)
    report(tmp_path, "suite", tests=2, skipped=0, **counts)
    summary = run(sys.executable, ".ci/summary.py", str(tmp_path))
    assert " 1 failed, " in summary.stdout
    assert summary.returncode == 1


def test_summary_fails_when_nothing_was_counted(tmp_path):
    (tmp_path / "tally").write_text("")
    summary = run(sys.executable, ".ci/summary.py", str(tmp_path))
    assert summary.returncode == 1


def test_postgres_hands_on_the_exit_code_and_leaves_nothing(tmp_path):
    note = tmp_path / "url"
    script = f'echo "$DATABASE_URL" > {note}; exit 3'
    ended = run(".ci/postgres", "bash", "-c", script, DATABASE_URL="")
    if ended.returncode == NO_POSTGRESQL:
        pytest.skip("no PostgreSQL: sudo apt-get install -y postgresql")
    assert ended.returncode == 3
    home = Path(note.read_text().strip().partition("host=")[2])
    assert home.name.startswith("zaitaku-pg.")
    assert not home.exists()


def test_postgres_keeps_a_server_that_is_named():
    named = "postgres://portal@db.example.jp/portal"
    ended = run(".ci/postgres", "printenv", "DATABASE_URL", DATABASE_URL=named)
    assert ended.stdout.strip() == named


def test_postgres_server_ends_with_a_killed_run(tmp_path):
    note = tmp_path / "url"
    script = f'echo "$DATABASE_URL" > {note}.part; mv {note}.part {note}; exec sleep 60'
    started = subprocess.Popen(
        [".ci/postgres", "bash", "-c", script],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": ""},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not note.exists():
            if started.poll() == NO_POSTGRESQL:
                pytest.skip("no PostgreSQL: sudo apt-get install -y postgresql")
            assert started.poll() is None
            time.sleep(0.05)
        home = Path(note.read_text().strip().partition("host=")[2])
        server = int((home / "data" / "postmaster.pid").read_text().split()[0])
    finally:
        # The script and its command at one blow, as a build server does it.
        os.killpg(started.pid, signal.SIGKILL)
        started.wait()
    for _ in range(200):
        if not Path(f"/proc/{server}").exists():
            break
        time.sleep(0.05)
    assert not Path(f"/proc/{server}").exists()
    # What it could not clear away is cleared by the next run.
    assert run(".ci/postgres", "true", DATABASE_URL="").returncode == 0
    assert not home.exists()
