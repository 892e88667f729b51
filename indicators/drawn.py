"""Keeps drawings by what they show: the same values are drawn once, and new values never old."""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches

from formats.charts import digest

Drawing = TypeVar("Drawing")
DAY = 24 * 60 * 60


def drawn(make: Callable[..., Drawing], *parts: object, **options: object) -> Drawing:
    """The drawing of these values; ``make`` takes them as they are. Values are plain data, whose
    words tell all that they hold."""
    key = f"drawn-{digest(make.__module__, make.__qualname__, parts, sorted(options.items()))}"
    cache = caches["machine"]
    found = cache.get(key)
    if found is None:
        found = make(*parts, **options)
        cache.set(key, found, DAY)
    return found
