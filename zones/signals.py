"""What other rooms may want to know, sent inside the same transaction."""

from django.dispatch import Signal

version_drafted = Signal()
"""A version was made as a copy: ``source``, ``draft``, ``by``. Rooms copy what they keep by version."""
