"""A second pair of eyes on a preview: comments, and the approval of who did not bring it."""

from django.db import transaction

from accounts.audit import record
from accounts.models import AuditEvent, User
from accounts.notices import notify
from imports.errors import NotReady, SelfApproval
from imports.models import Upload, UploadRemark

Kind = UploadRemark.Kind
OPEN = {Upload.Status.READY, Upload.Status.HAS_ERRORS}


@transaction.atomic
def comment_on_upload(*, upload: Upload, text: str, by: User) -> UploadRemark:
    """Say something about a preview; who brought it is told."""
    remark = UploadRemark.objects.create(
        upload=upload,
        kind=Kind.COMMENT,
        text=text,
        prepared_at=upload.prepared_at,
        said_by=by,
    )
    record("comment_on_upload", by=by, target=upload, reason=text)
    _tell(remark, "コメントがあります", by)
    return remark


def approve_upload(*, upload: Upload, text: str, by: User) -> UploadRemark:
    """Say that a preview is right; approving the same one twice is one approval.

    Raises ``SelfApproval`` for who brought it, ``NotReady`` where it waits for nobody or the
    registry was edited since.
    """
    if upload.uploaded_by_id == by.pk:
        refused = AuditEvent.Outcome.REFUSED
        record("approve_upload", by=by, target=upload, outcome=refused)
        raise SelfApproval
    with transaction.atomic():
        waiting = Upload.objects.select_for_update().filter(pk=upload.pk)
        current = waiting.filter(status__in=OPEN).first()
        if current is None or current.prepared_at != upload.prepared_at:
            raise NotReady
        if current.written_changes().stale().exists():
            raise NotReady
        remark, is_new = UploadRemark.objects.get_or_create(
            upload=upload,
            kind=Kind.APPROVAL,
            prepared_at=upload.prepared_at,
            said_by=by,
            defaults={"text": text},
        )
        if is_new:
            record("approve_upload", by=by, target=upload, reason=text)
            _tell(remark, "承認されました", by)
    return remark


def _tell(remark: UploadRemark, words: str, by: User) -> None:
    upload = remark.upload
    if upload.uploaded_by is None or upload.uploaded_by == by:
        return
    notify(
        to=upload.uploaded_by,
        text=f"取込「{upload}」：{words}",
        detail=remark.text,
        link=upload.get_absolute_url(),
        key=f"imports:remark:{remark.pk}",
        by=by,
    )
