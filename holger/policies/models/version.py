from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import Bilingual, TenantModel, Versioned
from holger.organisation.models import Organisation, Person
from holger.policies.models.policy import Policy


class Status(models.TextChoices):
    """How far a version is. It goes from one to the next through the room's services only."""

    DRAFT = "draft", pgettext_lazy("policy version", "Draft")
    REVIEW = "review", pgettext_lazy("policy version", "In review")
    REQUESTED = "requested", pgettext_lazy("policy version", "Waits for approval")
    APPROVED = "approved", pgettext_lazy("policy version", "Approved")
    IN_FORCE = "in_force", pgettext_lazy("policy version", "In force")
    SUPERSEDED = "superseded", pgettext_lazy("policy version", "Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("policy version", "Withdrawn")


OPEN = (Status.DRAFT, Status.REVIEW, Status.REQUESTED)
"""It is still worked on: there is one of these at most."""
SETTLED = (Status.APPROVED, Status.IN_FORCE, Status.SUPERSEDED, Status.WITHDRAWN)
"""It was approved: what it says is never changed again."""


class Change(models.TextChoices):
    MAJOR = "major", pgettext_lazy("policy version", "Major: those it is for confirm again")
    MINOR = "minor", pgettext_lazy("policy version", "Minor: what they have confirmed still holds")


class PolicyVersion(Bilingual, TenantModel, Versioned):
    """What a policy says from a day on. ``major`` and ``minor`` make its number, 2.1, as ``change`` says.

    When approval is asked for, ``content`` is frozen (``rules.content``) and ``digest`` is the SHA-256 of it as canonical
    JSON: the approver signs just that. ``writers`` have changed a text of it; none of them approves it.
    """

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="versions", editable=False)
    major = models.PositiveSmallIntegerField(default=1, editable=False)
    minor = models.PositiveSmallIntegerField(default=0, editable=False)
    change = models.CharField(_("Change"), max_length=10, choices=Change.choices, default=Change.MAJOR)
    changes_da = models.TextField(_("What has changed, in Danish"), max_length=2000, blank=True)
    changes_en = models.TextField(_("What has changed, in English"), max_length=2000, blank=True)
    status = models.CharField(_("Status"), max_length=20, choices=Status.choices, default=Status.DRAFT, editable=False)
    effective_from = models.DateField(
        _("In force from"), null=True, blank=True, help_text=_("Empty: as soon as it is approved.")
    )
    writers = models.ManyToManyField(Person, related_name="+", editable=False)
    content = models.JSONField(default=dict, blank=True, editable=False)
    digest = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    approver = models.ForeignKey(
        Person, verbose_name=_("Approver"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    requester = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    requested_by = models.CharField(_("Sent by"), max_length=200, blank=True, editable=False)
    requested_at = models.DateTimeField(_("Sent for approval"), null=True, blank=True, editable=False)
    approved_by = models.CharField(_("Approved by"), max_length=200, blank=True, editable=False)
    approved_at = models.DateTimeField(_("Approved"), null=True, blank=True, editable=False)
    declined_note = models.TextField(max_length=4000, blank=True, editable=False)
    in_force_at = models.DateTimeField(_("Came into force"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("Held until"), null=True, blank=True, editable=False)
    policy_id: UUID
    approver_id: UUID | None
    requester_id: UUID | None

    class Meta:
        verbose_name = _("Version")
        ordering = ["-major", "-minor"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "major", "minor"], name="policies_version_number"),
            models.UniqueConstraint(
                fields=["policy"],
                condition=Q(status__in=["draft", "review", "requested"]),
                name="policies_one_draft",
                violation_error_message=_("Somebody is already writing the next version."),
            ),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(status="approved"), name="policies_one_version_coming"
            ),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(status="in_force"), name="policies_one_version_in_force"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="policies_version_status"),
            models.CheckConstraint(condition=Q(change__in=Change.values), name="policies_version_change"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "review"]) | ~Q(digest=""), name="policies_version_frozen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy.reference} {self.title} {self.label}"

    @property
    def title(self) -> str:
        return self.policy.title

    @property
    def label(self) -> str:
        return f"{self.major}.{self.minor}"

    @property
    def changes(self) -> str:
        return self.said("changes")

    @property
    def reference(self) -> str:
        return self.policy.reference

    @property
    def path(self) -> str:
        return f"{self.policy.path}v{self.label}/"

    @property
    def unit_id(self) -> UUID | None:
        return self.policy.unit_id

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and (self.approver_id == person_id or self.policy.owned_by(person_id))

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class PolicyText(TenantModel):
    """What a version says in a language. ``revision`` counts the savings, so that two writers notice each other.

    ``behind_since`` is the number of the version since which the language that it is written in first says something that this
    one does not; empty: they say the same. ``state`` follows the version: what was approved is never written again.
    """

    class State(models.TextChoices):
        OPEN = "open"
        SETTLED = "settled"

    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5, choices=Organisation.Language.choices)
    title = models.CharField(_("Title"), max_length=200)
    for_you = models.TextField(
        _("What it means for you"),
        max_length=2000,
        blank=True,
        help_text=_("A few short sentences that stand above the text."),
    )
    body = models.TextField(pgettext_lazy("policy", "Text"), max_length=200_000, blank=True)
    behind_since = models.CharField(max_length=12, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    saved_at = models.DateTimeField(default=dates.now, editable=False)
    saved_by = models.CharField(max_length=200, blank=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, editable=False)
    version_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("policy", "Text")
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="policies_text_once")]

    def __str__(self) -> str:
        return self.title
