from django.dispatch import Signal

decision_made = Signal()
"""A question about an incident was answered, or a deadline put aside. Sends ``decision``, ``incident`` and ``actor``."""

moment_entered = Signal()
"""It was told, or put right (``corrected``), when something happened. Sends ``moment``, ``incident``, ``actor`` and ``corrected``."""

notice_sent = Signal()
"""A notice was written down as sent, corrected or taken back. Sends ``notice``, ``incident`` and ``actor``."""

incident_changed = Signal()
"""An incident has taken a step (``rules.states.STEPS``). Sends ``incident``, ``actor`` and ``step``, inside the transaction."""
