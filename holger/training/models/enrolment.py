from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import TenantModel, Versioned
from holger.organisation.models import Person
from holger.training.models.content import Edition
from holger.training.models.course import Course
from holger.training.models.session import Session


class Why(models.TextChoices):
    AUDIENCE = "audience", pgettext_lazy("enrolment", "In its audience")
    NEWCOMER = "newcomer", pgettext_lazy("enrolment", "New here")
    AGAIN = "again", pgettext_lazy("enrolment", "It comes again")
    HAND = "hand", pgettext_lazy("enrolment", "Asked by name")


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("enrolment", "To be taken")
    PASSED = "passed", pgettext_lazy("enrolment", "Passed")
    FAILED = "failed", pgettext_lazy("enrolment", "No attempts left")
    WITHDRAWN = "withdrawn", pgettext_lazy("enrolment", "Withdrawn")


class Enrolment(TenantModel, Versioned):
    """Somebody is to take a course, and what came of it. ``current`` is the latest of theirs; those before it are the record.

    ``extra`` attempts were given after the course's own were used up. ``number`` is the certificate's. A person with a
    record is not removed, so that the organisation can prove what they learned; when they are erased, a pseudonym stays.
    """

    prefix = "CERT"

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="enrolments", editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments", editable=False)
    why = models.CharField(_("Why"), max_length=10, choices=Why.choices, editable=False)
    state = models.CharField(_("Status"), max_length=10, choices=State.choices, default=State.OPEN, editable=False)
    current = models.BooleanField(default=True, editable=False)
    assigned_at = models.DateTimeField(_("Given"), default=dates.now, editable=False)
    assigned_by = models.CharField(_("Given by"), max_length=200, blank=True, editable=False)
    due = models.DateField(_("To be taken by"), null=True, blank=True)
    extra = models.PositiveSmallIntegerField(_("Further attempts"), default=0, editable=False)
    ended_at = models.DateTimeField(_("Ended"), null=True, blank=True, editable=False)
    passed_on = models.DateField(_("Passed on"), null=True, blank=True, editable=False)
    valid_until = models.DateField(_("Holds until"), null=True, blank=True, editable=False)
    number = models.PositiveIntegerField(_("Certificate"), null=True, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    course_id: UUID
    person_id: UUID
    edition_id: UUID | None
    session_id: UUID | None

    class Meta:
        verbose_name = pgettext_lazy("course", "Enrolment")
        verbose_name_plural = pgettext_lazy("course", "Enrolments")
        ordering = ["-assigned_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"], condition=Q(current=True), name="training_one_current_enrolment"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="training_enrolment_state"),
            models.CheckConstraint(
                condition=~Q(state="passed") | Q(passed_on__isnull=False, number__isnull=False),
                name="training_passed_has_certificate",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "due"], name="training_enrolment_by_state"),
            models.Index(fields=["person", "course"], name="training_enrolment_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.course}: {self.person}"

    @property
    def title(self) -> str:
        return str(self)

    @property
    def unit_id(self) -> UUID | None:
        return self.course.unit_id

    @property
    def path(self) -> str:
        return f"learn/{self.course.reference}/"

    @property
    def certificate(self) -> str:
        return f"{self.prefix}-{self.number}" if self.number else ""

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.person_id == person_id

    def holds(self, today: date) -> bool:
        """Passed, and not so long ago that it must be taken again."""
        return self.state == State.PASSED and (self.valid_until is None or self.valid_until >= today)


class AttemptState(models.TextChoices):
    BEGUN = "begun", pgettext_lazy("attempt", "Begun")
    SUBMITTED = "submitted", pgettext_lazy("attempt", "Answered")


class Attempt(TenantModel):
    """One try at the quiz: ``drawn`` with ``seed`` from an edition, and answered once. What was answered stands for good."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="tries")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AttemptState.choices, default=AttemptState.BEGUN)
    language = models.CharField(max_length=5)
    seed = models.PositiveBigIntegerField()
    drawn: models.JSONField[Any] = models.JSONField(default=list)
    answers: models.JSONField[Any] = models.JSONField(default=dict)
    right = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    passed = models.BooleanField(default=False)
    begun_at = models.DateTimeField(default=dates.now)
    submitted_at = models.DateTimeField(null=True)
    enrolment_id: UUID
    edition_id: UUID

    class Meta:
        verbose_name = _("Attempt")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="training_attempt_number"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(state="begun"), name="training_one_attempt_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment} ({self.number})"

    @property
    def percent(self) -> int:
        return self.right * 100 // self.total if self.total else 100


class Tally(TenantModel):
    """How often a question of an edition was asked in somebody's first attempt, and how often it was answered wrongly.

    It is all that is told of answers: nobody but the learner sees one.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="tallies")
    question = models.CharField(max_length=40)
    asked = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "question"], name="training_tally_once")]

    def __str__(self) -> str:
        return self.question
