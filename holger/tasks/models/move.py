from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core import dates
from holger.core.models import Common, TenantModel
from holger.organisation.models import Person
from holger.tasks.models.task import Task, TaskStatus


class MoveKind(models.TextChoices):
    JOINER = "joiner", pgettext_lazy("person", "Joins")
    LEAVER = "leaver", pgettext_lazy("person", "Leaves")


class MoveList(Common):
    """What is done when somebody comes, or goes: a line for each thing. Without a row the lines are ``rules.moves.READY``."""

    kind = models.CharField(max_length=10, choices=MoveKind.choices, editable=False)
    lines = models.JSONField(_("Checklist"), default=list, blank=True)

    class Meta:
        verbose_name = _("List for joiners and leavers")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="tasks_move_list_once"),
            models.CheckConstraint(condition=Q(kind__in=MoveKind.values), name="tasks_move_list_kind"),
        ]

    def __str__(self) -> str:
        return str(_("When somebody joins") if self.kind == MoveKind.JOINER else _("When somebody leaves"))

    @property
    def path(self) -> str:
        return "joiners-leavers/lists/"


class Move(TenantModel):
    """Somebody comes or goes on a day, and the task that this gives once it is near."""

    person = models.ForeignKey(Person, verbose_name=_("Name"), on_delete=models.CASCADE, related_name="moves")
    kind = models.CharField(pgettext_lazy("person", "Joins or leaves"), max_length=10, choices=MoveKind.choices)
    day = models.DateField(_("Day"))
    task = models.ForeignKey(
        Task, verbose_name=_("Task"), on_delete=models.SET_NULL, null=True, blank=True, related_name="moves"
    )
    created_at = models.DateTimeField(default=dates.now, editable=False)
    person_id: UUID
    task_id: UUID | None

    class Meta:
        verbose_name = _("Joiner or leaver")
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "day"], name="tasks_move_once"),
            models.CheckConstraint(condition=Q(kind__in=MoveKind.values), name="tasks_move_kind"),
        ]
        indexes = [models.Index(fields=["organisation", "day", "id"], name="tasks_move_by_day")]

    def __str__(self) -> str:
        return f"{self.person}: {self.day}"

    @property
    def is_open(self) -> bool:
        """Nothing has been done about it, or not all."""
        return self.task is None or self.task.status == TaskStatus.OPEN
