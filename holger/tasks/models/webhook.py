"""Chats that are told what happens: their addresses, and what is on its way there."""

from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import Common, TenantModel, Versioned
from holger.core.registry import registry
from holger.tasks.models.notice import NoticeKind

IN_CHATS = (NoticeKind.OVERDUE, NoticeKind.MISSED, NoticeKind.ESCALATED, NoticeKind.DUE, NoticeKind.BEFORE)
"""The kinds of notices that a chat can be told of: those that concern a house, and not one person alone."""


class Webhook(Common, Versioned):
    """An address that is told what happens: of a chat (Slack, Teams) what is overdue and missed, of a program of one's own what
    rooms call events (``registry.events``). The address is a secret, kept sealed."""

    class Form(models.TextChoices):
        SLACK = "slack", "Slack"
        TEAMS = "teams", "Teams"
        PROGRAM = "program", pgettext_lazy("webhook", "A program of your own, signed")

    name = models.CharField(_("Name"), max_length=100)
    form = models.CharField(_("Kind"), max_length=10, choices=Form.choices)
    sealed = models.TextField(editable=False)
    sealed_key = models.TextField(blank=True, editable=False)
    """Of a program: the secret that its messages are signed with, which it knows too."""
    host = models.CharField(_("Server"), max_length=200, editable=False)
    """Whose address it is, as far as it may be shown."""
    kinds = models.JSONField(_("Told"), default=list)
    """The kinds of notices that go to a chat; the names of the events that go to a program."""
    active = models.BooleanField(_("Active"), default=True)
    last_at = models.DateTimeField(null=True, blank=True, editable=False)
    """When something last arrived."""
    last_error = models.CharField(max_length=500, blank=True, editable=False)
    """Why what was sent last did not; "" when it did."""

    class Meta:
        verbose_name = _("Chat")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="tasks_webhook_name",
                violation_error_message=_("There is one of that name already."),
            ),
            models.CheckConstraint(condition=Q(form__in=("slack", "teams", "program")), name="tasks_webhook_form"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        return f"settings/webhooks/{self.pk}/"

    @property
    def purpose(self) -> str:
        """What its address is sealed for: copied to another row it does not open."""
        return f"webhook {self.pk}"

    @property
    def key_purpose(self) -> str:
        return f"webhook key {self.pk}"

    @property
    def is_program(self) -> bool:
        return self.form == self.Form.PROGRAM

    @property
    def told(self) -> list[str]:
        """The words for what goes there."""
        chats = [str(kind.label) for kind in IN_CHATS if kind in self.kinds]
        return chats + [str(title) for name, title in registry.events.items() if name in self.kinds]


class Post(TenantModel):
    """What a chat or a program is to be told, on its way. ``slot`` makes it one; ``next_try`` is moved on by whoever takes it, which is the lease.

    ``lines`` hold what may be told outside the house, and no more: kind, title, path and due date; for a program one event.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="posts")
    slot = models.CharField(max_length=200)
    lines = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True, default=dates.now)
    """None: sent, or given up."""
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=dates.now)
    webhook_id: UUID

    class Meta:
        verbose_name = _("Message to a chat")
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["webhook", "slot"], name="tasks_post_once")]
        indexes = [
            models.Index(
                fields=["organisation", "next_try"], condition=Q(next_try__isnull=False), name="tasks_post_due"
            )
        ]

    def __str__(self) -> str:
        return self.slot
