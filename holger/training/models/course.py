from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.audience.models import Audience
from holger.core.models import Bilingual, TenantModel, Versioned
from holger.frameworks.models import Requirement
from holger.organisation.models import Person, Unit


class Status(models.TextChoices):
    """How far a course is. Nobody takes a draft, and an archived one is given to nobody any more."""

    DRAFT = "draft", pgettext_lazy("course", "Draft")
    PUBLISHED = "published", pgettext_lazy("course", "Published")
    ARCHIVED = "archived", pgettext_lazy("course", "Archived")


def _between(low: int, high: int) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(low), MaxValueValidator(high)]


class Course(Bilingual, TenantModel, Versioned):
    """Short pages and a quiz. What learners see is the newest ``Edition``; pages and questions are what the next will hold.

    ``edition`` counts those that were published, ``changed`` tells that pages or questions have changed since. ``given_at``:
    from then on everybody in the audience gets it by themselves, also those who come later, and again when it no longer
    holds. ``template`` is the key of the ready course it was made of, and ``template_digest`` tells which wording of it.
    """

    prefix = "C"

    reference = models.CharField(_("Reference"), max_length=20, editable=False)
    number = models.PositiveIntegerField(editable=False, default=0)
    title_da = models.CharField(_("Title in Danish"), max_length=200, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=200, blank=True)
    summary_da = models.TextField(_("What it is about, in Danish"), max_length=2000, blank=True)
    summary_en = models.TextField(_("What it is about, in English"), max_length=2000, blank=True)
    status = models.CharField(_("Status"), max_length=20, choices=Status.choices, default=Status.DRAFT, editable=False)
    minutes = models.PositiveSmallIntegerField(_("Takes about, in minutes"), default=15, validators=_between(1, 600))
    pass_percent = models.PositiveSmallIntegerField(
        _("Passed with, in per cent"),
        default=80,
        validators=_between(1, 100),
        help_text=_("So many of the answers must be right."),
    )
    attempts = models.PositiveSmallIntegerField(
        _("Attempts"), null=True, blank=True, default=3, validators=_between(1, 50), help_text=_("Empty: no limit.")
    )
    draw = models.PositiveSmallIntegerField(
        _("Questions in each attempt"),
        null=True,
        blank=True,
        validators=_between(1, 200),
        help_text=_("Drawn from all the questions, so that no two attempts are alike. Empty: all of them."),
    )
    repeat_months = models.PositiveSmallIntegerField(
        _("Holds for, in months"),
        null=True,
        blank=True,
        default=12,
        validators=_between(1, 120),
        help_text=_("After that it comes again. Empty: it is taken once."),
    )
    due_days = models.PositiveSmallIntegerField(_("Days to take it in"), default=30, validators=_between(1, 730))
    onboarding = models.BooleanField(
        _("Part of the starter pack"), default=False, help_text=_("Given on the first day to those it is for.")
    )
    owner = models.ForeignKey(
        Person, verbose_name=_("Owner"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(
        Unit, verbose_name=_("Unit"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    audience = models.OneToOneField(
        Audience,
        verbose_name=_("Whom it is for"),
        on_delete=models.PROTECT,
        null=True,
        related_name="course",
        editable=False,
    )
    edition = models.PositiveSmallIntegerField(_("Edition"), default=0, editable=False)
    changed = models.BooleanField(default=False, editable=False)
    published_at = models.DateTimeField(_("Published"), null=True, blank=True, editable=False)
    given_at = models.DateTimeField(_("Given to its audience since"), null=True, blank=True, editable=False)
    template = models.CharField(max_length=60, blank=True, editable=False)
    template_digest = models.CharField(max_length=64, blank=True, editable=False)
    owner_id: UUID | None
    unit_id: UUID | None
    audience_id: UUID | None

    class Meta:
        verbose_name = _("Course")
        verbose_name_plural = _("Courses")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="training_course_reference"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="training_course_status"),
            models.CheckConstraint(
                condition=~Q(title_da="", title_en=""),
                name="training_course_has_title",
                violation_error_message=_("Give it a title in at least one language."),
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(edition__gt=0), name="training_course_published_has_edition"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "number", "id"], name="training_course_by_number"),
            models.Index(fields=["organisation", "template"], name="training_course_by_template"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def summary(self) -> str:
        return self.said("summary")

    @property
    def path(self) -> str:
        return f"courses/{self.reference}/"

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.owner_id == person_id

    @property
    def is_given(self) -> bool:
        return self.status == Status.PUBLISHED and self.given_at is not None


class CourseLink(TenantModel):
    """A requirement that a course helps to meet."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="links")
    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="course_links")

    class Meta:
        verbose_name = _("Requirement")
        constraints = [models.UniqueConstraint(fields=["course", "requirement"], name="training_link_once")]

    def __str__(self) -> str:
        return str(self.requirement)
