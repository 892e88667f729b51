"""``manage.py import_list``: the same actions from the command line, told in codes and one line."""

import json

import pytest
from django.core.management import CommandError, call_command

from facilities.models import Facility
from imports.models import Upload
from tests.factories import people, places
from tests.factories.uploads import (
    chuo,
    content,
    in_chuo,
    in_obihiro,
    region,
    registry_digest,
)


@pytest.fixture
def small(db, read_here):
    region()


def run(capsys, *arguments):
    """The exit code and what stood on stdout."""
    code = 0
    try:
        call_command("import_list", *map(str, arguments))
    except SystemExit as end:
        code = end.code
    return code, capsys.readouterr().out


def run_json(capsys, *arguments):
    code, out = run(capsys, *arguments, "--json")
    assert out.count("\n") == 1
    return code, json.loads(out)


@pytest.fixture
def a_list(tmp_path):
    def write(*rows, name="名簿.csv"):
        path = tmp_path / name
        path.write_bytes(content(*rows))
        return path

    return write


def test_a_good_list_is_ready_and_writes_nothing(small, a_list, capsys):
    code, told = run_json(capsys, a_list(in_chuo()))
    assert (code, told["outcome"], told["as_of"]) == (0, "ready", "2025-10-01")
    assert told["counts"] == {
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "missing": 0,
        "ambiguous": 0,
        "invalid": 0,
    }
    assert (told["rows"], told["facilities"], told["unresolved"]) == (1, 1, 0)
    assert told["classes"] == {"zaishishin": 1, "zaishibyo": 0, "backup_hospital": 0}
    assert {"read", "match", "store"} <= told["seconds"].keys() | {"read"}
    assert not Facility.objects.exists()


def test_apply_writes_and_says_so(small, a_list, capsys):
    code, told = run_json(capsys, a_list(in_chuo()), "--apply")
    assert (code, told["outcome"]) == (0, "applied")
    assert Facility.objects.count() == 1


def test_the_same_file_again_is_read_in_full_and_writes_nothing(small, a_list, capsys):
    path = a_list(in_chuo())
    run(capsys, path, "--apply")
    before = registry_digest()
    _, told = run_json(capsys, path, "--apply")
    assert told["counts"]["unchanged"] == 1
    assert registry_digest() == before


def test_row_errors_are_code_1_with_their_places(small, a_list, capsys):
    path = a_list(in_chuo(), in_chuo(医療機関番号="番号なし"))
    code, told = run_json(capsys, path, "--apply")
    assert (code, told["outcome"]) == (1, "has_errors")
    (error,) = told["errors"]
    assert error.keys() == {"sheet", "row", "column", "address", "code", "message"}
    assert (error["row"], error["code"]) == (4, "number_invalid")
    assert error["address"] == f"{error['column']}4"
    assert not Facility.objects.exists()


def test_a_refused_file_is_code_2(small, tmp_path, capsys):
    path = tmp_path / "名簿.xlsx"
    path.write_bytes(b"%PDF-1.7")
    code, told = run_json(capsys, path)
    assert (code, told["outcome"]) == (2, "refused")
    assert "PDF" in told["errors"][0]["message"]


def test_a_table_that_is_no_list_is_code_2(small, tmp_path, capsys):
    path = tmp_path / "別の表.csv"
    path.write_text("a,b\n1,2\n")
    code, told = run_json(capsys, path)
    assert (code, told["outcome"]) == (2, "refused")


def test_words_without_json_say_the_outcome(small, a_list, capsys):
    code, out = run(capsys, a_list(in_chuo()))
    assert code == 0
    assert out.startswith("確認待ち")


def test_a_person_limits_the_region(small, a_list, capsys):
    people.clerk(places.health_centre([chuo()]), username="hc-test")
    path = a_list(in_chuo(), in_obihiro())
    _, told = run_json(capsys, path, "--apply", "--user", "hc-test")
    assert told["counts"]["new"] == 1
    assert Upload.objects.get().set_aside == 1


def test_an_unknown_person_is_an_error(small, a_list):
    with pytest.raises(CommandError, match="いません"):
        call_command("import_list", str(a_list(in_chuo())), "--user", "nobody")


def test_a_day_can_be_given_where_the_list_has_none(small, tmp_path, capsys):
    path = tmp_path / "名簿.csv"
    path.write_bytes(content(in_chuo()).replace("令和７年１０月１日".encode(), b""))
    code, told = run_json(capsys, path)
    assert (code, told["errors"][0]["code"]) == (1, "as_of_missing")
    code, told = run_json(capsys, path, "--as-of", "2025-10-01")
    assert (code, told["as_of"]) == (0, "2025-10-01")
