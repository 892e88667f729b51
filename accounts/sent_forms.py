"""A form that is sent twice does its work once, and the second answer is the first one's.

The page puts a key into the form (``{% form_key %}``). Whoever acts on it does so inside ``once``,
which keeps the key with what was said and where it led, in the transaction of the act itself: a form
whose act failed has not been used. States guard each act besides; this also guards acts that a state
would let happen again, and tells the person that the first press counted.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import SentForm

FIELD = "form-key"
KEPT = timedelta(days=30)


def new_key() -> str:
    return str(uuid4())


class SentBefore(Exception):
    """This form has done its work: with the same content, or with another."""

    def __init__(self, first: SentForm, *, is_same: bool) -> None:
        super().__init__()
        self.first, self.is_same = first, is_same

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The first answer again; a page that refuses where the content is another."""
        if not self.is_same:
            return render(request, "409.html", status=409)
        if self.first.words:
            messages.success(request, self.first.words)
        return redirect(self.first.leads_to)


@contextmanager
def once(request: HttpRequest) -> Iterator[SentForm]:
    """One transaction for an act and the key of its form; set ``leads_to`` and ``words`` inside.

    Raises ``SentBefore``. A second press that comes while the first is at work waits for it. A form
    without a key, such as one that an older page sent, is acted on as it is.
    """
    sent = SentForm(key=_key(request), user_id=request.user.pk, digest=_digest(request))
    with transaction.atomic():
        if sent.key:
            _claim(sent)
        yield sent
        if sent.key:
            sent.save(update_fields=["leads_to", "words"])


def _claim(sent: SentForm) -> None:
    try:
        with transaction.atomic():
            sent.save(force_insert=True)
    except IntegrityError:
        first = SentForm.objects.filter(key=sent.key).first()
        if first is None:  # not about the key
            raise
        same = (first.user_id, first.digest) == (sent.user_id, sent.digest)
        raise SentBefore(first, is_same=same) from None
    SentForm.objects.filter(user=sent.user_id, at__lt=timezone.now() - KEPT).delete()


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _digest(request: HttpRequest) -> str:
    """What a form says and to whom, without its key and its guard against forgery."""
    beside = {FIELD, "csrfmiddlewaretoken"}
    said = sorted(
        (name, values) for name, values in request.POST.lists() if name not in beside
    )
    digest = hashlib.sha256(repr((request.path, said)).encode("utf-8", "replace"))
    for name, file in sorted(request.FILES.items()):
        digest.update(f"{name} {file.name}".encode("utf-8", "replace"))
        for chunk in file.chunks():
            digest.update(chunk)
        file.seek(0)
    return digest.hexdigest()
