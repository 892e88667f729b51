"""Where a request comes from, when the office or the data centre puts proxies in front."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address that the outermost of our own proxies saw; None where there is none.

    Only ``PROXY_COUNT`` entries at the end of X-Forwarded-For were written by our proxies. What
    stands before them came with the request and is never believed.
    """
    direct = _valid(request.META.get("REMOTE_ADDR", ""))
    if not settings.PROXY_COUNT:
        return direct
    named = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if len(named) < settings.PROXY_COUNT:
        return direct
    return _valid(named[-settings.PROXY_COUNT]) or direct


def _valid(text: str) -> str | None:
    try:
        return str(ip_address(text.strip()))
    except ValueError:
        return None
