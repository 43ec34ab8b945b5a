from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import TenantModel, Versioned
from holger.frameworks.models.framework import Framework, Requirement


class Answer(models.TextChoices):
    MET = "met", pgettext_lazy("requirement", "Met")
    PARTLY = "partly", pgettext_lazy("requirement", "Partly met")
    NOT = "not", pgettext_lazy("requirement", "Not met")


class State(models.TextChoices):
    """Where a requirement stands, in one word: ``rules.standing.state`` tells which."""

    MET = "met", pgettext_lazy("requirement", "Met")
    PARTLY = "partly", pgettext_lazy("requirement", "Partly met")
    NOT = "not", pgettext_lazy("requirement", "Not met")
    OPEN = "open", pgettext_lazy("requirement", "Unanswered")
    THROUGH = "through", _("Through mapping")
    OUT = "out", pgettext_lazy("requirement", "Left out")
    BEYOND = "beyond", _("Beyond the ambition")


class Driver(models.TextChoices):
    """Why a requirement is chosen (design: law, contract, business, risk)."""

    RISK = "risk", _("Risk")
    LAW = "law", _("Law")
    CONTRACT = "contract", _("Contract")
    BUSINESS = "business", _("Business")


class Maturity(models.IntegerChoices):
    """The six levels that ISO/IEC 33020 and the capability models share, in our words."""

    NONE = 0, pgettext_lazy("maturity", "Not done")
    STARTED = 1, pgettext_lazy("maturity", "Done by chance")
    REPEATED = 2, pgettext_lazy("maturity", "Done by habit")
    DEFINED = 3, pgettext_lazy("maturity", "Written down and followed")
    MEASURED = 4, pgettext_lazy("maturity", "Measured and followed up")
    IMPROVED = 5, pgettext_lazy("maturity", "Improved all the time")


class Scope(TenantModel, Versioned):
    """Where a framework holds: in the whole organisation, or in a unit with what lies below it.

    ``ambition`` holds the groups whose requirements are wanted; without any, all of them are.
    ``target`` is the maturity that is aimed at where a requirement has no target of its own.
    """

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="scopes", editable=False)
    number = models.PositiveIntegerField(default=1, editable=False)
    unit = models.ForeignKey(
        "organisation.Unit",
        verbose_name=_("Unit"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: the whole organisation."),
    )
    owner = models.ForeignKey(
        "organisation.Person",
        verbose_name=_("Owner"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    ambition = models.JSONField(_("Ambition"), default=list, blank=True)
    target = models.PositiveSmallIntegerField(_("Target maturity"), choices=Maturity.choices, default=Maturity.DEFINED)
    framework_id: UUID
    unit_id: UUID | None
    owner_id: UUID | None

    class Meta:
        verbose_name = _("Scope")
        verbose_name_plural = _("Scopes")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "number"], name="frameworks_scope_number"),
            models.UniqueConstraint(
                fields=["framework", "unit"],
                name="frameworks_scope_unit",
                violation_error_message=_("The framework holds there already."),
            ),
            models.UniqueConstraint(
                fields=["framework"],
                condition=models.Q(unit=None),
                name="frameworks_scope_whole",
                violation_error_message=_("The framework holds in the whole organisation already."),
            ),
            # Not a list of numbers: Django cannot read the table's description back from SQLite then.
            models.CheckConstraint(condition=models.Q(target__lte=Maturity.IMPROVED), name="frameworks_scope_target"),
        ]

    def __str__(self) -> str:
        return f"{self.framework} · {self.unit}" if self.unit_id else str(self.framework)

    @property
    def reference(self) -> str:
        return f"{self.framework.reference}-{self.number}"

    @property
    def path(self) -> str:
        return self.framework.path if self.number == 1 else f"{self.framework.path}?scope={self.number}"

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.owner_id == person_id


class Standing(TenantModel, Versioned):
    """How it stands with a requirement in a scope: chosen or not and why, and how far it is met.

    ``wanted`` says that the scope's ambition reaches it. ``answer`` is empty until somebody has answered; ``asked`` is
    who is to.
    """

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, related_name="standings", editable=False)
    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="standings", editable=False)
    applicable = models.BooleanField(_("Applicable"), default=True)
    reason = models.TextField(_("Reason"), max_length=4000, blank=True)
    drivers = models.JSONField(_("Drivers"), default=list, blank=True)
    wanted = models.BooleanField(default=True, editable=False)
    target = models.PositiveSmallIntegerField(_("Target maturity"), choices=Maturity.choices, null=True, blank=True)
    answer = models.CharField(_("Answer"), max_length=10, choices=Answer.choices, blank=True)
    maturity = models.PositiveSmallIntegerField(_("Maturity"), choices=Maturity.choices, null=True, blank=True)
    remark = models.TextField(_("Remark"), max_length=4000, blank=True)
    asked = models.ForeignKey(
        "organisation.Person",
        verbose_name=_("Asked"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who is to answer. Empty: whoever answers for the scope."),
    )
    answered_at = models.DateTimeField(_("Answered"), null=True, blank=True, editable=False)
    answered_by = models.CharField(max_length=200, blank=True, editable=False)
    scope_id: UUID
    requirement_id: UUID
    asked_id: UUID | None

    class Meta:
        verbose_name = _("Standing")
        verbose_name_plural = _("Standings")
        constraints = [
            models.UniqueConstraint(fields=["scope", "requirement"], name="frameworks_standing_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=("", *Answer.values)), name="frameworks_standing_answer"
            ),
            models.CheckConstraint(
                condition=models.Q(applicable=True) | ~models.Q(reason=""),
                name="frameworks_standing_reason",
                violation_error_message=_("Write why the requirement does not apply."),
            ),
        ]
        indexes = [models.Index(fields=["scope", "applicable", "wanted", "answer"], name="frameworks_standing_sums")]

    def __str__(self) -> str:
        return str(self.requirement)

    @property
    def unit_id(self) -> UUID | None:
        return self.scope.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        """It is the scope's owner's, and that of whoever is asked."""
        return self.scope.owned_by(person_id) or (person_id is not None and self.asked_id == person_id)
