"""The words of the requests of data subjects: the log, the states of the clock, and how they look."""

from collections.abc import Mapping
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.words import say
from holger.privacy import library
from holger.privacy.models import Outcome, RequestEntry, RequestStatus
from holger.privacy.rules import requests as rules
from holger.privacy.rules.requests import Clock, State
from holger.ui import days

STATE_WORDS: Mapping[State, Promise] = {
    State.RUNNING: pgettext_lazy("clock", "Running"),
    State.SOON: _("Due soon"),
    State.OVERDUE: _("Overdue"),
    State.ANSWERED: pgettext_lazy("clock", "Answered in time"),
    State.LATE: pgettext_lazy("clock", "Answered late"),
}
STATE_LOOKS: Mapping[State, tuple[str, str]] = {
    State.RUNNING: ("none", "clock"),
    State.SOON: ("mid", "clock-exclamation"),
    State.OVERDUE: ("crit", "alert-circle"),
    State.ANSWERED: ("ok", "circle-check"),
    State.LATE: ("high", "clock-exclamation"),
}
"""By state: how it is coloured, and its icon."""
STATUS_LOOKS: Mapping[RequestStatus, tuple[str, str]] = {
    RequestStatus.OPEN: ("accent", "circle-half-2"),
    RequestStatus.DECIDED: ("mid", "send"),
    RequestStatus.CLOSED: ("none", "circle-check"),
}
LOG: Mapping[str, Promise] = {
    "created": pgettext_lazy("request log", "Received and written down."),
    "moved": pgettext_lazy("request log", "The day of receipt was put right."),
    "identity_asked": pgettext_lazy("request log", "Asked who it is."),
    "identity_confirmed": pgettext_lazy("request log", "It is clear who it is."),
    "identity_failed": pgettext_lazy("request log", "It could not be made clear who it is."),
    "extended": pgettext_lazy("request log", "More time was taken, and the person told."),
    "decided": pgettext_lazy("request log", "Decided."),
    "closed": pgettext_lazy("request log", "Answered and closed."),
    "reopened": pgettext_lazy("request log", "Opened again."),
    "erased": pgettext_lazy("request log", "Who asked was erased."),
    "step_done": pgettext_lazy("request log", "Step done."),
    "step_undone": pgettext_lazy("request log", "Step opened again."),
    "step_skipped": pgettext_lazy("request log", "Step left out."),
    "step_added": pgettext_lazy("request log", "Step added."),
    "inquiries_added": pgettext_lazy("request log", "Places to search added."),
    "inquiry_open": pgettext_lazy("request log", "To be asked again."),
    "inquiry_asked": pgettext_lazy("request log", "Asked for data."),
    "inquiry_data": pgettext_lazy("request log", "Data found."),
    "inquiry_nothing": pgettext_lazy("request log", "No data there."),
    "inquiry_dropped": pgettext_lazy("request log", "Place taken off."),
    "letter_sent": pgettext_lazy("request log", "Letter sent."),
}


def about_words(entry: RequestEntry) -> str:
    """What a line names beside, in the reader's words."""
    about = entry.about
    if entry.what.startswith("step_"):
        return gettext(rules.STEP_TITLES[about]) if about in rules.STEP_TITLES else ""
    if entry.what == "letter_sent":
        letter = library.letters().get(about)
        return say(letter.title, get_language()) if letter else about
    if entry.what == "decided":
        return str(dict(Outcome.choices).get(about, about))
    return _day_words(about)


def _day_words(about: str) -> str:
    """A day in the reader's way of writing it; anything else as it is."""
    try:
        return days.day(date.fromisoformat(about))
    except ValueError:
        return about


def left_words(clock: Clock) -> str:
    """How much time is left, or for how long it is over."""
    count = abs(clock.days_left)
    if clock.state in (State.ANSWERED, State.LATE):
        return str(STATE_WORDS[clock.state])
    if clock.days_left < 0:
        return ngettext("%(count)s day over", "%(count)s days over", count) % {"count": count}
    return ngettext("%(count)s day left", "%(count)s days left", count) % {"count": count}


def right_words(key: str) -> str:
    return gettext(rules.RIGHTS.get(key, key))


def outcome_words(key: str) -> str:
    return str(dict(Outcome.choices).get(key, key))
