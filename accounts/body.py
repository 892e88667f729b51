"""A request with too much in it is refused in words, before anything of it is kept.

A browser that is still sending shows nothing of an answer on a connection that closes, so what it
sends is read to its end, up to a bound, and thrown away.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render

CHUNK = 1 << 16
MOST_THROWN_AWAY = 200 * 1024 * 1024


class BodyLimit:
    """Refuses by the length that the request declares; a server reads no more than that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        if length.isdecimal() and int(length[:20]) > settings.BODY_MAX_BYTES:
            return too_large(request)
        return self.get_response(request)


def too_large(request: HttpRequest) -> HttpResponse:
    """The page that says how much may be sent, and how to send less."""
    _throw_away(request)
    limits = {
        "file": settings.UPLOAD_MAX_BYTES // 1024 // 1024,
        "text": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024,
    }
    return render(request, "413.html", limits, status=413)


def _throw_away(request: HttpRequest) -> None:
    try:
        for _ in range(MOST_THROWN_AWAY // CHUNK):
            if not request.read(CHUNK):
                return
    except UnreadablePostError:
        # Who sent it has gone; there is nobody to answer.
        return
