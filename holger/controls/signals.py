"""What has happened to controls that rooms above want to know. Sent inside the transaction."""

from django.dispatch import Signal

control_changed = Signal()
"""Controls were made, changed, put away or taken back. Sends ``actor``, ``controls`` (a list of them, as they are now) and
``changes``, the names of the fields that changed in any of them."""
