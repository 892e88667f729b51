"""What other rooms may want to know, sent inside the same transaction."""

from django.dispatch import Signal

facility_closed = Signal()
"""A facility was closed: ``facility``, ``on``, ``reason``, ``by``. A receiver that fails undoes it."""
