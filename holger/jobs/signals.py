"""What has happened here that rooms above want to know. Sent inside the transaction, inside the organisation if there is one."""

from django.dispatch import Signal

mail_sent = Signal()
"""A mail has left the house. Sends ``mail``."""

tried_again = Signal()
"""Somebody asked for one more try. Sends ``actor`` and ``target``: a job or a mail."""
