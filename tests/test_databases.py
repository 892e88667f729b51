"""Which database the settings name."""

import pytest
from environ import Env

from config.databases import databases


@pytest.mark.parametrize("url", [None, ""])
def test_no_address_or_an_empty_one_is_the_own_file(tmp_path, monkeypatch, url):
    given(monkeypatch, url)
    found = databases(Env(), tmp_path)
    assert list(found) == ["default"]
    assert found["default"]["NAME"] == str(tmp_path / "portal.sqlite3")


def test_an_address_is_taken_as_it_is(tmp_path, monkeypatch):
    given(monkeypatch, "postgres://portal@/plan?host=/run/db")
    found = databases(Env(), tmp_path)["default"]
    assert (found["ENGINE"].rpartition(".")[2], found["NAME"]) == ("postgresql", "plan")
    assert "TEST" not in found


def given(monkeypatch: pytest.MonkeyPatch, url: str | None) -> None:
    monkeypatch.delenv("REPLICA_URL", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    if url is not None:
        monkeypatch.setenv("DATABASE_URL", url)
