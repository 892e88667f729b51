"""What every answer carries, whatever its status: headers, a number, a log line without people."""

import json
import logging

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from accounts.models import AuditEvent
from accounts.reference import reference
from accounts.sessions import SessionStore
from config.urls import urlpatterns as real
from formats.log_lines import JsonLines
from tests.factories import people

pytestmark = pytest.mark.django_db


def breaks(request: HttpRequest) -> HttpResponse:
    raise ValueError("secret of 佐藤花子 in /etc/passwd")


def busy(request: HttpRequest) -> HttpResponse:
    raise OperationalError("database is locked")


def file(request: HttpRequest) -> HttpResponse:
    named = {"Content-Disposition": 'attachment; filename="x.csv"'}
    return HttpResponse("a,b", content_type="text/csv", headers=named)


urlpatterns = [
    path("breaks/", breaks),
    path("busy/", busy),
    path("file/", file),
    *real,
]
handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.permission_denied"
handler404 = "portal.errors.page_not_found"
handler500 = "portal.errors.server_error"


@pytest.fixture(autouse=True)
def _with_pages_that_break(settings):
    settings.ROOT_URLCONF = __name__


@pytest.fixture
def official(client):
    client.raise_request_exception = False
    user = people.official()
    client.force_login(user)
    return user


STATUSES = [
    ("/account/history/", 200),
    ("/account/login/", 302),
    ("/nowhere/", 404),
    ("/queue/", 403),
    ("/records/export/?format=csv", 200),
    ("/stay/", 405),
    ("/breaks/", 500),
    ("/busy/", 503),
    ("/file/", 200),
    ("/metrics", 404),
    ("/healthz", 200),
]


@pytest.mark.parametrize(("address", "status"), STATUSES)
def test_every_status_carries_the_headers(client, official, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "no-store" in answer["Cache-Control"]
    assert len(answer["X-Reference"]) == 10
    assert "Server" not in answer


@pytest.mark.parametrize(
    "headers", [{"HTTP_HOST": "evil.test"}, {"HTTP_HOST": "127.0.0.1:99999999"}]
)
def test_a_foreign_host_is_refused(client, headers, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = client.get("/account/login/", **headers)
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_a_forwarded_host_is_not_believed(client, official):
    page = client.get("/account/login/", HTTP_X_FORWARDED_HOST="evil.test", follow=True)
    assert "evil.test" not in page.content.decode()


@pytest.mark.parametrize("address", ["/nowhere/", "/queue/", "/breaks/", "/busy/"])
def test_an_error_page_shows_a_number_and_nothing_from_inside(
    client, official, address
):
    answer = client.get(address)
    shown = answer.content.decode()
    assert answer["X-Reference"] in shown
    for inside in (
        "Traceback",
        "passwd",
        "佐藤花子",
        "/work",
        "Django",
        "locked",
        ".py",
    ):
        assert inside not in shown


def test_a_csrf_failure_is_a_page_with_a_number():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/account/login/", {"login": "x"})
    assert answer.status_code == 403
    assert answer["X-Reference"] in answer.content.decode()


def test_the_number_leads_to_the_log_line_and_to_the_record(client, official, caplog):
    with caplog.at_level(logging.INFO, "portal.request"):
        answer = client.get("/queue/")
    line = next(r for r in caplog.records if r.name == "portal.request")
    assert (line.status, line.route, line.user) == (403, "portal:queue", official.pk)
    event = AuditEvent.objects.get(reference=answer["X-Reference"])
    assert (event.outcome, event.address) == ("refused", "127.0.0.1")


def test_a_log_line_names_no_person_and_nothing_typed():
    line = json.loads(_written(ValueError("secret of 佐藤花子")))
    assert line["error"] == "ValueError"
    assert line["reference"] == "ABC"
    assert any("test_answers.py" in place for place in line["places"])
    assert "佐藤花子" not in str(line)


def test_a_log_line_leaves_the_address_of_the_library_out():
    record = logging.LogRecord(
        "django.request", 30, "", 0, "Not Found: %s", ("/search/?q=佐藤花子",), None
    )
    line = json.loads(JsonLines().format(record))
    assert line["message"] == "Not Found"


def _written(error: Exception) -> str:
    try:
        raise error
    except ValueError as caught:
        info = (type(caught), caught, caught.__traceback__)
    record = logging.LogRecord("portal", 40, "", 0, "broke off", (), info)
    return JsonLines(lambda: "ABC").format(record)


def test_an_address_that_only_a_button_may_ask_says_so(client, official):
    answer = client.get("/stay/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "このアドレスは直接開けません" in answer.content.decode()
    assert int(answer["Content-Length"]) == len(answer.content)
    assert client.post("/stay/").status_code == 200


def test_outside_a_request_there_is_no_number():
    assert reference() == ""


def test_a_download_that_its_view_does_not_tell_of_is_on_record(client, official):
    client.get("/file/")
    event = AuditEvent.objects.get(action="download")
    assert event.actor_id == str(official.pk)
    assert "x.csv" in event.detail["file"]


def test_a_busy_database_is_said_in_words(client, official):
    answer = client.get("/busy/")
    assert answer["Retry-After"] == "10"
    assert "混み合っています" in answer.content.decode()


def test_a_database_that_is_away_for_the_session_is_said_in_words(
    client, official, monkeypatch
):
    """Asked before any view is."""

    def away(*_):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(SessionStore, "load", away)
    answer = client.get("/account/history/")
    assert answer.status_code == 503
    assert "いま混み合っています" in answer.content.decode()


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (OperationalError("server closed the connection unexpectedly"), 503),
        (DatabaseError("Forced update did not affect any rows."), 400),
    ],
)
def test_a_session_that_cannot_be_written_is_not_called_ended(
    client, official, monkeypatch, said, status
):
    """Written after the view; Django takes any failure for a session that somebody ended."""

    def fails(*_, **__):
        raise said

    monkeypatch.setattr(Session, "save", fails)
    assert client.post("/stay/").status_code == status
