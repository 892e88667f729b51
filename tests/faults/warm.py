"""The application with its addresses read, so that a process made of it answers at once."""

from django.urls import get_resolver

from config.wsgi import application

__all__ = ["application"]
assert get_resolver().url_patterns
