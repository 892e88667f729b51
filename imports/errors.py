"""Why an action on an upload was refused. The messages are shown to people."""

from django.core.exceptions import PermissionDenied


class NotReady(Exception):
    """The upload cannot be applied: applied already, taken back, or never ready."""


class StalePreview(Exception):
    """The registry changed since the preview; the message names what."""


class OutsideRegion(PermissionDenied):
    """The person's region no longer holds what the upload would write."""


class NotUndoable(Exception):
    """The upload cannot be taken back; the message says why and what to do."""


class SelfApproval(Exception):
    """Who brought a file does not approve it."""
