from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.incidents.models.told import Told


class EntryKind(models.TextChoices):
    NOTE = "note", pgettext_lazy("timeline", "Note")
    ACTION = "action", pgettext_lazy("timeline", "Action taken")
    CONTACT = "contact", pgettext_lazy("timeline", "Conversation")
    FINDING = "finding", pgettext_lazy("timeline", "Finding")
    DECISION = "decision", pgettext_lazy("timeline", "Decision")
    SYSTEM = "system", pgettext_lazy("timeline", "From holger")
    """What the case itself tells: ``told`` says what, and the reader's language says how."""


class Entry(Told):
    """A line of a case's timeline. It is only ever added: what was wrong is put right by a new line that ``corrects`` it.

    ``at`` is when it happened, ``entered_at`` when it was written down. ``told`` of a system's line holds ``what`` (a key of
    ``words.TIMELINE``) and what belongs in the sentence.
    """

    kind = models.CharField(pgettext_lazy("timeline", "Kind"), max_length=10, choices=EntryKind.choices)
    at = models.DateTimeField(_("When did it happen?"), default=dates.now)
    text = models.TextField(pgettext_lazy("timeline", "What"), max_length=10_000, blank=True)
    told = models.JSONField(default=dict, blank=True, editable=False)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by", editable=False
    )
    corrects_id: UUID | None

    class Meta:
        verbose_name = pgettext_lazy("timeline", "Line")
        verbose_name_plural = pgettext_lazy("incident", "Timeline")
        ordering = ["at", "entered_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="incidents_entry_kind"),
            models.CheckConstraint(condition=~Q(text="", told={}), name="incidents_entry_says"),
        ]
        indexes = [
            models.Index(fields=["incident", "at", "entered_at"], name="incidents_entry_order"),
            models.Index(fields=["organisation", "-entered_at"], name="incidents_entry_new"),
        ]

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.text or self.told.get('what', '')}"


class Deed(models.TextChoices):
    """What was done with a piece of evidence (ISO/IEC 27037:2012, chain of custody)."""

    COLLECTED = "collected", pgettext_lazy("custody", "Collected")
    SECURED = "secured", pgettext_lazy("custody", "Put in safe keeping")
    HANDED_OVER = "handed_over", pgettext_lazy("custody", "Handed over")
    EXAMINED = "examined", pgettext_lazy("custody", "Examined")
    COPIED = "copied", pgettext_lazy("custody", "Copied")
    RETURNED = "returned", pgettext_lazy("custody", "Given back")
    DESTROYED = "destroyed", pgettext_lazy("custody", "Destroyed")


class Custody(Told):
    """A link of the chain of custody: who had a piece of evidence in hand, when, where and why. It is only ever added.

    ``thing`` is what it is, also where it is no file: a disk, a laptop. ``sha256`` is the file's digest as it was then.
    """

    evidence = models.ForeignKey(
        "evidence.Evidence", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    thing = models.CharField(pgettext_lazy("custody", "What"), max_length=200)
    deed = models.CharField(pgettext_lazy("custody", "What was done"), max_length=12, choices=Deed.choices)
    at = models.DateTimeField(_("When"), default=dates.now)
    holder = models.CharField(pgettext_lazy("custody", "Who has it now"), max_length=200)
    place = models.CharField(pgettext_lazy("custody", "Where it is now"), max_length=200, blank=True)
    note = models.TextField(_("Note"), max_length=4000, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    evidence_id: UUID | None

    class Meta:
        verbose_name = pgettext_lazy("incident", "Chain of custody")
        ordering = ["at", "entered_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(deed__in=Deed.values), name="incidents_custody_deed")]
        indexes = [models.Index(fields=["incident", "at", "entered_at"], name="incidents_custody_order")]

    def __str__(self) -> str:
        return f"{self.thing}: {self.deed}"
