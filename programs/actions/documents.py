"""Attaching files to grants and to the rules of a zone."""

import hashlib
from datetime import date
from pathlib import PurePath

from django.db import transaction

from accounts.models import User
from accounts.roles import Permission
from formats.text import clean_text
from programs.actions.writing import audit, refuse, require, require_editable
from programs.models import DischargeRule, Document, Grant

LARGEST = 10 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"
# What may be kept: ending, first bytes, type.
KINDS = {
    ".pdf": (b"%PDF-", "application/pdf"),
    ".xlsx": (b"PK\x03\x04", f"{_OFFICE}.spreadsheetml.sheet"),
    ".docx": (b"PK\x03\x04", f"{_OFFICE}.wordprocessingml.document"),
    ".png": (b"\x89PNG\r\n", "image/png"),
    ".jpg": (b"\xff\xd8\xff", "image/jpeg"),
    ".jpeg": (b"\xff\xd8\xff", "image/jpeg"),
}


@transaction.atomic
def attach_document(
    *,
    owner: Grant | DischargeRule,
    title: str,
    number: str = "",
    dated_on: date | None = None,
    file_name: str,
    content: bytes,
    by: User,
) -> Document:
    """Keep a file with a grant or with the rules of a zone, as it came."""
    require(by, Permission.RECORD_ACTIVITIES)
    require_editable(owner, by)
    name = clean_text(PurePath(file_name.replace("\\", "/")).name)[-200:]
    kind = KINDS.get(PurePath(name).suffix.lower())
    if kind is None or not content.startswith(kind[0]):
        refuse(
            ["添付できるのは、PDF、Excel（xlsx）、Word（docx）、画像（png、jpg）です。"]
        )
    if len(content) > LARGEST:
        refuse(["ファイルが10MBを超えています。分けるか、小さくしてください。"])
    document = Document.objects.create(
        **{"grant" if isinstance(owner, Grant) else "rule": owner},
        title=title,
        number=number,
        dated_on=dated_on,
        file_name=name,
        content=content,
        content_type=kind[1],
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        by=by,
    )
    audit("attach_document", owner, detail={"file": name}, by=by)
    return document


@transaction.atomic
def remove_document(*, document: Document, by: User) -> None:
    """Take a file off. Head office only."""
    require(by, Permission.EDIT_PROGRAMS)
    owner = document.grant or document.rule
    require_editable(owner, by)
    audit("remove_document", owner, detail={"file": document.file_name}, by=by)
    document.delete()
