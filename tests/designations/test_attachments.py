"""Papers of a case: what is taken, who reads it, and what stays when it is taken off."""

from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from designations.actions import attach, detach
from designations.attaching import LARGEST, refused
from designations.errors import NotAllowed, RuleBroken
from designations.models import Designation
from tests.factories import designations as make
from tests.factories import people, places

TODAY = make.TODAY
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 40 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff" + b"x" * 40 + b"\xff\xd9"


def pdf(*, script: bool = False, password: str = "", nested: bool = False) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    if script:
        made.Root.OpenAction = action
    if nested:
        made.pages[0].AA = pikepdf.Dictionary(O=made.make_indirect(action))
    out = BytesIO()
    encryption = pikepdf.Encryption(owner="o", user=password) if password else False
    made.save(out, encryption=encryption)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("同意書.pdf", pdf()), ("記録.PNG", PNG), ("写真.jpeg", JPEG)],
    ids=["pdf", "png", "jpeg"],
)
def test_a_pdf_or_a_picture_is_taken(name: str, content: bytes) -> None:
    assert refused(name, content) == []


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.pdf", b"", "空です"),
        ("大.png", PNG + b"x" * LARGEST, "10MBを超え"),
        ("表.xlsx", b"PK\x03\x04", "PDFか画像"),
        ("頁.svg", b"<svg onload='x'/>", "PDFか画像"),
        ("偽.pdf", PNG, "名前と中身"),
        ("切.png", PNG[:-8], "途中で切れて"),
        ("壊.pdf", b"%PDF-1.7 broken", "読めません"),
        ("動.pdf", pdf(script=True), "動作や埋め込み"),
        ("奥.pdf", pdf(nested=True), "動作や埋め込み"),
        ("鍵.pdf", pdf(password="p"), "パスワード"),
    ],
)
def test_anything_else_is_refused_in_words(
    name: str, content: bytes, said: str
) -> None:
    assert said in refused(name, content)[0]


@pytest.fixture
def case(db: None) -> Designation:
    return make.candidate(make.zone())


def give(case: Designation, **more: object) -> object:
    values = {"kind": "consent", "name": "同意書.pdf", "content": pdf(), "on": TODAY}
    return attach(designation=case, **(values | {"by": people.official()} | more))


def test_a_file_comes_back_byte_for_byte(client: Client, case: Designation) -> None:
    content = pdf()
    made = give(case, content=content)
    client.force_login(people.official())
    answer = client.get(made.get_absolute_url())
    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert case.steps.first().reason == "同意書：同意書.pdf"


def test_a_file_of_another_region_does_not_exist(
    client: Client, case: Designation
) -> None:
    made = give(case)
    client.force_login(people.official("15"))
    assert client.get(made.get_absolute_url()).status_code == 404
    client.force_login(people.committee_member())
    assert client.get(made.get_absolute_url()).status_code == 403


def test_taking_off_removes_the_bytes_and_keeps_the_line(case: Designation) -> None:
    clerk = people.clerk(places.health_centre())
    made = give(case, by=clerk)
    other = people.clerk(places.health_centre())
    with pytest.raises(NotAllowed):
        detach(attachment=made, on=TODAY, reason="差替え", by=other)
    with pytest.raises(RuleBroken, match="理由"):
        detach(attachment=made, on=TODAY, reason=" ", by=clerk)
    detach(attachment=made, on=TODAY, reason="差替え", by=clerk)
    made.refresh_from_db()
    assert (bytes(made.content), made.removed_by) == (b"", clerk)
    with pytest.raises(RuleBroken, match="すでに外されて"):
        detach(attachment=made, on=TODAY, reason="差替え", by=clerk)


def test_files_are_added_and_taken_off_on_the_page(
    client: Client, case: Designation
) -> None:
    client.force_login(people.official())
    url = reverse("designations:attach", args=[case.pk])
    bad = {"kind": "minutes", "file": SimpleUploadedFile("x.pdf", b"no")}
    assert "PDFか画像" in client.post(url, bad).content.decode()
    good = {"kind": "minutes", "file": SimpleUploadedFile("議事録.pdf", pdf())}
    client.post(url, good)
    made = case.attachments.get()
    assert "議事録.pdf" in client.get(case.get_absolute_url()).content.decode()
    remove = reverse("designations:detach", args=[case.pk, made.pk])
    client.post(remove, {"reason": "差替え"})
    assert client.get(made.get_absolute_url()).status_code == 404
