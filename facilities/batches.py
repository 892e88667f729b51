"""Parts of a long list that fit into one statement on every database."""

from collections.abc import Iterable, Iterator

BATCH = 2000


def batches(items: Iterable) -> Iterator[list]:
    """Yield the items in lists of at most ``BATCH``."""
    items = list(items)
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
