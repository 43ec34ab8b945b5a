from urllib.parse import quote
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import TenantModel, Versioned
from holger.frameworks.models import Answer, Maturity, Requirement, Scope


class GapRound(TenantModel, Versioned):
    """A dated walk through a framework in one of its scopes: how far is each requirement met, says who, and why.

    While it is open its answers are also what stands in the framework; when it is closed they stay as they were.
    """

    prefix = "G"

    number = models.PositiveIntegerField(editable=False)
    scope = models.ForeignKey(Scope, verbose_name=_("Framework"), on_delete=models.PROTECT, related_name="rounds")
    title = models.CharField(_("Title"), max_length=200)
    purpose = models.TextField(_("Purpose"), max_length=4000, blank=True, help_text=_("What is in focus this time?"))
    participants = models.ManyToManyField(
        "organisation.Person", verbose_name=_("Participants"), blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(_("Opened"), default=dates.now, editable=False)
    due = models.DateField(_("To be done by"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Closed"), null=True, blank=True, editable=False)
    closed_by = models.CharField(_("Closed by"), max_length=200, blank=True, editable=False)
    conclusion = models.TextField(_("Conclusion"), max_length=10_000, blank=True)
    scope_id: UUID

    class Meta:
        verbose_name = _("Gap round")
        verbose_name_plural = _("Gap rounds")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="controls_round_number"),
            models.UniqueConstraint(
                fields=["scope"],
                condition=models.Q(closed_at__isnull=True),
                name="controls_one_open_round",
                violation_error_message=_("Close the open round of this framework before you open the next."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        return f"{self.prefix}-{self.number}"

    @property
    def path(self) -> str:
        return f"gaps/{self.reference}/"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower

    @property
    def unit_id(self) -> UUID | None:
        return self.scope.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        return self.scope.owned_by(person_id)


class Origin(models.TextChoices):
    """Where an answer of a round comes from, until somebody confirms it."""

    NONE = "", _("Answered here")
    LAST = "last", _("From the last answer")
    MAPPING = "mapping", _("Through mapping")


class Say(models.TextChoices):
    """What a round says of a requirement, in one word."""

    MET = "met", pgettext_lazy("requirement", "Met")
    PARTLY = "partly", pgettext_lazy("requirement", "Partly met")
    NOT = "not", pgettext_lazy("requirement", "Not met")
    UNCONFIRMED = "unconfirmed", _("To be confirmed")
    OPEN = "open", pgettext_lazy("requirement", "Unanswered")
    SKIPPED = "skipped", _("Skipped")
    OUT = "out", pgettext_lazy("requirement", "Left out")


class Move(models.TextChoices):
    """What became of a requirement since an earlier round: ``rules.gap.moved`` tells which."""

    UP = "up", pgettext_lazy("gap", "Better")
    DOWN = "down", pgettext_lazy("gap", "Worse")
    SAME = "same", pgettext_lazy("gap", "As before")
    FIRST = "first", pgettext_lazy("gap", "Answered for the first time")
    OPEN = "open", pgettext_lazy("gap", "Not answered")
    OUT = "out", pgettext_lazy("gap", "Left out")


class GapAnswer(TenantModel, Versioned):
    """What a round says of one requirement. One that was filled in beforehand has an ``origin`` until it is confirmed.

    ``answered_at`` is when somebody answered or confirmed it in this round. ``reason`` is why the requirement was left out.
    ``place`` and ``part``, the topmost requirement above it, are the framework's: a round that is closed keeps its order.
    """

    round = models.ForeignKey(GapRound, on_delete=models.CASCADE, related_name="answers")
    requirement = models.ForeignKey(
        Requirement, verbose_name=_("Requirement"), on_delete=models.PROTECT, related_name="+"
    )
    part = models.ForeignKey(Requirement, verbose_name=_("Part"), on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(default=0, editable=False)
    applicable = models.BooleanField(_("Applicable"), default=True)
    reason = models.TextField(_("Reason"), max_length=4000, blank=True)
    answer = models.CharField(_("Answer"), max_length=10, choices=Answer.choices, blank=True)
    maturity = models.PositiveSmallIntegerField(_("Maturity"), choices=Maturity.choices, null=True, blank=True)
    target = models.PositiveSmallIntegerField(_("Target maturity"), choices=Maturity.choices, default=Maturity.DEFINED)
    remark = models.TextField(_("Remark"), max_length=4000, blank=True)
    origin = models.CharField(_("Origin"), max_length=10, choices=Origin.choices, blank=True)
    skipped = models.BooleanField(_("Skipped"), default=False)
    asked = models.ForeignKey(
        "organisation.Person",
        verbose_name=pgettext_lazy("gap", "Asked"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(_("Answered"), null=True, blank=True, editable=False)
    answered_by = models.CharField(_("Answered by"), max_length=200, blank=True, editable=False)
    round_id: UUID
    requirement_id: UUID
    part_id: UUID
    asked_id: UUID | None

    class Meta:
        verbose_name = _("Answer of a gap round")
        constraints = [
            models.UniqueConstraint(fields=["round", "requirement"], name="controls_gap_answer_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=("", *Answer.values)), name="controls_gap_answer_known"
            ),
            models.CheckConstraint(
                condition=models.Q(origin="") | ~models.Q(answer=""), name="controls_gap_origin_of_answer"
            ),
        ]
        indexes = [models.Index(fields=["round", "place"], name="controls_gap_order")]

    def __str__(self) -> str:
        return str(self.requirement)

    @property
    def reference(self) -> str:
        return self.requirement.code

    @property
    def path(self) -> str:
        """Where it is answered."""
        return f"{self.round.path}answer/{quote(self.requirement.code, safe='')}/"

    @property
    def confirmed(self) -> bool:
        """Has somebody answered it, or confirmed what was filled in?"""
        return self.answer != "" and self.origin == Origin.NONE

    @property
    def unit_id(self) -> UUID | None:
        return self.round.scope.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        """It is the scope's owner's, and that of whoever is asked."""
        return self.round.owned_by(person_id) or (person_id is not None and self.asked_id == person_id)
