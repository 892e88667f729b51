"""What every request passes: its reference number, its log line, its headers, its place on record."""

import errno
import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.db import DataError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from accounts.address import client_address
from accounts.audit import current_address, events_so_far, record
from accounts.models import AuditEvent
from accounts.reference import current_reference

logger = logging.getLogger("portal.request")
Next = Callable[[HttpRequest], HttpResponse]
REFUSALS = {400, 403, 404, 405, 409, 413, 429}
PRIVATE = "private, no-store"
# Seconds after which it is worth asking again when the database is busy or away.
TRY_AGAIN = "10"
# What the database says then; the second, where its connection has broken off before.
UNAVAILABLE = (OperationalError, InterfaceError)
# What the system says where a file that comes in, or a table that goes out, finds no room.
NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class RequestMiddleware:
    """The outermost: gives the request a number, and the answer the headers that all carry."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.reference = secrets.token_hex(5).upper()
        tokens = [
            (current_reference, current_reference.set(request.reference)),
            (current_address, current_address.set(client_address(request))),
            (events_so_far, events_so_far.set(0)),
        ]
        began = time.monotonic()
        try:
            response = self.get_response(request)
            self._add_headers(request, response)
            self._log(request, response, time.monotonic() - began)
            return response
        finally:
            for variable, token in tokens:
                variable.reset(token)

    def _add_headers(self, request: HttpRequest, response: HttpResponse) -> None:
        response["X-Reference"] = request.reference
        for name, value in settings.ANSWER_HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", PRIVATE)

    def _log(
        self, request: HttpRequest, response: HttpResponse, seconds: float
    ) -> None:
        """One line an answer: what was asked and how it ended, never what was typed."""
        match = request.resolver_match
        user = getattr(request, "user", None)
        level = logging.ERROR if response.status_code >= 500 else logging.INFO
        logger.log(
            level,
            "answered",
            extra={
                "method": request.method,
                "route": match.view_name if match else "",
                "status": response.status_code,
                "ms": round(seconds * 1000),
                "user": getattr(user, "pk", None),
                "size": 0 if response.streaming else len(response.content),
            },
        )


class AuditMiddleware:
    """Puts refusals on record, and downloads that their view has not told of."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            # Signing in again leads to where a button was pressed, which nothing but a button may ask.
            response.content = _page("405.html", 405, request, {}).content
            response["Content-Type"] = "text/html; charset=utf-8"
        if not request.user.is_authenticated:
            return response
        path = request.path.replace("\x00", "%00")
        asked = f"{request.method} {path} {response.status_code}"
        if response.status_code in REFUSALS:
            refused = AuditEvent.Outcome.REFUSED
            record("request", by=request.user, outcome=refused, reason=asked)
        elif _is_download(request, response) and not events_so_far.get():
            name = response["Content-Disposition"]
            record("download", by=request.user, reason=asked, detail={"file": name})
        return response

    def process_view(self, request: HttpRequest, *rest: object) -> HttpResponse | None:
        """A NUL is no letter: PostgreSQL takes none, and no field asks for one."""
        typed = [value for values in request.POST.lists() for value in values[1]]
        if "%00" in request.META.get("QUERY_STRING", "") or any(
            "\x00" in value for value in typed
        ):
            return _page("400.html", 400, request, {})
        return None

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """What the database says is told in words, with a number to ask by."""
        if is_unavailable(exception):
            return unavailable(request, exception)
        if isinstance(exception, OverflowError | DataError):
            # A number or a text beyond what any column holds; nobody's choice has it.
            logger.warning("value out of range", exc_info=exception)
            return _page("400.html", 400, request, {})
        return None


def is_unavailable(exception: BaseException | None) -> bool:
    """Whether the database is busy, full or away, or the disk has no room for a file."""
    if isinstance(exception, OSError):
        return exception.errno in NO_ROOM
    # Django leaves the driver's own error as it is where it closes the cursor of a dead server, as
    # under a list of choices.
    driver = connection.Database
    own = (driver.OperationalError, driver.InterfaceError)
    return isinstance(exception, (*UNAVAILABLE, *own))


def unavailable(request: HttpRequest, exception: BaseException) -> HttpResponse:
    """The answer while there is no database or no room: the same act works later."""
    logger.error("database or disk unavailable", exc_info=exception)
    connection.close_if_unusable_or_obsolete()
    return _page("503.html", 503, request, {"Retry-After": TRY_AGAIN})


def _page(
    name: str, status: int, request: HttpRequest, headers: dict[str, str]
) -> HttpResponse:
    """A page that stands without context processors, which might ask the database."""
    values = {"reference": getattr(request, "reference", ""), "request": request}
    return HttpResponse(render_to_string(name, values), status=status, headers=headers)


def _is_download(request: HttpRequest, response: HttpResponse) -> bool:
    sent = response.status_code in {200, 206} and request.method == "GET"
    return sent and "Content-Disposition" in response
