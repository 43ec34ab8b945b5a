"""Jobs, what comes again by itself, mail on its way out, and the workers that do it all.

Only jobs belong to an organisation and hold what is its own. The rest is the installation's: it must be found before
it is known which organisation it concerns, and therefore tells of organisations by their id and holds nothing of theirs
in the clear but the addresses that mail goes to. ``concerns`` is such an id: PostgreSQL's walls stand around every table with
an ``organisation_id``, and nobody could look for work inside all of them at once.
"""

from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from holger.core import dates
from holger.core.models import TenantModel
from holger.core.registry import Text, registry
from holger.jobs.definitions import JOBS
from holger.jobs.troubles import TROUBLES


class State(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    REFUSED = "refused", _("Refused")


OVER = (State.DONE, State.FAILED, State.REFUSED)


class Job(TenantModel):
    """Work that somebody asked for. ``words`` tell how it goes, or how it went."""

    name = models.CharField(max_length=100)
    asked_by = models.UUIDField(null=True)
    """The person's id; kept as an id, so that a job does not keep a person from leaving."""
    asked_by_label = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_as = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=dates.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("Job")
        indexes = [models.Index(fields=["organisation", "-created_at"], name="jobs_job_newest")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> Text:
        known = JOBS.get(self.name)
        return known.title if known else self.name

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def leads_to(self) -> str:
        """Where what it has done can be looked at; "" where there is nothing to see."""
        known = JOBS.get(self.name)
        return known.leads_to(self.arguments) if known and known.leads_to else ""


class Recurrence(models.Model):
    """Work that comes again by itself, for one organisation or (without one) for the whole installation."""

    name = models.CharField(max_length=100)
    concerns = models.UUIDField(null=True)
    next_run = models.DateTimeField(default=dates.now)
    slot = models.DateTimeField(null=True)
    """The slot that was handed out last."""
    done_slot = models.DateTimeField(null=True)
    """The slot that was carried out last."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    words = models.CharField(max_length=500, blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "concerns"], name="jobs_recurrence_once"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(concerns__isnull=True), name="jobs_recurrence_installation_once"
            ),
        ]
        indexes = [models.Index(fields=["next_run"], name="jobs_recurrence_next")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def title(self) -> Text:
        return next((known.title for known in registry.recurring if known.name == self.name), self.name)


class Mail(models.Model):
    """A mail on its way out. ``slot``: what it is the one mail for; a second for the same slot is never written."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    concerns = models.UUIDField(null=True)
    about = models.CharField(max_length=100, blank=True)
    """What it concerns, for whoever wrote it: ``invitation:<id>``."""
    slot = models.CharField(max_length=200, null=True, unique=True)
    recipient = models.EmailField()
    subject = models.CharField(max_length=300)
    sealed = models.TextField(default="")
    message_id = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(default=dates.now)
    """When it may be taken; whoever takes it moves this on, which is the lease."""
    error = models.CharField(max_length=500, blank=True)
    trouble = models.CharField(max_length=20, blank=True)
    """What kind of thing went wrong (``troubles.TROUBLES``), for people whom the error's own words tell nothing."""
    created_at = models.DateTimeField(default=dates.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("Mail")
        indexes = [
            models.Index(fields=["next_try"], condition=Q(state="waiting"), name="jobs_mail_due"),
            models.Index(fields=["concerns", "-created_at"], name="jobs_mail_newest"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def meaning(self) -> str:
        """What went wrong, in words; "" where nothing did, or where it is not known."""
        return gettext(TROUBLES[self.trouble][0]) if self.trouble in TROUBLES else ""

    @property
    def remedy(self) -> str:
        return gettext(TROUBLES[self.trouble][1]) if self.trouble in TROUBLES else ""

    @property
    def organisation_id(self) -> UUID | None:
        """Whose it is, for whoever asks whether an actor may."""
        return self.concerns


class Worker(models.Model):
    """A worker that runs, or ran until it stopped telling."""

    id = models.CharField(primary_key=True, max_length=32)
    host = models.CharField(max_length=200)
    pid = models.PositiveIntegerField()
    started_at = models.DateTimeField(default=dates.now)
    seen_at = models.DateTimeField(default=dates.now)

    def __str__(self) -> str:
        return f"{self.host} {self.pid}"
