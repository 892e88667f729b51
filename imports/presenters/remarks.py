"""What people said about a preview, and what the reader may say."""

from dataclasses import dataclass

from accounts.models import User
from accounts.roles import Permission
from formats.text import show_private_use
from imports.models import Upload, UploadRemark
from imports.presenters.preview import person, when
from imports.reviewing import OPEN


@dataclass(frozen=True, slots=True)
class Remark:
    text: str
    note: str
    badge: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class Remarks:
    """All of them, oldest first; ``approved`` says who approved the preview as it is, ``seen``
    names that preview."""

    rows: list[Remark]
    may_approve: bool
    approved: str
    seen: str


def seen_words(upload: Upload) -> str:
    return upload.prepared_at.isoformat() if upload.prepared_at else ""


def remarks_of(upload: Upload, user: User) -> Remarks:
    said = list(upload.remarks.select_related("said_by").order_by("pk"))
    standing = [one for one in said if _stands(one, upload)]
    mine = any(one.said_by_id == user.pk for one in standing)
    may = (
        upload.status in OPEN
        and upload.uploaded_by_id != user.pk
        and user.may(Permission.APPLY_LISTS)
    )
    names = "、".join(person(one.said_by) for one in standing)
    rows = [_row(one, upload) for one in said]
    approved = f"{names}が承認済み" if names else ""
    return Remarks(rows, may and not mine, approved, seen_words(upload))


def _stands(one: UploadRemark, upload: Upload) -> bool:
    is_approval = one.kind == UploadRemark.Kind.APPROVAL
    return is_approval and one.prepared_at == upload.prepared_at


def _row(one: UploadRemark, upload: Upload) -> Remark:
    badge = None
    if one.kind == UploadRemark.Kind.APPROVAL:
        stands = _stands(one, upload)
        badge = {
            "text": "承認" if stands else "前の照合への承認",
            "tone": "ok" if stands else "",
        }
    note = f"{when(one.said_at)}　{person(one.said_by)}"
    return Remark(show_private_use(one.text), note, badge)
