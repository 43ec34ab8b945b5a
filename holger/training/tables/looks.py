"""Badges and bars of the room."""

from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from holger.training.models import Course, Enrolment, SessionStatus, State, Status
from holger.training.selectors import Counts, Trained
from holger.ui import cells

STATUS_LOOKS = {
    Status.DRAFT: ("mid", "pencil"),
    Status.PUBLISHED: ("ok", "check"),
    Status.ARCHIVED: ("none", "archive"),
}
SESSION_LOOKS = {
    SessionStatus.PLANNED: ("line", "calendar"),
    SessionStatus.HELD: ("ok", "check"),
    SessionStatus.CANCELLED: ("none", "x"),
}


def status_badge(course: Course) -> SafeString:
    return cells.badge(course.get_status_display(), *STATUS_LOOKS[Status(course.status)])


def session_badge(status: str) -> SafeString:
    return cells.badge(SessionStatus(status).label, *SESSION_LOOKS[SessionStatus(status)])


def state_badge(row: Enrolment, today: date) -> SafeString:
    """How it stands with somebody: what no longer holds is told as such."""
    if row.state == State.PASSED:
        if row.holds(today):
            return cells.badge(row.get_state_display(), "ok", "check")
        return cells.badge(pgettext("enrolment", "No longer holds"), "high", "clock-exclamation")
    if row.state == State.FAILED:
        return cells.badge(row.get_state_display(), "crit", "x")
    if row.state == State.WITHDRAWN:
        return cells.badge(row.get_state_display(), "none", "x")
    if row.due is not None and row.due < today:
        return cells.badge(_("Overdue"), "crit", "clock-exclamation")
    return cells.badge(row.get_state_display(), "line", "clock")


def completion(counts: Counts, thin: bool = True) -> SafeString:
    """A bar, and the numbers in words beside it."""
    if not counts.total:
        return cells.dash
    told = gettext("%(done)s of %(total)s") % {"done": counts.done, "total": counts.total}
    drawn = cells.bar(counts.percent, told, "thin" if thin else "")
    return SafeString(f'<span class="rd-progress">{drawn}<span class="h-small h-num h-nowrap">{told}</span></span>')


def trained_badge(each: Trained) -> SafeString:
    if each.holds:
        return cells.badge(_("Trained"), "ok", "check")
    return cells.badge(_("Missing"), "crit", "x")


def next_badge(each: Trained, today: date) -> SafeString:
    """What they are to take, if anything."""
    return state_badge(each.open, today) if each.open else cells.dash
