from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.controls.models.control import Control, money
from holger.core.models import Record
from holger.frameworks.models import Requirement


class PlanStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("plan", "Planned")
    STARTED = "started", pgettext_lazy("plan", "Under way")
    DONE = "done", pgettext_lazy("plan", "Done")
    DROPPED = "dropped", pgettext_lazy("plan", "Dropped")


class PlanItem(Record):
    """A piece of work of the implementation plan (implementeringsplan): what it closes, what it costs, who does it, when.

    ``control`` is what will be in place when it is done. ``priority`` is computed from what it closes, how much risk it
    takes away and what it costs; see ``rules.plan``.
    """

    prefix = "PL"

    description = models.TextField(_("Description"), max_length=10_000, blank=True)
    status = models.CharField(_("Status"), max_length=20, choices=PlanStatus.choices, default=PlanStatus.PLANNED)
    control = models.ForeignKey(
        Control, verbose_name=_("Control"), on_delete=models.SET_NULL, null=True, blank=True, related_name="plan_items"
    )
    requirements = models.ManyToManyField(
        Requirement, verbose_name=_("Requirements it closes"), blank=True, related_name="plan_items"
    )
    depends_on = models.ManyToManyField(
        "self", verbose_name=_("Waits for"), symmetrical=False, blank=True, related_name="holds_up"
    )
    starts = models.DateField(_("Starts"), null=True, blank=True)
    due = models.DateField(_("Due"), null=True, blank=True)
    days = models.DecimalField(
        _("Effort in days"),
        max_digits=7,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(10_000))],
    )
    budget = money(_("Budget"))
    spent = money(_("Spent"))
    competence = models.CharField(_("Competence"), max_length=300, blank=True, help_text=_("What one must know."))
    external = models.CharField(_("Help from outside"), max_length=300, blank=True, help_text=_("Who, and for what."))
    priority = models.PositiveSmallIntegerField(_("Priority"), default=0, editable=False)
    done_at = models.DateTimeField(_("Done"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("Plan item")
        verbose_name_plural = _("Implementation plan")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="controls_plan_reference"),
            models.CheckConstraint(condition=models.Q(status__in=PlanStatus.values), name="controls_plan_status"),
            models.CheckConstraint(
                condition=models.Q(due__gte=models.F("starts")) | models.Q(due=None) | models.Q(starts=None),
                name="controls_plan_dates",
                violation_error_message=_("It cannot be due before it starts."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "number", "id"], name="controls_plan_by_number")]

    @property
    def path(self) -> str:
        return f"plan/{self.reference}/"

    @property
    def is_open(self) -> bool:
        return self.status in (PlanStatus.PLANNED, PlanStatus.STARTED)
