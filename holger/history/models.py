"""One table of what happened, and the head of each organisation's chain.

Ids and labels instead of foreign keys: the trail outlives what it tells of.
"""

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.history import rules


class Event(models.Model):
    """One thing that happened. ``payload`` is the canonical JSON of what changed and why; it is kept as written."""

    organisation_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("When"))
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(_("Who"), max_length=200)
    channel = models.CharField(_("Through"), max_length=20)
    via = models.CharField(max_length=200, blank=True)
    action = models.CharField(_("What"), max_length=100)
    subject_type = models.CharField(max_length=100, blank=True)
    subject_id = models.UUIDField(null=True)
    subject_label = models.CharField(max_length=300, blank=True)
    payload = models.TextField(default="{}")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation_id", "seq"], name="history_event_once")]
        indexes = [
            models.Index(
                fields=["organisation_id", "subject_type", "subject_id", "-seq"], name="history_event_subject"
            ),
            models.Index(fields=["organisation_id", "-at"], name="history_event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject_label}"

    @property
    def told(self) -> dict[str, Any]:
        return json.loads(self.payload)

    @property
    def changes(self) -> dict[str, list[Any]]:
        return self.told.get("changes", {})

    @property
    def reason(self) -> str:
        return self.told.get("reason", "")

    def sealed(self) -> dict[str, Any]:
        """The entry in the spelling that its hash covers."""
        return {
            "organisation_id": str(self.organisation_id),
            "seq": self.seq,
            "at": self.at.isoformat(timespec="microseconds"),
            "actor_id": str(self.actor_id) if self.actor_id else None,
            "actor_label": self.actor_label,
            "channel": self.channel,
            "via": self.via,
            "action": self.action,
            "subject_type": self.subject_type,
            "subject_id": str(self.subject_id) if self.subject_id else None,
            "subject_label": self.subject_label,
            "payload": self.payload,
            "previous": self.previous,
        }


class Chain(models.Model):
    """The head of one organisation's chain; its row is the lock that puts writers in line."""

    organisation_id = models.UUIDField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=rules.FIRST)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.seq}"
