from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import TenantModel, Versioned
from holger.organisation.models import Person
from holger.training.models.course import Course


class SessionStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("class", "Planned")
    HELD = "held", pgettext_lazy("class", "Held")
    CANCELLED = "cancelled", pgettext_lazy("class", "Cancelled")


class Session(TenantModel, Versioned):
    """A course taught in a room. Who is ticked as having been there has completed the course on that day."""

    prefix = "CS"

    reference = models.CharField(_("Reference"), max_length=20, editable=False)
    number = models.PositiveIntegerField(editable=False, default=0)
    course = models.ForeignKey(Course, verbose_name=_("Course"), on_delete=models.PROTECT, related_name="sessions")
    on = models.DateField(pgettext_lazy("class", "Day"))
    at = models.TimeField(pgettext_lazy("class", "Begins at"), null=True, blank=True)
    place = models.CharField(pgettext_lazy("class", "Place"), max_length=200, blank=True)
    trainer = models.CharField(_("Trainer"), max_length=200, blank=True)
    note = models.TextField(_("Note"), max_length=4000, blank=True)
    status = models.CharField(
        _("Status"), max_length=10, choices=SessionStatus.choices, default=SessionStatus.PLANNED, editable=False
    )
    course_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("training", "Class")
        verbose_name_plural = pgettext_lazy("training", "Classes")
        ordering = ["-on", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="training_session_reference"),
            models.CheckConstraint(condition=Q(status__in=SessionStatus.values), name="training_session_status"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def title(self) -> str:
        return self.course.title

    @property
    def path(self) -> str:
        return f"classes/{self.reference}/"

    @property
    def unit_id(self) -> UUID | None:
        return self.course.unit_id

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower

    def owned_by(self, person_id: UUID | None) -> bool:
        return self.course.owned_by(person_id)


class Attendance(TenantModel):
    """Somebody invited to a class, and whether they came. None: nobody has said yet."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    came = models.BooleanField(null=True)
    person_id: UUID

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="training_attendance_once")]

    def __str__(self) -> str:
        return str(self.person)
