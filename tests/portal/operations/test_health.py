"""What a balancer, a monitoring system and an operator are told; and nothing about people."""

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client

from accounts import append_only
from portal.operations import checks
from portal.operations.checks import Finding
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_healthz_and_readyz_answer_anybody(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}


def test_healthz_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")


def test_readyz_is_503_without_a_database_and_tells_nothing(client, monkeypatch):
    def away() -> list[Finding]:
        raise OperationalError('password of "portal" at 10.0.0.5 refused')

    monkeypatch.setattr(checks, "ready", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "database"})


def test_readyz_is_503_while_the_record_is_not_guarded(client):
    append_only.remove(connection)
    assert client.get("/readyz").status_code == 503


def test_metrics_are_for_the_holder_of_the_token(client, settings):
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "a-long-token"
    assert client.get("/metrics").status_code == 404
    wrong = client.get("/metrics", headers={"Authorization": "Bearer other"})
    assert wrong.status_code == 404


def test_metrics_can_be_read_by_a_machine_and_name_nobody(client, settings):
    settings.METRICS_TOKEN = "a-long-token"
    somebody = people.official(username="sato-hanako")
    text = client.get(
        "/metrics", headers={"Authorization": "Bearer a-long-token"}
    ).content.decode()
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(samples) >= 12
    for line in samples:
        name, value = line.split(" ")
        assert name.startswith("portal_")
        float(value)
    assert somebody.username not in text
    assert str(somebody) not in text


def test_the_doctor_looks_at_everything_and_says_what_to_do(capsys):
    with pytest.raises(CommandError, match="対応が必要なもの"):
        call_command("doctor")
    said = capsys.readouterr().out
    assert said.count("\n") == len(checks.ALL)
    assert "正常　　データベース" in said
    # The demonstration's settings and the missing worker are worth a word.
    assert "DEBUG が有効です" in said or "設定" in said
    assert "manage.py worker" in said


def test_the_doctor_goes_on_when_a_check_breaks_off(monkeypatch):
    def broken() -> Finding:
        raise OSError("no such disk")

    monkeypatch.setattr(checks, "ALL", [broken, checks.fonts])
    first, second = checks.examine()
    assert "no such disk" in first.trouble
    assert second.trouble == ""


@pytest.mark.parametrize(
    ("key", "mode", "words"),
    [
        ("x" * 40, 0o600, ""),
        ("x" * 40, 0o640, "chmod 600"),
        ("short", 0o600, "短すぎます"),
    ],
)
def test_the_doctor_looks_at_the_key_of_backups(settings, tmp_path, key, mode, words):
    path = tmp_path / "key"
    path.write_text(key)
    path.chmod(mode)
    settings.BACKUP_KEY_FILE = str(path)
    found = checks.secrets_are_closed()
    assert words in found.trouble
    assert bool(found.trouble) == bool(words)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([f"{'0' * 40}:3", f"{'1' * 40}:9"], ""),
        ([f"{'1' * 40}:3", f"{'0' * 40}:9"], "昇順"),
        (["password"], "昇順"),
        ([], "昇順"),
        (None, "読めません"),
    ],
)
def test_the_doctor_looks_at_the_list_of_leaked_passwords(
    settings, tmp_path, lines, words
):
    path = tmp_path / "leaked.txt"
    if lines is not None:
        path.write_text("\n".join(lines))
    settings.BREACHED_PASSWORDS_FILE = str(path)
    found = checks.breached_passwords()
    assert words in found.trouble
    assert bool(found.trouble) == bool(words)


def test_the_queue_is_the_administrators(client):
    client.force_login(people.official())
    assert client.get("/queue/").status_code == 403
    other = Client()
    other.force_login(people.administrator())
    page = other.get("/queue/").content.decode()
    assert "動いているワーカーがありません" in page
