from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import Record, TenantModel
from holger.frameworks.models import Maturity, Requirement


class Kind(models.TextChoices):
    """What a control is made of."""

    ORGANISATIONAL = "organisational", _("Organisational")
    TECHNICAL = "technical", _("Technical")
    PHYSICAL = "physical", _("Physical")


class Function(models.TextChoices):
    """When a control works: before something happens, while it does, or afterwards (ISO/IEC 27002:2022, 4.2)."""

    PREVENTIVE = "preventive", _("Preventive")
    DETECTIVE = "detective", _("Detective")
    CORRECTIVE = "corrective", _("Corrective")


class Status(models.TextChoices):
    """How far a control is put in place, in the order of the work."""

    PLANNED = "planned", pgettext_lazy("control", "Planned")
    STARTED = "started", pgettext_lazy("control", "Under way")
    PARTLY = "partly", pgettext_lazy("control", "Partly in place")
    IMPLEMENTED = "implemented", pgettext_lazy("control", "In place")


class Cadence(models.TextChoices):
    """How often a control is carried out, as an ISO 8601 duration; empty for one that works all the time."""

    ALWAYS = "", _("All the time")
    DAY = "P1D", _("Daily")
    WEEK = "P1W", _("Weekly")
    MONTH = "P1M", _("Monthly")
    QUARTER = "P3M", _("Quarterly")
    HALF_YEAR = "P6M", _("Half-yearly")
    YEAR = "P1Y", _("Yearly")
    TWO_YEARS = "P2Y", _("Every two years")


def money(label: Any) -> models.DecimalField:
    """Whole amounts and øre in the organisation's currency; None: not known."""
    return models.DecimalField(
        label, max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )


class Control(Record):
    """A measure of the organisation's own (foranstaltning): what is done, by whom, how far it is in place and how well.

    ``library_id`` names the catalogue's proposal that it was made from. ``reduction`` is how many points all risks
    together lose through it, kept by the rooms above that know risks.
    """

    prefix = "F"

    description = models.TextField(_("Description"), max_length=10_000, blank=True)
    kind = models.CharField(_("Type"), max_length=20, choices=Kind.choices, default=Kind.ORGANISATIONAL)
    function = models.CharField(_("Function"), max_length=20, choices=Function.choices, default=Function.PREVENTIVE)
    drivers = models.JSONField(_("Drivers"), default=list, blank=True)
    status = models.CharField(_("Status"), max_length=20, choices=Status.choices, default=Status.PLANNED)
    maturity = models.PositiveSmallIntegerField(_("Maturity"), choices=Maturity.choices, null=True, blank=True)
    target = models.PositiveSmallIntegerField(_("Target maturity"), choices=Maturity.choices, default=Maturity.DEFINED)
    due = models.DateField(_("In place by"), null=True, blank=True)
    every = models.CharField(_("Carried out"), max_length=5, choices=Cadence.choices, blank=True)
    cost_once = money(_("Cost, once"))
    cost_yearly = money(_("Cost, a year"))
    assets = models.ManyToManyField("assets.Asset", verbose_name=_("Protects"), blank=True, related_name="controls")
    library_id = models.CharField(max_length=60, blank=True, editable=False)
    reduction = models.PositiveIntegerField(_("Risk reduction"), default=0, editable=False)

    class Meta:
        verbose_name = _("Control")
        verbose_name_plural = _("Controls")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="controls_control_reference"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="controls_control_kind"),
            models.CheckConstraint(condition=models.Q(function__in=Function.values), name="controls_control_function"),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="controls_control_status"),
        ]
        indexes = [
            models.Index(fields=["organisation", "number", "id"], name="controls_by_number"),
            models.Index(fields=["organisation", "status", "archived_at"], name="controls_by_status"),
        ]

    @property
    def path(self) -> str:
        return f"controls/{self.reference}/"

    @property
    def in_place(self) -> bool:
        return self.status == Status.IMPLEMENTED


class Strength(models.TextChoices):
    """How much of a requirement a control answers."""

    WHOLE = "whole", _("Answers it")
    PART = "part", _("Contributes to it")


class Link(TenantModel):
    """A requirement that a control answers, and how much of it. One control answers requirements in many frameworks."""

    control = models.ForeignKey(Control, on_delete=models.CASCADE, related_name="links")
    requirement = models.ForeignKey(
        Requirement, verbose_name=_("Requirement"), on_delete=models.CASCADE, related_name="links"
    )
    strength = models.CharField(_("Strength"), max_length=10, choices=Strength.choices, default=Strength.WHOLE)
    note = models.CharField(_("Note"), max_length=1000, blank=True)
    control_id: UUID
    requirement_id: UUID

    class Meta:
        verbose_name = _("Requirement answered")
        constraints = [
            models.UniqueConstraint(
                fields=["control", "requirement"],
                name="controls_link_once",
                violation_error_message=_("The control answers this requirement already."),
            ),
            models.CheckConstraint(condition=models.Q(strength__in=Strength.values), name="controls_link_strength"),
        ]

    def __str__(self) -> str:
        return f"{self.control_id} {self.requirement_id}"


class Reading(TenantModel):
    """How far and how good a control was at a time: one for each change, so that its course can be drawn."""

    control = models.ForeignKey(Control, on_delete=models.CASCADE, related_name="readings")
    at = models.DateTimeField(default=dates.now)
    status = models.CharField(max_length=20, choices=Status.choices)
    maturity = models.PositiveSmallIntegerField(null=True, blank=True)
    by = models.CharField(max_length=200, blank=True)
    control_id: UUID

    class Meta:
        verbose_name = _("Reading")
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["control", "at"], name="controls_readings")]

    def __str__(self) -> str:
        return f"{self.control_id} {self.at:%Y-%m-%d} {self.status}"
