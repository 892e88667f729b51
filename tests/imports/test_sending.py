"""How a file may arrive: named oddly, twice, under another field, cut off, or far too much at once."""

import socket
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from imports.flat import FlatForm
from imports.formats import Context, all_formats
from imports.models import Upload
from tests.factories import people
from tests.forms import form_csv, form_row

pytestmark = pytest.mark.usefixtures("in_region")

GOOD = form_csv(form_row())
MARK = "x-mark"
KIND = f"multipart/form-data; boundary={MARK}"
# The harmless text at which every scanner strikes, in two halves so that none strikes here.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def browse(client: Client) -> Client:
    client.force_login(people.official())
    return client


def part(
    content: bytes, *, field: str = "file", name: str | None = "名簿.csv"
) -> bytes:
    file = "" if name is None else f'; filename="{name}"'
    head = f'--{MARK}\r\nContent-Disposition: form-data; name="{field}"{file}\r\n'
    return head.encode() + b"Content-Type: image/png\r\n\r\n" + content + b"\r\n"


def send(client: Client, *parts: bytes, kind: str = KIND) -> HttpResponse:
    body = b"".join([*parts, f"--{MARK}--\r\n".encode()])
    return client.post(reverse("imports:create"), body, content_type=kind)


def test_a_right_file_of_a_wrong_content_type_is_taken_by_its_bytes(browse):
    assert send(browse, part(GOOD)).status_code == 302
    assert Upload.objects.get().file_name == "名簿.csv"


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (part(GOOD, field="document"),),
        (part(GOOD, name=None),),
        (part(GOOD, name=""),),
        (part(b"", name="名簿.csv"),),
    ],
    ids=["none", "another field", "text", "no name", "empty"],
)
def test_what_is_no_file_is_said_at_its_field(browse, parts):
    answer = send(browse, *parts)
    assert answer.status_code == 200
    assert "名簿のファイル" in answer.content.decode()
    assert not Upload.objects.exclude(status=Upload.Status.REFUSED).exists()


def test_what_a_scanner_strikes_at_is_no_list(browse):
    send(browse, part(EICAR))
    upload = Upload.objects.get()
    assert not upload.has_preview
    page = browse.get(upload.get_absolute_url(), follow=True).content.decode()
    assert "見出し" in page


def test_of_two_files_one_is_taken_and_named(browse):
    answer = send(browse, part(GOOD, name="先.csv"), part(GOOD, name="後.csv"))
    assert answer.status_code == 302
    assert Upload.objects.get().file_name in {"先.csv", "後.csv"}


@pytest.mark.parametrize(
    "name",
    [".", "..", "CON.csv", "../../etc/passwd.csv", "C:\\名簿.csv", "名" * 400 + ".csv", "a\x00b.csv"],
)  # fmt: skip
def test_an_odd_name_is_kept_harmless(browse, name):
    answer = send(browse, part(GOOD, name=name))
    assert answer.status_code in {200, 302, 400}
    for upload in Upload.objects.all():
        assert not {"/", "\\", "\x00"} & set(upload.file_name)
        assert len(upload.file_name) <= 255


def test_a_file_beyond_the_limit_is_refused_with_its_size(browse, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    answer = send(browse, part(b"a" * (1024 * 1024 + 1)))
    assert "ファイルが大きすぎます" in answer.content.decode()
    assert not Upload.objects.exists()


def test_more_files_than_any_form_has_are_refused_in_words(browse):
    answer = send(browse, *[part(GOOD, name=f"{n}.csv") for n in range(101)])
    assert answer.status_code == 400
    assert "受け付けられません" in answer.content.decode()
    assert not Upload.objects.exists()


def test_blanks_in_base64_are_read_in_a_moment(browse):
    head = (
        f'--{MARK}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n'
    )
    blanks = (
        head.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + b" " * 3_000_000
    )
    assert send(browse, blanks + b"\r\n").status_code in {200, 400}
    assert not Upload.objects.exclude(status=Upload.Status.REFUSED).exists()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_cut_off_leaves_nothing(live_server):
    client = Client()
    client.force_login(people.official())
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    body = part(GOOD * 500)
    where = urlsplit(live_server.url)
    head = (
        f"POST {reverse('imports:create')} HTTP/1.1\r\nHost: {where.netloc}\r\n"
        f"Cookie: {settings.SESSION_COOKIE_NAME}={cookie}\r\nContent-Type: {KIND}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((where.hostname, where.port), timeout=10) as line:
        line.sendall(head.encode() + body[: len(body) // 2])
        line.shutdown(socket.SHUT_WR)
        said = line.recv(100)
    assert not said or said.split()[1] in {b"400", b"403"}
    assert not Upload.objects.exists()


def test_the_page_names_every_kind_of_file_with_the_headings_it_needs(browse):
    """A new format stands there by itself."""
    text = browse.get(reverse("imports:create")).content.decode()
    for form in all_formats().values():
        named = {"template": "本システムの様式"}.get(form.key, form.title)
        assert named in text
        if isinstance(form, FlatForm) and form.key != "template":
            columns = form.columns(Context())
            assert "、".join(one.heading for one in columns if one.required) in text
