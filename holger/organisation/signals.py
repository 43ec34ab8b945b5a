"""What has happened here that rooms above want to know. Sent inside the transaction."""

from django.dispatch import Signal

organisation_created = Signal()
"""A new organisation, empty until its rooms fill in their defaults. Sends ``organisation`` and ``actor``."""
