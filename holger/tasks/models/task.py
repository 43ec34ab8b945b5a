from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.models import Record
from holger.tasks.models.activity import Activity, somebody


class TaskStatus(models.TextChoices):
    """Whether an open one is planned, soon due or late is worked out from the day (``rules.timing``)."""

    OPEN = "open", pgettext_lazy("task", "Open")
    WAITING = "waiting", pgettext_lazy("task", "Awaits sign-off")
    DONE = "done", pgettext_lazy("task", "Done")
    MISSED = "missed", pgettext_lazy("task", "Missed")
    DROPPED = "dropped", pgettext_lazy("task", "Dropped")


class Result(models.TextChoices):
    OK = "ok", pgettext_lazy("result", "OK")
    DEVIATION = "deviation", pgettext_lazy("result", "Deviation")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("result", "Not applicable")


class Task(Record):
    """Something that somebody must do by a day: one run of an activity, or a thing of its own. ``owner`` does it.

    ``slot`` is the date that the activity's rule gave; it never changes. ``due`` is when it is due; somebody may move it.
    One that was missed stays missed: what is done afterwards is told with it (``done_at``), and its status remains.
    ``about_type`` and ``about_id`` say what it is about, an object of any kind. (``subject_type`` is what a task itself is to others.)
    """

    prefix = "O"

    activity = models.ForeignKey(
        Activity, verbose_name=_("Activity"), on_delete=models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    slot = models.DateField(_("Planned"), null=True, blank=True, editable=False)
    opens = models.DateField(_("Opens"), null=True, blank=True)
    due = models.DateField(_("Due"))
    description = models.TextField(_("Description"), max_length=10_000, blank=True)
    about_type = models.CharField(max_length=100, blank=True, editable=False)
    about_id = models.UUIDField(null=True, blank=True, editable=False)
    born_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="born", db_index=False
    )
    """The run whose deviation this follows up."""
    deputy = somebody(_("Deputy"))
    approver = somebody(_("Signed off by"))
    asked_by = somebody(_("Given by"))
    needs_evidence = models.BooleanField(_("Evidence is needed"), default=False)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), null=True, blank=True)
    status = models.CharField(_("Status"), max_length=10, choices=TaskStatus.choices, default=TaskStatus.OPEN)
    result = models.CharField(_("Result"), max_length=20, choices=Result.choices, blank=True)
    reason = models.TextField(_("Reason"), max_length=2000, blank=True)
    """Why it did not apply or was dropped, or what deviated."""
    sent_back = models.TextField(_("Sent back because"), max_length=2000, blank=True, editable=False)
    """Why whoever signs it off wants it done again. Empty once it is."""
    comment = models.TextField(_("Comment"), max_length=10_000, blank=True)
    checklist = models.JSONField(_("Checklist"), default=list, blank=True)
    """Lines as ``{"text": …, "done": bool}``."""
    draft = models.JSONField(default=dict, blank=True, editable=False)
    """What whoever does it has written and no field holds: ``next_due``, and the ``follow_title`` and ``follow_owner`` of what
    a deviation leads to."""
    period_from = models.DateField(_("Covers from"), null=True, blank=True)
    period_to = models.DateField(_("Covers until"), null=True, blank=True)
    sample = models.JSONField(_("Sample"), default=dict, blank=True)
    """``of``, ``filter``, ``population`` (how many), ``size``, ``method``, ``seed`` and ``rows``, each with id, reference, title,
    ``result`` and ``note``."""
    started_at = models.DateTimeField(_("Started"), null=True, blank=True, editable=False)
    done_at = models.DateTimeField(_("Done"), null=True, blank=True, editable=False)
    done_by = models.CharField(pgettext_lazy("action", "Done by"), max_length=200, blank=True, editable=False)
    doer = somebody(pgettext_lazy("action", "Done by"))
    """The same as a person, who must not sign it off."""
    signed_at = models.DateTimeField(_("Signed off"), null=True, blank=True, editable=False)
    signed_by = models.CharField(_("Signed off by"), max_length=200, blank=True, editable=False)
    missed_at = models.DateTimeField(_("Missed"), null=True, blank=True, editable=False)
    activity_id: UUID | None
    approver_id: UUID | None
    asked_by_id: UUID | None
    deputy_id: UUID | None
    doer_id: UUID | None

    class Meta:
        verbose_name = _("Task")
        verbose_name_plural = _("Tasks")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="tasks_task_reference"),
            models.UniqueConstraint(
                fields=["activity", "slot", "about_id"],
                condition=Q(about_id__isnull=False),
                name="tasks_run_once_for_each",
            ),
            models.UniqueConstraint(
                fields=["activity", "slot"], condition=Q(about_id__isnull=True), name="tasks_run_once"
            ),
            models.CheckConstraint(condition=Q(status__in=TaskStatus.values), name="tasks_task_status"),
            models.CheckConstraint(condition=Q(result__in=("", *Result.values)), name="tasks_task_result"),
            models.CheckConstraint(
                condition=Q(period_from=None) | Q(period_to=None) | Q(period_to__gte=models.F("period_from")),
                name="tasks_task_period",
                violation_error_message=_("The period ends before it begins."),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "due", "id"], name="tasks_task_by_due"),
            models.Index(
                fields=["organisation", "due", "id"],
                condition=Q(status__in=("open", "waiting")),
                name="tasks_task_open",
            ),
            models.Index(fields=["organisation", "status", "due", "id"], name="tasks_task_by_status"),
            models.Index(fields=["organisation", "-done_at"], name="tasks_task_done"),
            models.Index(fields=["owner", "due"], condition=Q(status__in=("open", "waiting")), name="tasks_task_mine"),
            models.Index(fields=["activity", "status", "due"], name="tasks_task_of_activity"),
            models.Index(fields=["about_id"], condition=Q(about_id__isnull=False), name="tasks_task_about"),
            models.Index(fields=["born_of"], condition=Q(born_of__isnull=False), name="tasks_task_born"),
        ]

    @property
    def path(self) -> str:
        return f"tasks/{self.reference}/"

    @property
    def is_open(self) -> bool:
        return self.status in (TaskStatus.OPEN, TaskStatus.WAITING)

    @property
    def awaits_sign_off(self) -> bool:
        """Somebody has done it, and somebody else is to look at it."""
        return self.status == TaskStatus.WAITING or (
            self.status == TaskStatus.MISSED
            and self.done_at is not None
            and self.signed_at is None
            and self.wants_sign_off
        )

    @property
    def wants_sign_off(self) -> bool:
        """Two people, also where nobody was found who could be the second."""
        if self.approver_id is not None:
            return True
        activity = self.activity
        return activity is not None and bool(activity.approver_id or activity.approver_role)

    def owned_by(self, person_id: UUID | None) -> bool:
        """Whoever does it, stands in, signs it off or has asked for it, and whoever answers for its activity."""
        if person_id is None:
            return False
        mine = (self.owner_id, self.deputy_id, self.approver_id, self.asked_by_id)
        return person_id in mine or (self.activity is not None and self.activity.owner_id == person_id)
