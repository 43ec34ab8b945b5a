from django.dispatch import Signal

decision_made = Signal()
"""A question about an incident was answered, or a deadline put aside. Sends ``decision``, ``incident`` and ``actor``."""

moment_entered = Signal()
"""It was told, or put right (``corrected``), when something happened. Sends ``moment``, ``incident``, ``actor`` and ``corrected``."""

notice_sent = Signal()
"""A notice was written down as sent, corrected or taken back. Sends ``notice``, ``incident`` and ``actor``."""

incident_changed = Signal()
"""A case was made, edited, given, kept from others, or took a step. Sends ``incident``, ``actor`` and ``step``: a step of
``rules.states``, or create, edit, give, restrict, open_up, archive, restore. Sent inside the transaction."""

incident_reported = Signal()
"""Somebody has reported something. Sends ``incident`` and ``actor``, who is nobody where it was reported without a name. Sent inside
the transaction."""
