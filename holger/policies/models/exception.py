from datetime import date
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import TenantModel, Versioned
from holger.organisation.models import Person
from holger.policies.models.policy import Policy
from holger.risks.models import Risk


class ExceptionStatus(models.TextChoices):
    """How far an exception is. It goes from one to the next through the room's services only."""

    ASKED = "asked", pgettext_lazy("policy exception", "Waits for an answer")
    APPROVED = "approved", pgettext_lazy("policy exception", "Approved")
    DECLINED = "declined", pgettext_lazy("policy exception", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("policy exception", "Withdrawn")
    ENDED = "ended", pgettext_lazy("policy exception", "Ended")


class PolicyException(TenantModel, Versioned):
    """Leave not to follow a policy in something, for a time: for whom or what, why, what is done instead, until when.

    ``owner`` answers for what is done instead. What was decided stays as it is: to go on one asks anew (``renews``).
    """

    prefix = "EXC"

    reference = models.CharField(_("Reference"), max_length=20, editable=False)
    number = models.PositiveIntegerField(editable=False, default=0)
    policy = models.ForeignKey(Policy, verbose_name=_("Policy"), on_delete=models.CASCADE, related_name="exceptions")
    title = models.CharField(
        _("Who or what it is for"), max_length=200, help_text=_("The three measuring computers in hall 2.")
    )
    why = models.TextField(
        _("Why"), max_length=4000, help_text=_("What stands in the way of doing as the policy says.")
    )
    measure = models.TextField(
        _("What is done instead"),
        max_length=4000,
        help_text=_("How the risk is kept down meanwhile: cut off from the network, checked by hand, watched."),
    )
    risk = models.ForeignKey(
        Risk, verbose_name=_("Risk"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        Person, verbose_name=_("Owner"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approver = models.ForeignKey(
        Person, verbose_name=_("Approver"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    asker = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    asked_by = models.CharField(_("Asked by"), max_length=200, blank=True, editable=False)
    asked_at = models.DateTimeField(_("Asked"), default=dates.now, editable=False)
    starts = models.DateField(_("From"))
    ends = models.DateField(_("Until"), help_text=_("At most a year on. It ends by itself after this day."))
    status = models.CharField(
        _("Status"), max_length=20, choices=ExceptionStatus.choices, default=ExceptionStatus.ASKED, editable=False
    )
    answer = models.TextField(_("Answer"), max_length=4000, blank=True, editable=False)
    decided_by = models.CharField(_("Decided by"), max_length=200, blank=True, editable=False)
    decided_at = models.DateTimeField(_("Decided"), null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True, editable=False)
    renews = models.ForeignKey(
        "self",
        verbose_name=_("Renews"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="renewals",
        editable=False,
    )
    policy_id: UUID
    risk_id: UUID | None
    owner_id: UUID | None
    approver_id: UUID | None
    asker_id: UUID | None

    class Meta:
        verbose_name = pgettext_lazy("policy", "Exception")
        verbose_name_plural = pgettext_lazy("policy", "Exceptions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="policies_exception_reference"),
            models.CheckConstraint(condition=Q(status__in=ExceptionStatus.values), name="policies_exception_status"),
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="policies_exception_days",
                violation_error_message=_("It cannot end before it begins."),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-number", "id"], name="policies_exception_number"),
            models.Index(fields=["organisation", "status", "ends"], name="policies_exception_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def path(self) -> str:
        return f"policy-exceptions/{self.reference}/"

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower

    @property
    def unit_id(self) -> UUID | None:
        return self.policy.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        """It is theirs who answer for it, asked for it, or are to decide on it."""
        return person_id is not None and person_id in (self.owner_id, self.asker_id, self.approver_id)

    def holds(self, today: date) -> bool:
        return self.status == ExceptionStatus.APPROVED and self.starts <= today <= self.ends
