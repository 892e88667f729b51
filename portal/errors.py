"""The pages for refused and failed requests, in Japanese and without anything from inside."""

import sys

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from accounts.body import too_large
from accounts.middleware import is_unavailable, unavailable


def bad_request(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    values = {}
    if isinstance(exception, TooManyFieldsSent):
        values["most"] = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    if isinstance(exception, TooManyFilesSent):
        values["most_files"] = settings.DATA_UPLOAD_MAX_NUMBER_FILES
    return render(request, "400.html", values, status=400)


def permission_denied(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    return render(request, "404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    failed = sys.exception()
    if failed is not None and is_unavailable(failed):
        # Before any view was asked: in the session, on record, or while a file came in.
        return unavailable(request, failed)
    # The context processors may be what failed, so this page is rendered without them.
    values = {"reference": getattr(request, "reference", "")}
    return HttpResponse(render_to_string("500.html", values), status=500)
