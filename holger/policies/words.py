"""What states and answers are called, and how they look."""

from datetime import date

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.policies.models import Change, PolicyType, Status, Verdict

TYPE_WORDS = dict(PolicyType.choices)
STATUS_WORDS = dict(Status.choices)
STATUS_LOOKS = {
    "draft": ("none", "pencil"),
    "review": ("accent", "eye"),
    "requested": ("mid", "hourglass"),
    "approved": ("accent", "calendar-event"),
    "in_force": ("ok", "lock"),
    "superseded": ("line", "history"),
    "withdrawn": ("line", "archive"),
}
"""By status: how it is coloured, and its icon."""
CHANGE_WORDS = {
    Change.MAJOR.value: pgettext_lazy("policy version", "Major"),
    Change.MINOR.value: pgettext_lazy("policy version", "Minor"),
}
VERDICT_WORDS = dict(Verdict.choices)
LANGUAGE_WORDS = {"da": _("Danish"), "en": _("English")}
"""A policy's languages, in the reader's words."""
LANGUAGE_NAMES = {"da": pgettext_lazy("in a sentence", "Danish"), "en": pgettext_lazy("in a sentence", "English")}
"""The same as they stand in a sentence: Danish writes them small."""
OWN_NAMES = {"da": "Dansk", "en": "English"}
"""What those who read them call them."""


def behind(since: str) -> str:
    return gettext("Out of date since %(number)s") % {"number": since}


def minutes(words: int) -> int:
    """What it takes to read it, at the pace of a careful reader."""
    return max(1, round(words / 200))


def is_due(day: date | None, today: date) -> bool:
    return day is not None and day <= today
