"""The application with its addresses read, so that a process made of it answers at once."""

from django.conf import settings
from django.urls import get_resolver

# Nobody has collected the static files of a test.
settings.STORAGES["staticfiles"]["BACKEND"] = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
from config.wsgi import application  # noqa: E402 (made with the line above)

__all__ = ["application"]
assert get_resolver().url_patterns
