"""The words of the numbers."""

from datetime import timedelta

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.incidents.rules.statistics import MONTH, Stretch
from holger.incidents.words import span_words
from holger.ui import days

TIMES = (
    (
        "detect",
        _("Until it was detected"),
        _("From when it began to when it was seen, where it is known when it began."),
    ),
    ("contain", _("Until it was contained"), _("From when it was seen to when it was stopped from spreading.")),
    ("recover", _("Until all worked again"), _("From when it was seen to when it was recovered.")),
    ("notify", _("Until somebody was notified"), _("From when one was aware to the first notification that was sent.")),
)
KINDS = (
    ("category", pgettext_lazy("incident", "Category")),
    ("cause", pgettext_lazy("incident", "Cause")),
    ("unit", _("Unit")),
    ("severity", _("Severity")),
)
"""By the name of the list's filter."""
LONGEST_MONTH = 31


def span(value: timedelta | None) -> str:
    return "–" if value is None else span_words(value)


def stretch_words(each: Stretch) -> str:
    """March 2026, or the first quarter of it."""
    if (each.last - each.first).days > LONGEST_MONTH:
        return days.quarter(each.first.year, each.quarter)
    return f"{days.month_name(each.first.month).capitalize()} {each.first.year}"


def trend_words(trend: int | None, unit: str) -> str:
    """How the last three full months, or quarters, were beside the three before."""
    if trend is None:
        return ""
    count = abs(trend)
    months, quarters = _trends(trend)
    return str(months if unit == MONTH else quarters) % {"count": count}


def _trends(trend: int) -> tuple[str, str]:
    if trend == 0:
        return (
            gettext("As many in the last three full months as in the three before."),
            gettext("As many in the last three full quarters as in the three before."),
        )
    if trend > 0:
        return (
            gettext("%(count)s more in the last three full months than in the three before."),
            gettext("%(count)s more in the last three full quarters than in the three before."),
        )
    return (
        gettext("%(count)s fewer in the last three full months than in the three before."),
        gettext("%(count)s fewer in the last three full quarters than in the three before."),
    )
