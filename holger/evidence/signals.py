"""What has happened to evidence that others want to know. Sent inside the transaction, with the ``actor`` who did it."""

from django.dispatch import Signal

evidence_attached = Signal()
"""A piece was attached to an object that it was not attached to before. Sends ``evidence`` and ``subject``."""
