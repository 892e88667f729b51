"""What comes in by forms and addresses and was never meant to: nothing breaks, nothing is believed.

Every page is asked with hostile conditions and every form is sent hostile values, so that a page
added tomorrow is asked too; what has an answer of its own is tested below by name.
"""

import json
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from tests.authz.cells import Answer, Desk
from tests.authz.matrix import read_matrix
from tests.factories.people import PASSWORD

pytestmark = [
    pytest.mark.django_db,
    # A sort by something with a dot in it is looked for and not found, with this word about it.
    pytest.mark.filterwarnings("ignore:Use '__' to separate:DeprecationWarning"),
]
FORM = "application/x-www-form-urlencoded"
# One of each kind; all of them at once, since what breaks one page breaks it in any company.
NAMES = (
    "page", "per_page", "sort", "order", "q", "day", "as_of", "on", "since", "until", "year", "kind",
    "zone", "area", "municipality", "facility", "prefecture", "format", "columns", "indicator",
    "status", "program", "measure", "month", "version", "show", "words", "action", "next", "text",
)  # fmt: skip
VALUES = {
    "out of range": ["99999999999999999999", "-1", "0", "1e9", "NaN"],
    "not a day": [
        "2024-02-30",
        "令和6年2月30日",
        "昭和64年1月8日",
        "0000-00-00",
        "99999-1-1",
    ],
    "letters": ["\x00", "\u202e", "\uffff", "\ud800", "か\u3099\u200b　"],
    "tricks": ["-user__password", "1 OR 1=1", "' OR ''='", "%_\\", "../../settings.py"],
    "markup": [
        "<script>alert(1)</script>",
        "{{7*7}}",
        "=1+1",
        "\r\nX-Evil: 1",
        "a" * 10_000,
    ],
}
# What one database may take otherwise than another; days and markup stop at the form.
OF_THE_DATABASE = {"out of range", "letters", "tricks"}
KINDS = [
    pytest.param(kind, marks=() if kind in OF_THE_DATABASE else pytest.mark.sqlite)
    for kind in VALUES
]
MORE = {
    "_connector": "OR",
    "filter__password": "x",
    "id__in": "1",
    "user__password": "a",
}


def pages(method: str) -> Iterator[tuple[str, str]]:
    """URLs that an official or the administrator may ask, with whom to ask as."""
    for row in read_matrix():
        if row.method != method or row.data not in {"none", "own", "published"}:
            continue
        for person in ("official", "administrator"):
            if row.expected[person] in {"200", "302"} and row.url != "account_logout":
                yield reverse_of(row.url), person
                break


def reverse_of(url: str) -> str:
    return "admin:index" if url == "admin:*" else url


def encoded(values: dict[str, str]) -> str:
    return urlencode(values, errors="surrogatepass", encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_breaks_on_hostile_conditions(desk: Desk, kind: str) -> None:
    broken = []
    for number, (url, person) in enumerate(pages("GET")):
        values = VALUES[kind]
        query = {n: values[(i + number) % len(values)] for i, n in enumerate(NAMES)}
        address = reverse(url, kwargs=desk.world.kwargs(url, "own", person))
        answer = desk.send("GET", f"{address}?{encoded(query | MORE)}", person)
        if answer.response.status_code >= 500:
            broken.append(f"{url} {kind}")
        if answer.tables:
            broken.append(f"{url} wrote {answer.tables}")
        if b"<script>alert(1)" in answer.response.getvalue():
            broken.append(f"{url} hands the markup back")
    assert broken == []


@pytest.fixture(scope="module")
def forms(desk: Desk) -> list[tuple[str, str, str, set[str]]]:
    """Every form: its name, its address, whose it is, and its fields."""
    found = []
    for url, person in pages("POST"):
        address = reverse(url, kwargs=desk.world.kwargs(url, "own", person))
        names = fields_of(desk.send("GET", address, person, keep=True))
        found.append((url, address, person, names))
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_no_form_breaks_on_hostile_values(
    desk: Desk, forms: list[tuple[str, str, str, set[str]]], kind: str
) -> None:
    broken = []
    for number, (url, address, person, names) in enumerate(forms):
        values = VALUES[kind]
        body = {n: values[(i + number) % len(values)] for i, n in enumerate(names)}
        body |= {"is_superuser": "1", "role": "administrator", "version": "x"}
        sent = encoded(body).encode("ascii")
        answer = desk.send("POST", address, person, data=sent, content_type=FORM)
        if answer.response.status_code >= 500:
            broken.append(f"{url} {kind} {sorted(names)}")
        if "X-Evil" in answer.response.headers:
            broken.append(f"{url} lets a header in")
    assert broken == []


def fields_of(answer: Answer) -> set[str]:
    """Names of all fields of the forms on a page, and some that are sent anyway."""
    found = {"reason", "on", "pk", "id", "name"}
    for context in answer.response.context or []:
        for form in (context.get("form"), context.get("filter")):
            found |= set(getattr(form, "fields", {}) or {})
    return found


@pytest.mark.parametrize(
    "pk", ["0", "-1", "9223372036854775808", "abc", "1%20OR%201=1", "1%00", "1.5", "１"]
)
@pytest.mark.parametrize("room", ["facilities", "zones", "designations", "programs"])
def test_a_number_that_is_none_is_not_found(desk: Desk, room: str, pk: str) -> None:
    # Digits of another width are digits to Python; such an address may only not break.
    expected = {"404"} if pk != "１" else {"404", "200"}
    assert desk.send("GET", f"/{room}/{pk}/", "official").status in expected


@pytest.mark.parametrize(
    "path",
    ["../../settings.py", "%2e%2e%2fsettings.py", "..%5csettings.py", "{x}", "X" * 300],
)
@pytest.mark.parametrize("room", ["reports", "imports", "static"])
def test_a_path_in_an_address_leads_nowhere(desk: Desk, room: str, path: str) -> None:
    answer = desk.send("GET", f"/{room}/{path}", "official")
    assert answer.status == "404"
    assert "SECRET_KEY" not in answer.response.getvalue().decode("utf-8", "replace")


@pytest.mark.parametrize(
    "next_page",
    [
        "//evil.test",
        "https://evil.test/",
        "javascript:alert(1)",
        "/\\evil.test",
        "\tevil",
    ],
)
def test_sign_in_leads_to_the_own_host_only(desk: Desk, next_page: str) -> None:
    name = desk.world.people["official"].username
    body = encoded({"login": name, "password": PASSWORD, "next": next_page}).encode()
    address = reverse("account_login")
    answer = desk.send("POST", address, "anonymous", data=body, content_type=FORM)
    assert answer.response.status_code == 302
    where = urlsplit(answer.response["Location"])
    assert (where.scheme, where.netloc) == ("", "")
    assert not where.path.startswith(("//", "/\\"))


@pytest.mark.parametrize("content_type", ["application/json", "text/xml", "text/plain"])
def test_another_kind_of_body_is_taken_for_an_empty_form(
    desk: Desk, content_type: str
) -> None:
    body = json.dumps({"name": "x", "code": "y"}).encode()
    address = reverse("facilities:create")
    answer = desk.send(
        "POST", address, "official", data=body, content_type=content_type
    )
    assert answer.status in {"200", "400", "415"}
    assert answer.tables == []


def test_a_broken_multipart_body_is_refused_in_words(desk: Desk) -> None:
    address = reverse("imports:create")
    kind = "multipart/form-data; boundary=x"
    for body in (
        b"",
        b"--x",
        b"--x\r\nContent-Disposition: form-data\r\n\r\n",
        b"\x00" * 99,
    ):
        answer = desk.send("POST", address, "official", data=body, content_type=kind)
        assert answer.status in {"200", "400"}
        assert answer.tables == []


def test_a_text_in_the_place_of_a_file_is_a_field_error(desk: Desk) -> None:
    body = encoded({"file": "http://192.0.2.1/list.xlsx"}).encode()
    address = reverse("imports:create")
    answer = desk.send("POST", address, "official", data=body, content_type=FORM)
    assert (answer.status, answer.tables) == ("200", [])


def test_more_fields_than_any_form_has_are_refused_in_words(desk: Desk) -> None:
    body = encoded({f"f{n}": "1" for n in range(5000)}).encode()
    address = reverse("facilities:create")
    answer = desk.send("POST", address, "official", data=body, content_type=FORM)
    assert answer.status == "400"
    assert "受け付けられません" in answer.response.getvalue().decode()


def test_a_body_beyond_the_limit_is_refused_in_words(desk: Desk) -> None:
    body = b"name=" + b"a" * (6 * 1024 * 1024)
    address = reverse("facilities:create")
    answer = desk.send("POST", address, "official", data=body, content_type=FORM)
    assert answer.status == "413"
    assert answer.tables == []


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_RANGE": "bytes=5-1"},
        {"HTTP_RANGE": "bytes=" + ",".join(["0-0"] * 1000)},
        {"HTTP_IF_NONE_MATCH": '"*"'},
        {"HTTP_IF_MODIFIED_SINCE": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"HTTP_ACCEPT_LANGUAGE": "x" * 4000},
        {"HTTP_ACCEPT": "*/*;q=" + "9" * 500},
        {"HTTP_USER_AGENT": "\xff\x00<script>"},
        {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "<b>"},
    ],
    ids=lambda h: next(iter(h)),
)
def test_odd_headers_give_the_page_or_a_refusal(desk: Desk, headers: dict) -> None:
    answer = desk.send("GET", reverse("facilities:list"), "official", **headers)
    assert answer.status in {"200", "400", "416"}


@pytest.mark.parametrize(
    "name",
    [
        'a"b.xlsx',
        "a\r\nX-Evil: 1.xlsx",
        "名簿" * 60 + ".xlsx",
        "../../x.xlsx",
        ";rm.csv",
    ],
)
def test_a_file_name_stays_inside_its_header(desk: Desk, name: str) -> None:
    upload = desk.world.regions["own"]["upload"]
    with transaction.atomic():
        type(upload).objects.filter(pk=upload.pk).update(file_name=name[:255])
        address = reverse("imports:original", args=[upload.pk])
        response = desk.send("GET", address, "official").response
        transaction.set_rollback(True)
    assert response.status_code == 200
    assert "X-Evil" not in response.headers
    assert "\n" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_the_old_password_may_not_be_guessed_for_ever(desk: Desk) -> None:
    address = reverse("account_change_password")
    body = {"oldpassword": "x", "password1": "y" * 20, "password2": "y" * 20}
    sent = encoded(body).encode()
    before = desk.world.people["official"].password
    for _ in range(6):
        answer = desk.send("POST", address, "official", data=sent, content_type=FORM)
        assert answer.status in {"200", "429"}
    # The library counts in the cache, which is no part of what is taken back.
    cache.clear()
    desk.world.people["official"].refresh_from_db()
    assert desk.world.people["official"].password == before
