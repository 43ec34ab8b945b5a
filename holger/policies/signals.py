"""What has happened to policies that others want to know. Sent inside the transaction."""

from django.dispatch import Signal

version_in_force = Signal()
"""A version has come into force. Sends ``version``, ``actor`` and ``before``, the version that it supersedes or None."""

policy_put_away = Signal()
"""A policy was archived: nobody need read it any longer. Sends ``policy`` and ``actor``."""

audience_changed = Signal()
"""A policy is for others than before, or is to be confirmed or no longer. Sends ``policy`` and ``actor``."""

campaign_started = Signal()
"""People are asked by a campaign from now on. Sends ``campaign`` and ``actor``."""
