"""Lets caches keep the residents' pages, although the sign-in's middleware looks for a session."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class SharedPagesMiddleware:
    """Stands before the session's middleware and takes back its ``Vary: Cookie`` from pages that
    say they are the same for everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "public" in response.get("Cache-Control", "") and not response.cookies:
            kept = [
                name
                for part in response.get("Vary", "").split(",")
                if (name := part.strip()) and name.lower() != "cookie"
            ]
            response["Vary"] = ", ".join(kept) or "Accept-Encoding"
        return response
