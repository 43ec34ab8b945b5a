from datetime import time
from uuid import UUID

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import TenantModel
from holger.organisation.models import Person


class NoticeKind(models.TextChoices):
    GIVEN = "given", _("Given to you")
    BEFORE = "before", _("Soon due")
    DUE = "due", _("Due today")
    OVERDUE = "overdue", _("Overdue")
    ESCALATED = "escalated", _("Overdue with somebody else")
    NUDGE = "nudge", _("Somebody asks")
    SIGN_OFF = "sign_off", _("Awaits you")
    SENT_BACK = "sent_back", _("Sent back")
    MISSED = "missed", _("Missed")


SAID = {
    NoticeKind.GIVEN: _("%(who)s has given it to you."),
    NoticeKind.ESCALATED: _("%(who)s has not done it yet."),
    NoticeKind.NUDGE: _("%(who)s asks how it goes."),
    NoticeKind.SIGN_OFF: _("%(who)s has done it and asks you to look at it."),
    NoticeKind.SENT_BACK: _("%(who)s wants it done once more."),
    NoticeKind.MISSED: _("%(who)s did not do it in time."),
}
IN_PLACE = _("In place of %(who)s.")
"""What all other kinds say where somebody is named: whose it is, while they are away."""


class Notice(TenantModel):
    """Something that somebody is told, in the inbox and by mail. ``slot`` makes it one: (kind, duty, recipient, due slot)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("Kind"), max_length=20, choices=NoticeKind.choices)
    duty = models.CharField(max_length=200, blank=True, editable=False)
    """The key of the duty (``core.registry.Duty``) that it is about: when that is over, so is this."""
    slot = models.CharField(max_length=200)
    title = models.CharField(_("Title"), max_length=300)
    who = models.CharField(_("Who"), max_length=200, blank=True)
    """Whoever asks, has given it, has sent it back, or is late with it: a field of its own, so that a person can be forgotten."""
    text = models.CharField(_("Text"), max_length=500, blank=True)
    """Their words."""
    path = models.CharField(max_length=300)
    due = models.DateField(_("Due"), null=True, blank=True)
    urgent = models.BooleanField(default=False)
    since = models.DateTimeField(default=dates.now, editable=False)
    """From when on it was to be told, which is earlier than ``created_at`` when nothing ran: a digest that was due since is due still."""
    created_at = models.DateTimeField(_("Created"), default=dates.now)
    read_at = models.DateTimeField(pgettext_lazy("notice", "Read"), null=True, blank=True)
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
            models.Index(fields=["person"], condition=Q(read_at=None), name="tasks_notice_unread"),
            models.Index(
                fields=["organisation", "created_at"], condition=Q(mailed_at=None), name="tasks_notice_to_mail"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def said(self) -> str:
        """What it says beside its title, in the reader's language."""
        words = SAID.get(NoticeKind(self.kind), IN_PLACE) % {"who": self.who} if self.who else ""
        return " ".join(part for part in (str(words), self.text) if part)

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.person_id == person_id


class Rhythm(models.TextChoices):
    """How often mail comes; what is urgent comes at once, whatever is chosen."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Only what is urgent")


WEEKDAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)


class Reminding(TenantModel):
    """How somebody wants to be told by mail. Who has none is told as ``rules.telling.USUAL`` says, as its defaults here do."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="reminding", editable=False)
    rhythm = models.CharField(_("Mail"), max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)
    weekday = models.PositiveSmallIntegerField(_("Day of the week"), choices=WEEKDAYS, default=0)
    hour = models.PositiveSmallIntegerField(_("Hour"), default=7, validators=[MaxValueValidator(23)])
    quiet_from = models.TimeField(_("Quiet from"), null=True, blank=True, default=time(19))
    quiet_to = models.TimeField(_("Quiet until"), null=True, blank=True, default=time(7))
    muted = models.JSONField(_("Not by mail"), default=list, blank=True)
    """The kinds of notices that are only in the inbox, unless they are urgent."""
    person_id: UUID

    class Meta:
        verbose_name = _("How somebody is reminded")
        constraints = [
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="tasks_reminding_rhythm"),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None) | Q(quiet_from__isnull=False, quiet_to__isnull=False),
                name="tasks_reminding_quiet",
                violation_error_message=_("Say both from when and until when it is quiet, or neither."),
            ),
        ]

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
