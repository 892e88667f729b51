"""Reading dashboards from a copy of the database, where a prefecture has one.

Off without ``REPLICA_URL``. Only ``PAGES`` read there, and not for a person who has just written:
a copy is a moment behind, and one's own change must be seen.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

COPY = "replica"
PAGES = {
    "portal:home",
    "portal:changes",
    "portal:search",
    "zones:list",
    "zones:detail",
    "indicators:list",
    "indicators:matrix",
    "indicators:progress",
}
JUST_WROTE = f"{settings.COOKIE_PREFIX}just_wrote"
SECONDS = 15
# Who one is, and what one may, is never read from a copy.
NEVER = {
    "accounts", "auth", "sessions", "contenttypes", "axes", "mfa", "account", "django_cache",
}  # fmt: skip
reading_copy: ContextVar[bool] = ContextVar("reading_copy", default=False)


class ReplicaRouter:
    """Django's database router."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        if reading_copy.get() and model._meta.app_label not in NEVER:
            return COPY
        return None

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return "default"

    def allow_relation(self, one: Model, other: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == "default"


class ReplicaMiddleware:
    """Says which requests may read from the copy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = reading_copy.set(False)
        try:
            response = self.get_response(request)
        finally:
            reading_copy.reset(token)
        if request.method == "POST":
            response.set_cookie(
                JUST_WROTE,
                "1",
                max_age=SECONDS,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response

    def process_view(self, request: HttpRequest, *rest: object) -> None:
        page = request.resolver_match.view_name
        if request.method == "GET" and page in PAGES:
            reading_copy.set(JUST_WROTE not in request.COOKIES)
