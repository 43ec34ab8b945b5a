from datetime import date
from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import Record, TenantModel
from holger.organisation.models import Person


class Category(models.TextChoices):
    """The rings of the wheel, from the outside in."""

    OPERATION = "operation", pgettext_lazy("activity", "Operation and control")
    GOVERNANCE = "governance", pgettext_lazy("activity", "Governance")
    PEOPLE = "people", pgettext_lazy("activity", "People")
    SUPPLIERS = "suppliers", pgettext_lazy("activity", "Suppliers and data")
    CONTINUITY = "continuity", pgettext_lazy("activity", "Continuity")


class Basis(models.TextChoices):
    DUE = "due", _("From the due date")
    DONE = "done", _("From when it was done")


def somebody(label: Any, help_text: Any = "") -> models.ForeignKey[Person | None, Person | None]:
    return models.ForeignKey(
        Person,
        verbose_name=label,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=help_text,
    )


def role(label: Any) -> models.CharField[str, str]:
    """A role of the field's (``rules.roles``), such as the IT manager: who holds it is looked up when a task is made."""
    return models.CharField(label, max_length=30, blank=True)


def days(label: Any, default: int, longest: int, help_text: Any = "") -> models.PositiveSmallIntegerField[int, int]:
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MaxValueValidator(longest)], help_text=help_text
    )


class Activity(Record):
    """Something that is done again and again: when, by whom, how, and what shows that it was done. Each time is a ``Task``.

    ``owner`` answers for it being done, ``performer`` or whoever holds ``performer_role`` does it.
    ``rule`` is an RFC 5545 recurrence (``rules.recurrence``) from ``starts``, the first due date.
    ``each_of`` is a population (``registry.populations``), narrowed by ``each_filter``: one task for each object in it, to
    the object's owner.
    """

    prefix = "AK"

    category = models.CharField(_("Category"), max_length=20, choices=Category.choices, default=Category.OPERATION)
    purpose = models.TextField(_("Purpose"), max_length=4000, blank=True, help_text=_("Why is it done?"))
    instructions_da = models.TextField(_("Instructions, Danish"), max_length=10_000, blank=True)
    instructions_en = models.TextField(_("Instructions, English"), max_length=10_000, blank=True)
    checklist = models.JSONField(_("Checklist"), default=list, blank=True)
    """Lines to tick off, as they are copied into each task."""
    rule = models.CharField(_("Recurrence"), max_length=200)
    starts = models.DateField(_("First due"))
    ends = models.DateField(_("Ends"), null=True, blank=True)
    basis = models.CharField(_("Counted"), max_length=10, choices=Basis.choices, default=Basis.DUE)
    lead_days = days(_("Opens days before"), 14, 180, _("The task is on the list so long before it is due."))
    grace_days = days(_("Days of grace"), 0, 90, _("After so many days past its due date it is missed."))
    escalate_days = days(_("Escalates after days"), 7, 180, _("So long past its due date the manager is told."))
    performer = somebody(pgettext_lazy("task", "Done by"))
    performer_role = role(_("Done by the role"))
    deputy = somebody(_("Deputy"))
    approver = somebody(_("Signed off by"))
    approver_role = role(_("Signed off by the role"))
    needs_evidence = models.BooleanField(_("Evidence is needed"), default=False)
    minutes = models.PositiveSmallIntegerField(
        _("Minutes"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(10_000)]
    )
    sample_of = models.CharField(_("Sample of"), max_length=50, blank=True)
    sample_filter = models.CharField(max_length=500, blank=True)
    sample_size = models.PositiveSmallIntegerField(
        _("Size of the sample"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    each_of = models.CharField(_("One for each of"), max_length=50, blank=True)
    each_filter = models.CharField(max_length=500, blank=True)
    paused_at = models.DateTimeField(_("Paused"), null=True, blank=True, editable=False)
    planned_until = models.DateField(null=True, blank=True, editable=False)
    """Tasks have been made for every due date up to and including this one."""
    library_id = models.CharField(max_length=60, blank=True, editable=False)
    """The ready activity it was made of."""

    class Meta:
        verbose_name = _("Activity")
        verbose_name_plural = _("Activities")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="tasks_activity_reference"),
            models.CheckConstraint(condition=Q(category__in=Category.values), name="tasks_activity_category"),
            models.CheckConstraint(condition=Q(basis__in=Basis.values), name="tasks_activity_basis"),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=models.F("starts")),
                name="tasks_activity_dates",
                violation_error_message=_("It cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(sample_of="") | Q(sample_size__isnull=False),
                name="tasks_activity_sample",
                violation_error_message=_("Say how many."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "number", "id"], name="tasks_activity_by_number")]

    @property
    def path(self) -> str:
        return f"activities/{self.reference}/"

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and person_id in (
            self.owner_id,
            self.performer_id,
            self.deputy_id,
            self.approver_id,
        )


class ActivityLink(TenantModel):
    """What an activity is about or serves: a requirement, a control, an asset, a supplier; an object of any kind."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="links")
    subject_type = models.CharField(max_length=100, editable=False)
    subject_id = models.UUIDField(editable=False)
    activity_id: UUID

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "subject_type", "subject_id"],
                name="tasks_link_once",
                violation_error_message=_("It is linked already."),
            )
        ]
        indexes = [models.Index(fields=["subject_id"], name="tasks_link_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}"


class RoleHolder(TenantModel):
    """Who holds a role of the field's (``rules.roles``), in the whole organisation or in a unit, and who stands in."""

    role = models.CharField(_("Role"), max_length=30)
    unit = models.ForeignKey(
        "organisation.Unit", verbose_name=_("Unit"), on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(Person, verbose_name=_("Who"), on_delete=models.CASCADE, related_name="held_roles")
    deputy = somebody(_("Deputy"))
    unit_id: UUID | None

    class Meta:
        verbose_name = _("Who holds a role")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "role", "unit"],
                name="tasks_role_once_in_unit",
                violation_error_message=_("Somebody holds that role there already."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "role"],
                condition=Q(unit__isnull=True),
                name="tasks_role_once",
                violation_error_message=_("Somebody holds that role already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.person}"


class Absence(TenantModel):
    """Days on which somebody is away. What falls due then goes to ``deputy``."""

    person = models.ForeignKey(Person, verbose_name=_("Who"), on_delete=models.CASCADE, related_name="absences")
    deputy = somebody(_("Deputy"))
    first = models.DateField(_("From"))
    last = models.DateField(pgettext_lazy("absence", "Until"))
    created_at = models.DateTimeField(default=dates.now, editable=False)
    person_id: UUID

    class Meta:
        verbose_name = _("Absence")
        ordering = ["first"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")),
                name="tasks_absence_days",
                violation_error_message=_("The end date is before the start date."),
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=models.F("person")),
                name="tasks_absence_deputy",
                violation_error_message=_("Nobody stands in for themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.first} {self.last}"

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and self.person_id == person_id

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last
