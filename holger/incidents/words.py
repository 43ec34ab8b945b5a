"""The words for laws, states and lengths, as pages, papers and mails say them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.incidents.rules.assessing import Answer
from holger.incidents.rules.clock_entry import Limit, Rule, Start
from holger.incidents.rules.clocks import Clock, State
from holger.incidents.rules.periods import Length, Unit
from holger.incidents.rules.significance import Held

REGIME_WORDS: Mapping[str, str | Promise] = {
    "nis2": "NIS2",
    "gdpr": _("GDPR"),
    "dora": "DORA",
    "cra": "CRA",
    "contract": pgettext_lazy("law", "Contract"),
    "other": pgettext_lazy("law", "Other"),
}

STATE_WORDS: Mapping[State, Promise] = {
    State.OVERDUE: _("Overdue"),
    State.DUE_SOON: _("Due soon"),
    State.RUNNING: pgettext_lazy("clock", "Running"),
    State.WAITING: pgettext_lazy("clock", "Not started"),
    State.SUBMITTED: pgettext_lazy("clock", "Submitted"),
    State.CORRECTED: pgettext_lazy("clock", "Submitted and corrected"),
    State.WITHDRAWN: pgettext_lazy("clock", "Taken back"),
    State.NOT_RELEVANT: _("Not relevant"),
}
STATE_LOOKS: Mapping[State, tuple[str, str]] = {
    State.OVERDUE: ("crit", "alert-circle"),
    State.DUE_SOON: ("mid", "clock-exclamation"),
    State.RUNNING: ("none", "clock"),
    State.WAITING: ("line", "player-pause"),
    State.SUBMITTED: ("ok", "circle-check"),
    State.CORRECTED: ("ok", "checks"),
    State.WITHDRAWN: ("line", "arrow-back-up"),
    State.NOT_RELEVANT: ("line", "circle-off"),
}
"""By state: how it is coloured, and its icon."""

ANSWER_LOOKS: Mapping[Answer, tuple[str, str]] = {
    Answer.YES: ("accent", "check"),
    Answer.NO: ("none", "x"),
    Answer.UNDECIDED: ("mid", "help-circle"),
}
HELD_WORDS: Mapping[Held, Promise] = {
    Held.MET: pgettext_lazy("threshold", "Met"),
    Held.UNKNOWN: pgettext_lazy("threshold", "Not known yet"),
    Held.NOT_MET: pgettext_lazy("threshold", "Not met"),
}
HELD_LOOKS: Mapping[Held, tuple[str, str]] = {
    Held.MET: ("crit", "alert-circle"),
    Held.UNKNOWN: ("mid", "help-circle"),
    Held.NOT_MET: ("ok", "check"),
}

START_WORDS: Mapping[Start, Promise] = {
    Start.FIRST_SIGN: _("from the first sign"),
    Start.AWARE: _("from when you are aware of it"),
    Start.CLASSIFIED: _("from when it is decided"),
    Start.SUBMITTED: _("from when the notice before is sent"),
    Start.FIX_AVAILABLE: _("from when a fix is available"),
    Start.HANDLED: _("from when the incident is handled"),
}

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAYS_FROM = timedelta(hours=100)
"""From here on hours are no longer counted: 5 days says more than 121 hours."""


def length_words(length: Length) -> str:
    match length.unit:
        case Unit.HOURS:
            return ngettext("%(count)s hour", "%(count)s hours", length.count) % {"count": length.count}
        case Unit.DAYS:
            return ngettext("%(count)s day", "%(count)s days", length.count) % {"count": length.count}
        case Unit.MONTHS:
            return ngettext("%(count)s month", "%(count)s months", length.count) % {"count": length.count}
        case Unit.AGREED:
            return gettext("as agreed")
    return gettext("without undue delay")


def limit_words(limit: Limit) -> str:
    return f"{length_words(limit.length)} {START_WORDS[limit.start]}"


def rule_words(rule: Rule) -> list[str]:
    return [limit_words(limit) for limit in rule.limits]


def within_words(clock: Clock) -> str:
    """The limit that counts, or the first where none does yet."""
    limit = clock.limit or clock.rule.limits[0]
    return length_words(limit.length)


def span_words(span: timedelta) -> str:
    """52 h 18 min, or 12 days: how long it is, without saying to which side."""
    span = abs(span)
    if span >= DAYS_FROM:
        return ngettext("%(count)s day", "%(count)s days", span // DAY) % {"count": span // DAY}
    hours, rest = divmod(span, HOUR)
    minutes = rest // timedelta(minutes=1)
    if not hours:
        return gettext("%(minutes)s min") % {"minutes": minutes}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}


TIMELINE_AFTER: Mapping[str, tuple[str | Promise, str]] = {
    "evaluated": (_("Evaluation finished."), ""),
    "evaluation_reopened": (_("Evaluation opened again."), ""),
    "correction_added": (_("Corrective action:"), "%(title)s"),
    "correction_done": (_("Corrective action done:"), "%(title)s"),
    "correction_worked": (_("Corrective action has worked:"), "%(title)s"),
    "correction_failed": (_("Corrective action has not worked:"), "%(title)s"),
    "correction_dropped": (_("Corrective action dropped:"), "%(title)s"),
    "drill_started": (_("The exercise began:"), "%(title)s"),
    "inject": (_("The table was told:"), "%(text)s"),
    "drill_finished": (_("The exercise ended."), ""),
}
"""What a case's own lines say of what came after it, and of an exercise: how they begin, and what is told."""


def line_words(told: Mapping[str, object]) -> str:
    """A line of the case itself in one sentence."""
    what = str(told.get("what", ""))
    head, sentence = TIMELINE_AFTER.get(what, (what.replace("_", " ").capitalize(), ""))
    try:
        return f"{head} {sentence % told}".strip()
    except KeyError:
        return str(head)


CORRECTION_STATES: Sequence[tuple[str, Promise]] = (
    ("open", pgettext_lazy("correction", "To be done")),
    ("late", pgettext_lazy("correction", "Late")),
    ("check", pgettext_lazy("correction", "Effect awaited")),
    ("worked", pgettext_lazy("effect", "Has worked")),
    ("failed", pgettext_lazy("effect", "Has not worked")),
    ("dropped", pgettext_lazy("correction", "Dropped")),
)
"""Where a corrective action stands, by ``selectors.afterwards.correction_state``."""
