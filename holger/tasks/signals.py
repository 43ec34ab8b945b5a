"""What has happened to tasks that others want to know. Sent inside the transaction, with the ``actor`` who did it."""

from django.dispatch import Signal

tasks_given = Signal()
"""Somebody has something to do that they had not before. Sends ``tasks``; those that were planned by themselves too."""

task_waits = Signal()
"""A task is done and is to be signed off. Sends ``task``."""

task_sent_back = Signal()
"""Whoever signs it off wants it done again; ``task.sent_back`` tells why. Sends ``task``."""

task_completed = Signal()
"""A task is done, and signed off where that is asked for; also one that had been missed. Sends ``task``."""

tasks_missed = Signal()
"""Nobody did them in time. Sends ``tasks``."""
