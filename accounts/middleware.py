"""Puts every refused request on record and knows where a request came from."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.audit import current_address, record
from accounts.models import AuditEvent

REFUSALS = {403, 404, 405}


class AuditMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = current_address.set(request.META.get("REMOTE_ADDR") or None)
        try:
            response = self.get_response(request)
            if response.status_code in REFUSALS and request.user.is_authenticated:
                record(
                    "request",
                    by=request.user,
                    outcome=AuditEvent.Outcome.REFUSED,
                    reason=f"{request.method} {request.path} {response.status_code}",
                )
            return response
        finally:
            current_address.reset(token)
