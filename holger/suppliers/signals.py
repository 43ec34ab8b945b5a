"""What has happened to suppliers that rooms above want to know. Sent inside the transaction."""

from django.dispatch import Signal

transfers_changed = Signal()
"""What suppliers send to third countries is another now, or other suppliers stand for it. Sends ``organisation_id`` and
``supplier_ids``."""
