"""The words for laws, states and lengths, as pages, papers and mails say them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.words import N_, say
from holger.incidents import library
from holger.incidents.models import Condition, Deed, Part, Source
from holger.incidents.models.decisions import Answered
from holger.incidents.models.moments import Point
from holger.incidents.rules.assessing import QUESTIONS, Answer
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

ACT_WORDS: Mapping[str, str | Promise] = {
    "Delegated Regulation (EU)": pgettext_lazy("law", "Delegated Regulation (EU)"),
    "Implementing Regulation (EU)": pgettext_lazy("law", "Implementing Regulation (EU)"),
    "Regulation (EU)": pgettext_lazy("law", "Regulation (EU)"),
    "Directive (EU)": pgettext_lazy("law", "Directive (EU)"),
    "The contract": pgettext_lazy("law", "The contract"),
    "second subparagraph": pgettext_lazy("law", "second subparagraph"),
    "proposal of the Commission": pgettext_lazy("law", "proposal of the Commission"),
    "Circular to Danish authorities since 1 September 2014": pgettext_lazy(
        "law", "Circular to Danish authorities since 1 September 2014"
    ),
}
"""What sources say in words; the longer ones first, since others stand in them. Numbers and articles are the same in all languages."""

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


TIMELINE: Mapping[str, tuple[Promise, str]] = {
    "reported": (_("Reported."), "%(source)s"),
    "created": (_("The case is opened."), ""),
    "taken_on": (_("Taken on."), N_("%(owner)s leads the case.")),
    "given": (_("New leader of the case."), "%(owner)s"),
    "rejected": (_("Not an incident."), ""),
    "merged": (_("Joined with another case."), N_("It goes on in %(case)s.")),
    "joined": (_("Another case was joined with this one."), "%(case)s"),
    "split": (_("A part became a case of its own."), "%(case)s"),
    "parted": (_("This case was parted from another."), "%(case)s"),
    "quoted": (_("From the case that it was parted from."), "%(text)s"),
    "contained": (_("Contained."), ""),
    "recovered": (_("Recovered."), ""),
    "flare_up": (_("It has flared up again."), ""),
    "closed": (_("Closed."), ""),
    "reopened": (_("Opened again."), ""),
    "restricted": (_("Only those who need to know see it from now on."), ""),
    "opened_up": (_("All who may see incidents see it from now on."), ""),
    "severity": (_("Severity."), "%(severity)s"),
    "archived": (_("Archived."), ""),
    "restored": (_("Restored."), ""),
    "member_added": (_("On the team:"), "%(person)s, %(part)s"),
    "member_left": (_("No longer on the team:"), "%(person)s, %(part)s"),
    "affected": (_("Affected:"), "%(name)s. %(condition)s"),
    "affected_set": (_("Affected:"), "%(name)s. %(condition)s"),
    "affected_dropped": (_("Not among what is affected any more:"), "%(name)s"),
    "playbook": (_("Playbook put to use:"), "%(playbook)s"),
    "step_done": (_("Step done:"), "%(text)s"),
    "step_undone": (_("Step open again:"), "%(text)s"),
    "step_skipped": (_("Step does not apply:"), "%(text)s"),
    "step_added": (_("Step added:"), "%(text)s"),
    "custody": (_("Evidence in hand:"), "%(thing)s. %(deed)s, %(holder)s"),
    "evidence": (_("Evidence attached:"), "%(reference)s %(title)s"),
    "task": (_("Task given:"), "%(reference)s %(title)s"),
    "task_done": (_("Task done:"), "%(reference)s %(title)s"),
    "related": (_("Has to do with:"), "%(case)s"),
    "unrelated": (_("Has nothing to do with:"), "%(case)s"),
    "decided": (_("Decided:"), "%(question)s %(answer)s"),
    "clock_dismissed": (_("Deadline put aside:"), "%(clock)s"),
    "clock_taken_up": (_("Deadline counts again:"), "%(clock)s"),
    "moment": (_("Moment:"), "%(point)s"),
    "moment_corrected": (_("Moment corrected:"), "%(point)s"),
    "notice": (_("Sent:"), N_("%(clock)s, to %(recipient)s")),
    "notice_corrected": (_("Sent once more, corrected:"), N_("%(clock)s, to %(recipient)s")),
    "notice_withdrawn": (_("Taken back:"), N_("%(clock)s, to %(recipient)s")),
    "unjoined": (_("No longer joined with this one:"), "%(case)s"),
    "weighed": (_("Severity."), "%(severity)s"),
    "time_corrected": (_("A time was put right."), ""),
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
"""What a case's own lines say, by ``told["what"]``: how they begin, and what the rest tells of what is told."""

ASIDE = frozenset(("what", "reason", "basis", "step", "before", "now", "words", "category", "entry"))
"""What is told and stands apart from the sentence."""


def _clock_name(key: str) -> str:
    rule = next((each for each in library.clocks() if each.key == key), None)
    return say(rule.title, get_language()) if rule else key


def severity_words(key: str) -> str:
    """What a level of a ready method is called; a level of the organisation's own by its key."""
    levels = (level for method in library.severities() for level in method.severities)
    found = next((level for level in levels if level.key == key), None)
    return say(found.title, get_language()) if found else key


def _choice(choices: Any) -> Callable[[str], str]:
    return lambda value: str(dict(choices.choices).get(value, value))


SAID_BY_NAME: Mapping[str, Callable[[str], str]] = {
    "question": lambda value: gettext(QUESTIONS[value].text) if value in QUESTIONS else value,
    "answer": _choice(Answered),
    "point": _choice(Point),
    "part": _choice(Part),
    "condition": _choice(Condition),
    "deed": _choice(Deed),
    "source": _choice(Source),
    "clock": _clock_name,
    "severity": severity_words,
}


def timeline_words(told: Mapping[str, Any], names: Mapping[str, str] | None = None) -> tuple[str, str, str]:
    """A line of the case itself in the reader's language: how it begins, what it tells, and the reason that was given.

    ``names``: what people and cases are called, by key, as far as the reader may know.
    """
    what = str(told.get("what", ""))
    if what == "quoted" and isinstance(told.get("told"), Mapping):
        inner, text, reason = timeline_words(told["told"], names)
        return str(TIMELINE["quoted"][0]), f"{inner} {text}".strip(), reason
    known = TIMELINE.get(what)
    head, sentence = (str(known[0]), known[1]) if known else (what.replace("_", " ").capitalize() + ".", "")
    named = names or {}
    values = {name: _told_value(name, value, named) for name, value in told.items() if value not in (None, "", [])}
    reason = values.get("reason") or values.get("basis") or ""
    return head, _sentence(sentence, values), reason


def line_said(told: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The same in one sentence, as papers have it."""
    return " ".join(part for part in timeline_words(told, names) if part)


def _sentence(sentence: str, values: Mapping[str, str]) -> str:
    """Where something that it names was not told, what was told stands there without more."""
    try:
        return gettext(sentence) % values if sentence else _plainly(values)
    except KeyError:
        return _plainly(values)


def _plainly(values: Mapping[str, str]) -> str:
    return ", ".join(value for name, value in values.items() if name not in ASIDE)


KEPT_AS_KEYS: Mapping[str, Promise] = {
    "person": _("somebody who is no longer here"),
    "owner": _("somebody who is no longer here"),
    "case": _("a case that you may not see"),
}
"""What is told by its key, so that a name can be forgotten and a case be kept from who may not know: what stands there then."""


def _is_key(value: str) -> bool:
    return len(value) == KEY_LETTERS and value.count("-") == 4


KEY_LETTERS = 36


def _told_value(name: str, value: Any, names: Mapping[str, str]) -> str:
    if name in KEPT_AS_KEYS and isinstance(value, str):
        return names.get(value) or (str(KEPT_AS_KEYS[name]) if _is_key(value) else value)
    if isinstance(value, Mapping):
        return say(value, get_language())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, str) and name in SAID_BY_NAME:
        return SAID_BY_NAME[name](value)
    return str(value)


CORRECTION_STATES: Sequence[tuple[str, Promise]] = (
    ("open", pgettext_lazy("correction", "To be done")),
    ("late", pgettext_lazy("correction", "Late")),
    ("check", pgettext_lazy("correction", "Effect awaited")),
    ("worked", pgettext_lazy("effect", "Has worked")),
    ("failed", pgettext_lazy("effect", "Has not worked")),
    ("dropped", pgettext_lazy("correction", "Dropped")),
)
"""Where a corrective action stands, by ``selectors.afterwards.correction_state``."""


def source_words(source: str) -> str:
    """Where something stands in the law, with the kind of act in the reader's language."""
    for english, said in ACT_WORDS.items():
        source = source.replace(english, str(said))
    return source
