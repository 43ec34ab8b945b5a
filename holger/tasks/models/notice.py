from uuid import UUID

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import Common, TenantModel
from holger.organisation.models import Person


class NoticeKind(models.TextChoices):
    GIVEN = "given", _("Given to you")
    BEFORE = "before", _("Soon due")
    DUE = "due", _("Due today")
    OVERDUE = "overdue", _("Overdue")
    ESCALATED = "escalated", _("Overdue with somebody else")
    NUDGE = "nudge", _("Somebody asks")
    SIGN_OFF = "sign_off", _("Awaits your sign-off")
    SENT_BACK = "sent_back", _("Sent back")
    MISSED = "missed", _("Missed")


class Notice(TenantModel):
    """Something that somebody is told, in the inbox and by mail. ``slot`` makes it one: (kind, duty, recipient, due slot)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("Kind"), max_length=20, choices=NoticeKind.choices)
    slot = models.CharField(max_length=200)
    title = models.CharField(_("Title"), max_length=300)
    text = models.CharField(_("Text"), max_length=500, blank=True)
    path = models.CharField(max_length=300)
    due = models.DateField(_("Due"), null=True, blank=True)
    urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("Created"), default=dates.now)
    read_at = models.DateTimeField(_("Read"), null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    """When a mail that tells of it was written down, or that it was decided that none is to be."""
    person_id: UUID

    class Meta:
        verbose_name = _("Notice")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "slot"], name="tasks_notice_once"),
        ]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="tasks_notice_inbox"),
            models.Index(
                fields=["organisation", "created_at"], condition=Q(mailed_at=None), name="tasks_notice_to_mail"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.person_id == person_id


class Rhythm(models.TextChoices):
    """How often mail comes; what is urgent comes at once, whatever is chosen."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Only what is urgent")


class Reminding(TenantModel):
    """How somebody wants to be told. Who has none is told once a day."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="reminding")
    rhythm = models.CharField(_("Mail"), max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)
    weekday = models.PositiveSmallIntegerField(_("Day of the week"), default=0, validators=[MaxValueValidator(6)])
    """0 is Monday."""
    hour = models.PositiveSmallIntegerField(_("Hour"), default=7, validators=[MaxValueValidator(23)])
    quiet_from = models.TimeField(_("Quiet from"), null=True, blank=True)
    quiet_to = models.TimeField(_("Quiet until"), null=True, blank=True)
    digest_sent_on = models.DateField(null=True, blank=True, editable=False)
    person_id: UUID

    class Meta:
        verbose_name = _("How somebody is reminded")

    def __str__(self) -> str:
        return f"{self.person}: {self.rhythm}"

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.person_id == person_id


class Feed(TenantModel):
    """A calendar to subscribe to by a secret address, seen by ``person``: what they do themselves, or with ``everything`` all that
    they see. Only a hash of the secret is kept. It dies with them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="feeds")
    name = models.CharField(_("Where it is used"), max_length=60, blank=True)
    everything = models.BooleanField(default=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("Created"), default=dates.now, editable=False)
    fetched_at = models.DateTimeField(_("Last fetched"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("Revoked"), null=True, blank=True, editable=False)
    person_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("calendar", "Subscription")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name or str(self.person)

    @property
    def unit_id(self) -> None:
        """It lies in no unit: it is somebody's own."""

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.person_id == person_id


class Webhook(Common):
    """An address of a chat (Slack, Teams) that is told what is overdue and missed. The address is a secret, kept sealed."""

    class Form(models.TextChoices):
        SLACK = "slack", "Slack"
        TEAMS = "teams", "Teams"

    name = models.CharField(_("Name"), max_length=100)
    form = models.CharField(_("Kind"), max_length=10, choices=Form.choices)
    sealed = models.TextField(editable=False)
    kinds = models.JSONField(_("Told"), default=list)
    """The kinds of notices that go there."""
    active = models.BooleanField(_("Active"), default=True)
    last_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_error = models.CharField(max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = _("Webhook")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
