"""How closely a processor is looked after: the assessment by the authority's point model, and each supervision."""

from datetime import date
from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import Common, TenantModel, Versioned
from holger.organisation.models import Person
from holger.suppliers.models.supplier import Supplier
from holger.suppliers.rules import supervising
from holger.suppliers.rules.supervision import Conclusion as Concluded

LONG = 20_000
CONCEPTS = range(1, 7)
MOST = 2_000_000_000
"""So many people at most: more than a database holds in a whole number."""


def count(label: Any, **more: Any) -> "models.PositiveIntegerField[int | None, int | None]":
    return models.PositiveIntegerField(label, null=True, blank=True, validators=[MaxValueValidator(MOST)], **more)


def concept(label: Any, **more: Any) -> "models.PositiveSmallIntegerField[Any, Any]":
    bounds = [MinValueValidator(CONCEPTS[0]), MaxValueValidator(CONCEPTS[-1])]
    return models.PositiveSmallIntegerField(label, validators=bounds, **more)


def in_concepts(name: str, constraint: str, *, null: bool) -> models.CheckConstraint:
    fits = Q(**{f"{name}__gte": CONCEPTS[0], f"{name}__lte": CONCEPTS[-1]})
    return models.CheckConstraint(condition=fits | Q(**{name: None}) if null else fits, name=constraint)


class OfSupplier(TenantModel, Versioned):
    """Lies where its supplier lies: whoever reaches that unit reaches it."""

    supplier: Supplier

    class Meta:
        abstract = True

    @property
    def unit_id(self) -> UUID | None:
        return self.supplier.unit_id

    @property
    def subject_type(self) -> str:
        return self._meta.label_lower


class ProcessorAssessment(OfSupplier):
    """What a processor holds for us, and how closely the point model therefore wants it looked after.

    ``points``, ``required_concept``, ``months`` and ``next_on`` are worked out of the rest (``rules.supervision``) and kept, so that
    lists can be ordered by them; they follow when the model changes. None of a count is "nobody has said", which counts as the most.
    """

    supplier = models.OneToOneField(
        Supplier, verbose_name=pgettext_lazy("register", "Supplier"), on_delete=models.CASCADE, related_name="assessment", editable=False
    )  # fmt: skip
    people = count(
        _("How many people"), help_text=_("Everybody whose data the processor holds for you. Empty: nobody knows.")
    )
    special = count(_("Kinds of special categories"))
    protected = count(_("Kinds of other data worthy of protection"))
    kinds = count(_("Special kinds of processing"))
    note = models.TextField(_("How it was counted"), max_length=4000, blank=True)
    since = models.DateField(_("Handles data for you since"), null=True, blank=True)
    responsible = models.ForeignKey(
        Person,
        verbose_name=_("Who looks after it"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_(
            "Plans the supervisions. Nobody chosen: the supplier’s owner, or else the data protection officers."
        ),
    )
    used_concept = concept(_("Concept that you use"))
    deviation = models.TextField(_("Why a lower concept is enough"), max_length=4000, blank=True)
    agreed_concept = concept(
        _("Concept in the agreement"),
        null=True,
        blank=True,
        help_text=_("As it stands in the data processing agreement. In the Danish standard it is annex C.7."),
    )
    points = models.PositiveSmallIntegerField(_("Points"), default=0, editable=False)
    required_concept = concept(_("Lowest allowed concept"), editable=False)
    months = models.PositiveSmallIntegerField(_("Months between"), editable=False)
    next_on = models.DateField(_("Next supervision"), null=True, blank=True, editable=False)
    assessed_on = models.DateField(_("Assessed"), editable=False)
    assessed_by = models.CharField(_("Assessed by"), max_length=200, blank=True, editable=False)
    supplier_id: UUID
    responsible_id: UUID | None

    class Meta:
        verbose_name = pgettext_lazy("supervision", "Assessment of a processor")
        constraints = [
            in_concepts("used_concept", "suppliers_assessment_used", null=False),
            in_concepts("agreed_concept", "suppliers_assessment_agreed", null=True),
            in_concepts("required_concept", "suppliers_assessment_required", null=False),
        ]
        indexes = [models.Index(fields=["organisation", "next_on"], name="suppliers_assessment_next")]

    def __str__(self) -> str:
        return str(self.supplier)

    @property
    def path(self) -> str:
        return self.supplier.path

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and (person_id == self.responsible_id or self.supplier.owned_by(person_id))


class SupervisionStatus(models.TextChoices):
    """How far a supervision is. It goes from one to the next by named steps only (``rules.supervising``)."""

    PLANNED = supervising.PLANNED, pgettext_lazy("supervision", "Planned")
    REQUESTED = supervising.REQUESTED, pgettext_lazy("supervision", "Material asked for")
    RECEIVED = supervising.RECEIVED, pgettext_lazy("supervision", "To be read and judged")
    CONCLUDED = supervising.CONCLUDED, pgettext_lazy("supervision", "Concluded")
    CANCELLED = supervising.CANCELLED, pgettext_lazy("supervision", "Cancelled")


class Conclusion(models.TextChoices):
    SUFFICIENT = Concluded.SUFFICIENT.value, pgettext_lazy("supervision", "Sufficient")
    REMARKS = Concluded.REMARKS.value, pgettext_lazy("supervision", "Sufficient with remarks")
    INSUFFICIENT = Concluded.INSUFFICIENT.value, pgettext_lazy("supervision", "Insufficient")


class Supervision(OfSupplier):
    """One supervision of a processor: planned, material asked for and received, read, judged. ``owner`` carries it out.

    ``next_on`` is the day that its conclusion set for the next one.
    """

    prefix = "SV"

    reference = models.CharField(_("Reference"), max_length=20, editable=False)
    number = models.PositiveIntegerField(editable=False, default=0)
    supplier = models.ForeignKey(
        Supplier, verbose_name=pgettext_lazy("register", "Supplier"), on_delete=models.CASCADE, related_name="supervisions", editable=False
    )  # fmt: skip
    title = models.CharField(_("Title"), max_length=200)
    owner = models.ForeignKey(
        Person,
        verbose_name=_("Carried out by"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    concept = concept(_("Concept"))
    status = models.CharField(
        _("Status"), max_length=10, choices=SupervisionStatus.choices, default=SupervisionStatus.PLANNED, editable=False
    )
    planned_on = models.DateField(_("To be done by"))
    plan = models.TextField(
        _("Plan"),
        max_length=LONG,
        blank=True,
        help_text=_("What you look at this time, and how: questions, report, visit."),
    )
    request = models.TextField(_("What was asked for"), max_length=LONG, blank=True, editable=False)
    requested_on = models.DateField(_("Asked for"), null=True, blank=True, editable=False)
    answer_by = models.DateField(_("Answer wanted by"), null=True, blank=True, editable=False)
    material = models.TextField(_("What was received"), max_length=LONG, blank=True, editable=False)
    received_on = models.DateField(_("Received"), null=True, blank=True, editable=False)
    reading = models.TextField(_("Reading note"), max_length=LONG, blank=True)
    conclusion = models.CharField(
        _("Conclusion"), max_length=12, choices=Conclusion.choices, blank=True, default="", editable=False
    )
    note = models.TextField(_("Remarks"), max_length=LONG, blank=True, editable=False)
    concluded_on = models.DateField(_("Concluded"), null=True, blank=True, editable=False)
    concluded_by = models.CharField(_("Concluded by"), max_length=200, blank=True, editable=False)
    next_on = models.DateField(_("Next supervision"), null=True, blank=True, editable=False)
    next_why = models.TextField(_("Why the next one can wait"), max_length=2000, blank=True, editable=False)
    supplier_id: UUID
    owner_id: UUID | None

    class Meta:
        verbose_name = pgettext_lazy("register", "Supervision")
        verbose_name_plural = _("Supervisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="suppliers_supervision_reference"),
            in_concepts("concept", "suppliers_supervision_concept", null=False),
            models.CheckConstraint(
                condition=Q(status__in=SupervisionStatus.values), name="suppliers_supervision_status"
            ),
            models.CheckConstraint(
                condition=Q(status="concluded", conclusion__in=Conclusion.values, concluded_on__isnull=False)
                | ~Q(status="concluded") & Q(conclusion="", concluded_on=None),
                name="suppliers_supervision_concluded",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-number", "id"], name="suppliers_supervision_number"),
            models.Index(fields=["organisation", "status", "planned_on"], name="suppliers_supervision_due"),
            models.Index(fields=["supplier", "-concluded_on"], name="suppliers_supervision_last"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def path(self) -> str:
        return f"supervision/{self.reference}/"

    @property
    def is_open(self) -> bool:
        return self.status in supervising.OPEN

    def is_late(self, today: date) -> bool:
        return self.is_open and self.planned_on < today

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and (person_id == self.owner_id or self.supplier.owned_by(person_id))


class Severity(models.TextChoices):
    LOW = "low", pgettext_lazy("finding", "Low")
    MEDIUM = "medium", pgettext_lazy("finding", "Medium")
    HIGH = "high", pgettext_lazy("finding", "High")
    CRITICAL = "critical", pgettext_lazy("finding", "Critical")


class Finding(TenantModel, Versioned):
    """Something that a supervision found, what is done about it, by whom and when; and how one knows that it worked."""

    supervision = models.ForeignKey(Supervision, on_delete=models.CASCADE, related_name="findings", editable=False)
    title = models.CharField(_("What was found"), max_length=200)
    severity = models.CharField(
        pgettext_lazy("finding", "Severity"), max_length=10, choices=Severity.choices, default=Severity.MEDIUM
    )
    action = models.TextField(_("What is done"), max_length=4000, blank=True)
    owner = models.ForeignKey(
        Person,
        verbose_name=pgettext_lazy("finding", "Who sees to it"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Somebody here, also where the processor does the work."),
    )
    due = models.DateField(_("Due"))
    done_on = models.DateField(_("Done"), null=True, blank=True, editable=False)
    effect = models.TextField(_("How you know that it worked"), max_length=4000, blank=True, editable=False)
    done_by = models.CharField(max_length=200, blank=True, editable=False)
    supervision_id: UUID
    owner_id: UUID | None

    class Meta:
        verbose_name = pgettext_lazy("supervision", "Finding")
        verbose_name_plural = pgettext_lazy("supervision", "Findings")
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(severity__in=Severity.values), name="suppliers_finding_severity"),
            models.CheckConstraint(
                condition=Q(done_on=None, effect="") | Q(done_on__isnull=False) & ~Q(effect=""),
                name="suppliers_finding_done",
            ),
        ]
        indexes = [
            models.Index(fields=["supervision", "due"], name="suppliers_finding_order"),
            models.Index(fields=["organisation", "due"], condition=Q(done_on=None), name="suppliers_finding_open"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def unit_id(self) -> UUID | None:
        return self.supervision.unit_id

    def owned_by(self, person_id: UUID | None) -> bool:
        return person_id is not None and (person_id == self.owner_id or self.supervision.owned_by(person_id))


class Outcome(models.TextChoices):
    """What an assurance report says of a control objective."""

    COVERED = "covered", pgettext_lazy("objective", "Covered")
    EXCEPTION = "exception", pgettext_lazy("objective", "Exception")
    NOT_COVERED = "not_covered", pgettext_lazy("objective", "Not covered")


class ObjectiveReading(TenantModel, Versioned):
    """One control objective of an assurance report, as it was read in a supervision. ``key`` is its letter, A to I."""

    supervision = models.ForeignKey(Supervision, on_delete=models.CASCADE, related_name="objectives", editable=False)
    key = models.CharField(max_length=10, editable=False)
    outcome = models.CharField(pgettext_lazy("objective", "Outcome"), max_length=12, choices=Outcome.choices)
    note = models.TextField(pgettext_lazy("objective", "Note"), max_length=4000, blank=True)
    complementary = models.TextField(_("Controls that we must run ourselves"), max_length=4000, blank=True)
    supervision_id: UUID

    class Meta:
        verbose_name = pgettext_lazy("supervision", "Control objective")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "key"], name="suppliers_objective_once"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="suppliers_objective_outcome"),
        ]

    def __str__(self) -> str:
        return self.key


class OwnPoints(Common, Versioned):
    """The point model as the organisation has corrected it: the whole of it, as ``rules.points`` reads one."""

    told = models.JSONField(_("Point model"), default=dict, blank=True, editable=False)
    reason = models.TextField(_("Reason"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("Point model")
        constraints = [models.UniqueConstraint(fields=["organisation"], name="suppliers_points_once")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def path(self) -> str:
        return "supervision/model/"
