"""The columns of the list of tasks, and the small pieces that pages about tasks draw alike."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.tasks.models import Result, Task, TaskStatus
from holger.tasks.rules.timing import Said, Timing
from holger.tasks.rules.workdays import shown
from holger.ui import cells, days
from holger.ui.columns import Column

STATUS_LOOKS = {
    TaskStatus.OPEN: ("none", "circle-dashed"),
    TaskStatus.WAITING: ("mid", "eye"),
    TaskStatus.DONE: ("ok", "check"),
    TaskStatus.MISSED: ("crit", "x"),
    TaskStatus.DROPPED: ("none", "circle-off"),
}
RESULT_LOOKS = {
    Result.OK: ("ok", "check"),
    Result.DEVIATION: ("high", "alert-triangle"),
    Result.NOT_APPLICABLE: ("none", "circle-off"),
}
CLOSE = 7
"""So many days before it is due, a task is told to be near."""


def timing_of(task: Task) -> Timing:
    opens = task.opens or task.due
    return Timing(task.due, lead=max((task.due - opens).days, 0), shown=shown(task.due))


def due_words(task: Task, today: date) -> str:
    """3 days left, due today, 2 days late, opens in 20 days."""
    said, count = timing_of(task).said(today)
    if said == Said.TODAY:
        return gettext("due today")
    if said == Said.OVER:
        return ngettext("%(count)s day late", "%(count)s days late", count) % {"count": count}
    if said == Said.OPENS:
        return ngettext("opens in %(count)s day", "opens in %(count)s days", count) % {"count": count}
    return ngettext("%(count)s day left", "%(count)s days left", count) % {"count": count}


def due_badge(task: Task, today: date) -> SafeString:
    """How an open task stands, by words, mark and colour."""
    left = timing_of(task).left(today)
    text = due_words(task, today)
    if left < 0:
        return cells.badge(text, "crit", "clock-exclamation")
    if left == 0:
        return cells.badge(text, "high", "clock")
    return cells.badge(text, "mid" if left <= CLOSE else "none", "clock")


def status_badge(task: Task) -> SafeString:
    level, mark = STATUS_LOOKS[TaskStatus(task.status)]
    return cells.badge(task.get_status_display(), level, mark)


def result_badge(result: str) -> SafeString:
    level, mark = RESULT_LOOKS[Result(result)]
    return cells.badge(Result(result).label, level, mark)


def badges(task: Task, today: date) -> list[SafeString]:
    """What there is to know of a task at a glance."""
    if task.status == TaskStatus.OPEN:
        found = [due_badge(task, today)]
        if task.sent_back:
            found.insert(0, cells.badge(pgettext("task", "Sent back"), "high", "arrow-back-up"))
        elif task.started_at is not None:
            found.append(cells.badge(pgettext("task", "Begun"), "accent", "player-play"))
        return found
    said = task.result if task.done_at is not None else ""
    if task.status == TaskStatus.DONE and said:
        return [result_badge(said)]
    found = [status_badge(task)]
    if said:
        found.append(result_badge(said))
    if task.status == TaskStatus.MISSED and task.done_at is not None:
        late = cells.badge(pgettext("task", "Done late"), "mid", "check")
        found.append(cells.badge(pgettext("task", "Awaits sign-off"), "mid", "eye") if task.awaits_sign_off else late)
    return found


def _status_cell(task: Task, page: Any) -> SafeString:
    return cells.several(badges(task, page.today))


def _title_cell(task: Task, page: Any) -> SafeString:
    return cells.name(task, page.base)


def _due_cell(task: Task, page: Any) -> SafeString:
    moved = task.slot is not None and task.slot != task.due
    text = escape(gettext("planned for %(day)s") % {"day": days.day(task.slot)}) if moved else ""
    more = f'<span class="h-tiny h-dim d-block">{text}</span>' if moved else ""
    return SafeString(f"<span>{cells.date(task.due)}{more}</span>")


def _activity_cell(task: Task, page: Any) -> SafeString:
    """Its reference; the title of a run is the activity's own."""
    if task.activity is None or task.activity_id not in page.shown_activities:
        return cells.dash
    return cells.link(task.activity.reference, page.base + task.activity.path)


def _result_cell(task: Task, page: Any) -> SafeString:
    return result_badge(task.result) if task.result and task.done_at else cells.dash


def minutes_cell(minutes: int | None) -> SafeString | str:
    return SafeString(f'<span class="h-nowrap">{escape(days.duration(minutes))}</span>') if minutes else cells.dash


def _person(name: str, label: Any, **more: Any) -> Column:
    return Column(
        name,
        label,
        lambda row, page: cells.person(getattr(row, name)),
        sort=f"{name}__name",
        reads=(f"{name}__name", f"{name}__initials"),
        **more,
    )


def _day(name: str, label: Any, **more: Any) -> Column:
    return Column(name, label, lambda row, page: cells.date(getattr(row, name)), sort=name, reads=(name,), **more)


ALWAYS = (
    *("organisation_id", "reference", "title", "status", "due", "opens", "slot", "result", "started_at", "sent_back"),
    *("done_at", "signed_at", "approver_id", "activity__reference", "activity__approver_id", "activity__approver_role"),
)
"""What every row needs, whichever columns are shown."""

TASK_COLUMNS: Sequence[Column] = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Task"), _title_cell, sort="title"),
    Column("status", _("Status"), _status_cell, sort="status"),
    Column("due", _("Due"), _due_cell, sort="due"),
    _person("owner", pgettext_lazy("task", "Who")),
    Column("minutes", _("Takes"), lambda row, page: minutes_cell(row.minutes), sort="minutes", number=True,
           reads=("minutes",)),
    Column("activity", _("Activity"), _activity_cell, sort="activity__number"),
    Column("result", _("Result"), _result_cell, sort="result", shown=False),
    _day("done_at", pgettext_lazy("task", "Done on"), shown=False),
    Column("done_by", pgettext_lazy("action", "Done by"), sort="done_by", shown=False, reads=("done_by",)),
    _person("approver", _("Signed off by"), shown=False),
    _person("deputy", _("Deputy"), shown=False),
    _person("asked_by", _("Given by"), shown=False),
    _day("slot", _("Planned"), shown=False),
    _day("opens", _("Opens"), shown=False),
    Column("unit", _("Unit"), lambda row, page: row.unit, sort="unit__name", shown=False, reads=("unit__name",)),
    Column(
        "updated",
        _("Updated"),
        lambda row, page: cells.moment(row.updated_at),
        sort="updated_at",
        shown=False,
        reads=("updated_at",),
    ),
)  # fmt: skip


def lines(tasks: Sequence[Task], today: date) -> list[tuple[Task, list[SafeString]]]:
    """Tasks as panels list them, each with its badges."""
    return [(task, badges(task, today)) for task in tasks]
