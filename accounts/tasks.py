"""Background work of accounts: the e-mail that follows a notice where a mail server is set."""

from urllib.parse import urljoin

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone
from django_tasks import task

from accounts.models import Notice
from accounts.querysets import people_of
from formats.dates import wareki

SUBJECT = "【在宅医療計画ポータル】"


@task()
def mail_notice(notice_id: int) -> None:
    """Send a notice to everybody whom it is for and who has an address; safe to run twice."""
    waiting = Notice.objects.filter(pk=notice_id, mailed_at=None)
    if not waiting.update(mailed_at=timezone.now()):
        return
    notice = Notice.objects.get(pk=notice_id)
    addresses = people_of(notice).exclude(email="").values_list("email", flat=True)
    try:
        get_connection().send_messages([_message(notice, one) for one in addresses])
    except OSError:
        # The next try sends it; a mail server that is away must not swallow a notice.
        Notice.objects.filter(pk=notice_id).update(mailed_at=None)
        raise


def _message(notice: Notice, address: str) -> EmailMessage:
    lines = [notice.text]
    if notice.due_on:
        lines.append(f"期限：{wareki(notice.due_on)}")
    if notice.detail:
        lines += ["", notice.detail]
    if notice.link and settings.PORTAL_ADDRESS:
        lines += ["", urljoin(settings.PORTAL_ADDRESS, notice.link)]
    lines += ["", "このメールには返信できません。ポータルの「お知らせ」でも読めます。"]
    # A subject is one line, whatever a name in it holds.
    subject = f"{SUBJECT}{' '.join(notice.text.split())}"
    return EmailMessage(subject, "\n".join(lines), to=[address])
