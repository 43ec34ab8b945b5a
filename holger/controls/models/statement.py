from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import TenantModel, Versioned
from holger.frameworks.models import Scope


class Choice(models.TextChoices):
    """What a statement says of a requirement: ``rules.statement`` tells which."""

    IN = "in", pgettext_lazy("statement", "In")
    OUT = "out", pgettext_lazy("statement", "Out")
    BEYOND = "beyond", _("Beyond the ambition")


class HowFar(models.TextChoices):
    """How far a chosen requirement is in place, as ``rules.statement`` finds it."""

    IN_PLACE = "in_place", pgettext_lazy("statement", "In place")
    PARTLY = "partly", pgettext_lazy("statement", "Partly in place")
    PLANNED = "planned", pgettext_lazy("statement", "Planned")
    NOT = "not", pgettext_lazy("statement", "Not in place")
    OPEN = "open", pgettext_lazy("statement", "Unanswered")


def statement_path(scope: Scope) -> str:
    """Where it is shown how a scope stands now."""
    return f"statements/{scope.framework.reference}/{scope.number}/"


class Statement(TenantModel, Versioned):
    """A version of the Statement of Applicability (SoA-dokument; ISO/IEC 27001:2022, 6.1.3 d) for a framework in a scope.

    ``number`` counts the versions of a scope. A draft shows how it stands now. When approval is asked for, ``content`` is
    frozen as it stands, as ``rules.statement_content`` writes it, and ``digest`` is the SHA-256 of it as canonical JSON; the
    approver signs just that. What was approved is never changed: services refuse it, and so does the database.
    """

    prefix = "SOA"

    class Status(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("statement", "Draft")
        REQUESTED = "requested", pgettext_lazy("statement", "Waits for approval")
        APPROVED = "approved", pgettext_lazy("statement", "In force")
        SUPERSEDED = "superseded", pgettext_lazy("statement", "Superseded")

    reference = models.CharField(_("Reference"), max_length=20, editable=False)
    scope = models.ForeignKey(
        Scope, verbose_name=_("Framework"), on_delete=models.PROTECT, related_name="statements", editable=False
    )
    number = models.PositiveIntegerField(_("Version"), editable=False)
    status = models.CharField(_("Status"), max_length=20, choices=Status.choices, default=Status.DRAFT, editable=False)
    introduction = models.TextField(
        _("Introduction"), max_length=10_000, blank=True, help_text=_("What the statement covers, and how it was made.")
    )
    change_note = models.TextField(_("What has changed"), max_length=4000, blank=True)
    content = models.JSONField(default=dict, blank=True, editable=False)
    digest = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    approver = models.ForeignKey(
        "organisation.Person",
        verbose_name=_("Approver"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    requested_at = models.DateTimeField(_("Sent for approval"), null=True, blank=True, editable=False)
    requester = models.ForeignKey(
        "organisation.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    requested_by = models.CharField(_("Sent by"), max_length=200, blank=True, editable=False)
    approved_at = models.DateTimeField(_("Approved"), null=True, blank=True, editable=False)
    approved_by = models.CharField(_("Approved by"), max_length=200, blank=True, editable=False)
    declined_note = models.TextField(max_length=4000, blank=True, editable=False)
    made_at = models.DateTimeField(default=dates.now, editable=False)
    scope_id: UUID
    approver_id: UUID | None
    requester_id: UUID | None

    class Meta:
        verbose_name = _("Statement of Applicability")
        verbose_name_plural = _("Statements of Applicability")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="controls_statement_reference"),
            models.UniqueConstraint(fields=["scope", "number"], name="controls_statement_number"),
            models.UniqueConstraint(
                fields=["scope"],
                condition=models.Q(status__in=["draft", "requested"]),
                name="controls_one_statement_draft",
                violation_error_message=_("There is already a draft of the next version."),
            ),
            models.UniqueConstraint(
                fields=["scope"], condition=models.Q(status="approved"), name="controls_one_statement_in_force"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "requested", "approved", "superseded"]),
                name="controls_statement_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def title(self) -> str:
        """Of what, and which version: ISO/IEC 27001:2022, Production v4."""
        unit = f", {self.scope.unit}" if self.scope.unit_id else ""
        return f"{self.scope.framework.title}{unit} v{self.number}"

    @property
    def path(self) -> str:
        """Its own page once it is frozen; until then it is what the scope's page shows."""
        scope = statement_path(self.scope)
        return f"{scope}v{self.number}/" if self.digest else scope

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower

    @property
    def unit_id(self) -> UUID | None:
        return self.scope.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and (self.approver_id == person_id or self.scope.owned_by(person_id))

    @property
    def is_open(self) -> bool:
        """Is it the version that is worked on?"""
        return self.status in (self.Status.DRAFT, self.Status.REQUESTED)

    @property
    def is_settled(self) -> bool:
        """Was it approved? Then it is never changed again."""
        return not self.is_open
