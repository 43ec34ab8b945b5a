"""What happened, the head of each organisation's chain, and what proves both: checkpoints and their anchors.

Ids and labels instead of foreign keys where the trail outlives what it tells of.
"""

import json
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.models import TenantModel
from holger.history import rules
from holger.history.rules import notes


class Event(models.Model):
    """One thing that happened. The names in it and ``payload``, the canonical JSON of what changed and why, can be erased;
    everything else is sealed for good, with a commitment to each of the two."""

    organisation_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField(_("When"))
    actor_id = models.UUIDField(null=True)
    actor_label = models.CharField(_("Who"), max_length=200, blank=True)
    channel = models.CharField(_("Through"), max_length=20)
    via = models.CharField(max_length=200, blank=True)
    action = models.CharField(_("What"), max_length=100)
    subject_type = models.CharField(max_length=100, blank=True)
    subject_id = models.UUIDField(null=True)
    subject_label = models.CharField(max_length=300, blank=True)
    names_salt = models.CharField(max_length=64, blank=True)
    names_commitment = models.CharField(max_length=64)
    payload = models.TextField(default="{}", blank=True)
    payload_salt = models.CharField(max_length=64, blank=True)
    payload_commitment = models.CharField(max_length=64)
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
        return json.loads(self.payload or "{}")

    @property
    def changes(self) -> dict[str, list[Any]]:
        return self.told.get("changes", {})

    @property
    def reason(self) -> str:
        return self.told.get("reason", "")

    @property
    def names_redacted(self) -> bool:
        return not self.names_salt

    @property
    def payload_redacted(self) -> bool:
        return not self.payload_salt

    @property
    def who(self) -> str:
        """Who did it; whoever was erased, by the name that is left of them."""
        if self.names_redacted:
            return rules.pseudonym(str(self.actor_id)) if self.actor_id else ""
        return self.actor_label

    def sealed(self) -> dict[str, Any]:
        """The fields that the entry's hash covers, as it spells them."""
        return {
            "organisation_id": str(self.organisation_id),
            "seq": self.seq,
            "at": self.at.isoformat(timespec="microseconds"),
            "actor_id": str(self.actor_id) if self.actor_id else None,
            "channel": self.channel,
            "action": self.action,
            "subject_type": self.subject_type,
            "subject_id": str(self.subject_id) if self.subject_id else None,
            "names_commitment": self.names_commitment,
            "payload_commitment": self.payload_commitment,
            "previous": self.previous,
        }

    def kept(self) -> dict[str, Any]:
        """Everything there is of the entry, as it is exported."""
        names = {"actor_label": self.actor_label, "via": self.via, "subject_label": self.subject_label}
        told = {"names_salt": self.names_salt, "payload": self.payload, "payload_salt": self.payload_salt}
        return {"format": rules.FORMAT, **self.sealed(), **names, **told, "hash": self.hash}

    def withheld(self) -> dict[str, Any]:
        """What there is of it for those who may not know what it tells: its place in the chain."""
        place = {"organisation_id": str(self.organisation_id), "seq": self.seq, "previous": self.previous}
        return {"format": rules.FORMAT, **place, "hash": self.hash, "withheld": True}


class Chain(models.Model):
    """The head of one organisation's chain; its row is the lock that puts writers in line. What came before ``start``
    is no longer kept."""

    organisation_id = models.UUIDField(primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=rules.FIRST)
    start = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.seq}"


class Checkpoint(models.Model):
    """What a chain was, signed. ``frontier`` lets the tree grow from here without a look at the entries before."""

    organisation_id = models.UUIDField()
    number = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    note = models.TextField()
    signature = models.CharField(max_length=100)
    frontier = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "number"], name="history_checkpoint_once"),
        ]
        indexes = [models.Index(fields=["organisation_id", "size"], name="history_checkpoint_size")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.number}"

    @property
    def said(self) -> notes.Note:
        return notes.read(self.note)

    @property
    def head(self) -> str:
        return self.said.head

    @property
    def root(self) -> str:
        return self.said.root

    @property
    def key(self) -> str:
        return self.said.key

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.said.at)


class Permit(models.Model):
    """Opens the append-only table for one act of this room's services, within one transaction; it is never seen outside it."""

    organisation_id = models.UUIDField(primary_key=True)
    act = models.CharField(max_length=10)
    upto = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.act}"


class Keeping(TenantModel):
    """What an organisation has decided about its history."""

    auditors = models.TextField(
        _("Auditors"),
        blank=True,
        help_text=_("E-mail addresses outside the house, one a line. Once a day they are sent the newest checkpoint."),
    )
    years = models.PositiveSmallIntegerField(
        _("Years kept"),
        null=True,
        blank=True,
        help_text=_("Older entries are removed. Empty: everything is kept for ever."),
    )

    class Meta:
        verbose_name = _("Keeping of the history")
        constraints = [
            models.UniqueConstraint(fields=["organisation"], name="history_keeping_once"),
            models.CheckConstraint(
                condition=models.Q(years__isnull=True) | models.Q(years__gte=1, years__lte=100),
                name="history_keeping_years",
                violation_error_message=_("From 1 to 100 years, or empty for ever."),
            ),
        ]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def addresses(self) -> list[str]:
        return self.auditors.split()


class Anchor(TenantModel):
    """A checkpoint laid down outside the house, or still to be: by mail, as a file, or with a time stamp."""

    class Kind(models.TextChoices):
        MAIL = "mail", _("Mail")
        FILE = "file", _("File")
        TIMESTAMP = "timestamp", _("Time stamp")

    number = models.PositiveIntegerField()
    """The checkpoint's."""
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    target = models.CharField(_("Where"), max_length=500)
    created_at = models.DateTimeField(default=dates.now)
    done_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True)
    receipt = models.TextField(blank=True)
    """What the time stamp authority answered, in base64."""

    class Meta:
        verbose_name = _("Anchor")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number", "kind", "target"], name="history_anchor_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.target}"
