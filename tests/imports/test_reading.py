"""The child process: what it may use, what it may not, and what a person hears when it dies."""

import gc
import subprocess
import sys

import pytest

from imports import reading
from imports.listing import Listing
from imports.messages import Refused
from imports.reading import Limits, read_upload
from imports.sample_sheet import HEADER, write_sheet
from tests.workbooks import (
    ROOT,
    TITLE,
    fixture_kinds,
    number,
    official,
    official_csv,
    official_row,
    repack,
)

GOOD = official(
    *(official_row(80000 + at // 2, 受理番号=f"第{at}号") for at in range(40))
)


def test_read_upload_returns_the_listing():
    found = read_upload(GOOD, "名簿.xlsx", kinds=fixture_kinds())
    assert (found.format, found.title) == ("official", "届出受理医療機関名簿")
    assert (found.rows, len(found.facilities), found.reader) == (40, 20, "calamine")
    assert found.facilities[0].number == number(80000)
    assert found.columns["Sheet1"]["address"] == "J"
    assert {"gate", "start", "read", "collapse", "return"} <= found.seconds.keys()


def test_read_upload_takes_csv_too():
    found = read_upload(
        official_csv(official_row(), encoding="cp932"),
        "名簿.csv",
        kinds=fixture_kinds(),
    )
    assert (found.reader, len(found.facilities)) == ("csv", 1)


@pytest.fixture(scope="module")
def long_list(tmp_path_factory):
    """A list of 20,000 rows of one facility."""
    path = tmp_path_factory.mktemp("long") / "名簿.xlsx"
    row = official_row()
    write_sheet(
        path,
        TITLE,
        ([str(row.get(name, "")) for name in HEADER] for _ in range(20_000)),
    )
    return path.read_bytes()


def test_read_upload_tells_how_far_it_is(long_list):
    told = []
    read_upload(
        long_list, "名簿.xlsx", kinds=(), on_progress=lambda *step: told.append(step)
    )
    assert told[0] == ("read", 0, 1)
    assert ("rows", 15_000, 20_004) in told


def test_a_listing_travels_as_json():
    found = read_upload(GOOD, "名簿.xlsx", kinds=fixture_kinds())
    assert Listing.from_wire(found.to_wire()) == found


def test_read_upload_refuses_at_the_gate_without_a_child(monkeypatch):
    monkeypatch.setattr(
        subprocess, "Popen", lambda *_, **__: pytest.fail("a child was started")
    )
    with pytest.raises(Refused, match="PDF"):
        read_upload(b"%PDF-1.7", "名簿.xlsx", kinds=())


def test_a_refusal_in_the_child_arrives_in_words():
    with pytest.raises(Refused, match="データの行がありません") as refusal:
        read_upload(official(), "名簿.xlsx", kinds=())
    assert refusal.value.code == "no_rows"


def test_an_unknown_format_names_those_that_were_tried():
    with pytest.raises(Refused, match="届出受理医療機関名簿"):
        read_upload(
            "氏名,住所\n山田,札幌市\n".encode(), "a.csv", kinds=(), only=["official"]
        )


def test_too_little_memory_is_a_refusal(long_list):
    with pytest.raises(Refused) as refusal:
        read_upload(
            long_list, "名簿.xlsx", kinds=(), limits=Limits(memory=60 * 1024**2)
        )
    assert refusal.value.code in ("reader_failed", "too_many_cells", "unreadable")


def child_that(monkeypatch, tmp_path, body):
    """Let the reading process run `body` in place of the real program."""
    (tmp_path / "stand_in.py").write_text(body, encoding="utf-8")
    monkeypatch.setattr(reading, "_PROGRAM", "stand_in")
    monkeypatch.setattr(reading, "_ROOT", tmp_path)


def test_a_child_that_hangs_is_ended(monkeypatch, tmp_path):
    child_that(monkeypatch, tmp_path, "import time; time.sleep(60)")
    with pytest.raises(Refused) as refusal:
        read_upload(GOOD, "名簿.xlsx", kinds=(), limits=Limits(wall=1))
    assert refusal.value.code == "took_too_long"


def test_a_child_that_burns_time_is_ended(monkeypatch, tmp_path):
    body = "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 9))\nwhile True: pass"
    child_that(monkeypatch, tmp_path, body)
    with pytest.raises(Refused) as refusal:
        read_upload(GOOD, "名簿.xlsx", kinds=())
    assert refusal.value.code == "took_too_long"


@pytest.mark.parametrize(
    "body",
    ["import os; os.abort()", "raise SystemError('hostile')", "print('no json')", ""],
)
def test_a_child_that_dies_is_a_refusal_and_a_log_line(
    monkeypatch, tmp_path, caplog, body
):
    child_that(monkeypatch, tmp_path, body)
    with pytest.raises(Refused) as refusal:
        read_upload(GOOD, "名簿.xlsx", kinds=())
    assert refusal.value.code == "reader_failed"
    assert "reading process ended" in caplog.text


def test_the_child_has_no_secrets(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "very-secret")
    body = "import json, os; print(json.dumps({'refused': ['x', ' '.join(sorted(os.environ))]}))"
    child_that(monkeypatch, tmp_path, body)
    with pytest.raises(Refused) as refusal:
        read_upload(GOOD, "名簿.xlsx", kinds=())
    assert "SECRET_KEY" not in refusal.value.message
    assert "LANG" in refusal.value.message


@pytest.mark.parametrize(
    "forbidden",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "open('/tmp/reading_child_test', 'wb').write(bytes(100_000))",
    ],
)
def test_the_child_may_not(forbidden):
    program = (
        f"from imports.reading_child import _limit\n_limit(2**32, 20)\ntry:\n    {forbidden}\n"
        "except OSError as error:\n    print('refused', type(error).__name__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith("refused"), done.stderr


def test_reading_leaves_no_process_and_no_file_behind():
    gc.freeze()  # what other tests have left need not be looked through
    try:
        read_upload(GOOD, "名簿.xlsx", kinds=())
        with pytest.raises(Refused):
            read_upload(repack(GOOD, sheet1=b"\0"), "名簿.xlsx", kinds=())
        # An unclosed pipe or file would be a ResourceWarning, which is an error here.
        gc.collect()
    finally:
        gc.unfreeze()
