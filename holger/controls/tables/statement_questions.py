"""What an auditor would ask, in words: what is found, why it matters, and the way to exactly those lines."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.controls.rules.signs import ALWAYS
from holger.controls.rules.statement_questions import CHANGED, NEVER, OLD, Question
from holger.controls.selectors import Now

NAMED = 3
"""Requirements that a question names; the rest are behind its link."""


@dataclass(frozen=True)
class Words:
    """``why`` an auditor asks, what to do about it, and how bad it is."""

    why: str | Promise
    remedy: str | Promise
    level: str
    icon: str = "alert-triangle"


@dataclass(frozen=True)
class Asked:
    """A question as it is shown. ``links`` are (text, address)."""

    title: str
    text: str
    level: str
    icon: str
    links: Sequence[tuple[str, str]] = ()
    why: str | Promise = ""


QUESTIONS: Mapping[str, Words] = {
    "unproven": Words(
        _("That it works is to be seen, not to be told."), _("Ask the owners for evidence"), "high"
    ),
    "uncontrolled": Words(
        _("The statement must say what is done to meet it."), _("Link a control to it"), "high"
    ),
    "unreasoned": Words(
        _("Whatever is left out needs a justification that others understand."), _("Write why"), "high"
    ),
    "contradicted": Words(
        _("What the map shows speaks louder than the statement."), _("Decide on it again"), "high", "help-circle"
    ),
    "undriven": Words(
        _("A requirement is chosen because of a risk, a law, a contract or the business."),
        _("Say what drives them"),
        "mid",
    ),
    "unanswered": Words(
        _("The statement must say whether it is in place."), _("Answer, or link a control"), "mid"
    ),
    "unkept": Words(
        _("What nobody answers for, or what is late, does not last."), _("Find an owner, or a new date"), "mid"
    ),
    "disagreeing": Words(
        _("One of the two is wrong, and the auditor will find out which."), _("Answer again"), "mid", "help-circle"
    ),
    "stale": Words(_("The statement in force must tell the truth of today."), _("See what has changed"), "mid"),
}  # fmt: skip

OPEN: Mapping[str, Callable[[int], str]] = {
    "unproven": lambda n: ngettext("%(count)s in place without evidence", "%(count)s in place without evidence", n),
    "uncontrolled": lambda n: ngettext("%(count)s chosen without a control", "%(count)s chosen without a control", n),
    "unreasoned": lambda n: ngettext(
        "%(count)s left out without a justification", "%(count)s left out without a justification", n
    ),
    "contradicted": lambda n: ngettext(
        "%(count)s left out against the map", "%(count)s left out against the map", n
    ),
    "undriven": lambda n: ngettext("%(count)s chosen without a driver", "%(count)s chosen without a driver", n),
    "unanswered": lambda n: ngettext("%(count)s unanswered", "%(count)s unanswered", n),
    "unkept": lambda n: ngettext(
        "%(count)s whose control is late or nobody's", "%(count)s whose controls are late or nobody's", n
    ),
    "disagreeing": lambda n: ngettext(
        "%(count)s where answer and controls disagree", "%(count)s where answer and controls disagree", n
    ),
    "stale": lambda n: ngettext(
        "%(count)s changed since the approval", "%(count)s changed since the approval", n
    ),
}  # fmt: skip

NOTES = {
    NEVER: _("No version is approved yet"),
    OLD: _("The version in force is more than a year old"),
}

FINE: Mapping[str, str | Promise] = {
    "unproven": _("All that is in place has evidence of the last 12 months"),
    "uncontrolled": _("Every chosen requirement has a control"),
    "contradicted": _("Nothing in the map speaks against what is left out"),
    "undriven": _("Every chosen requirement has a driver"),
    "unanswered": _("Of every chosen requirement it is known how far it is"),
    "unkept": _("Every control has an owner and is on time"),
    "disagreeing": _("Answers and controls say the same"),
    "stale": _("The version in force says how it stands"),
}

SEEN: Mapping[str, str | Promise] = {
    "source_code": _("%(code)s is left out, but software is made here: %(asset)s."),
    "site": _("%(code)s is left out, but there is a site: %(asset)s."),
    "supplier": _("%(code)s is left out, but there are suppliers: %(asset)s."),
    "cloud": _("%(code)s is left out, but something is in the cloud: %(asset)s."),
    "personal_data": _("%(code)s is left out, but there is personal data: %(asset)s."),
    "remote": _("%(code)s is left out, but people work from elsewhere: %(asset)s."),
    "endpoint": _("%(code)s is left out, but there are devices: %(asset)s."),
    "media": _("%(code)s is left out, but there are media to look after: %(asset)s."),
    "network": _("%(code)s is left out, but there is a network: %(asset)s."),
    "key": _("%(code)s is left out, but there are keys: %(asset)s."),
    ALWAYS: _("%(code)s is left out, but no part of the standard itself can be."),
}


def asked(now: Now, listed: str, changes: str, base: str) -> list[Asked]:
    """All questions, those with something to answer first. ``listed`` is the address of the statement, ``changes`` that of
    what has changed since the approval, ``base`` that which all in the organisation begin with."""
    shown = [
        _open(each, now, listed, changes, base) if each.open else _fine(each, now, listed) for each in now.questions
    ]
    return sorted(shown, key=lambda each: each.level == "ok")


def _open(question: Question, now: Now, listed: str, changes: str, base: str) -> Asked:
    words, count = QUESTIONS[question.key], len(question.codes)
    links = [(str(words.remedy), f"{listed}?question={question.key}")]
    said, text = OPEN[question.key](count) % {"count": count}, named(question.codes)
    if question.key == "contradicted":
        text, links = _seen(now, links, base)
    if question.key == "stale":
        links = [(str(words.remedy), changes)] if now.force and count else []
    if question.note in (NEVER, OLD):
        said = str(NOTES[question.note])
    level = "high" if question.note in (NEVER, OLD) else words.level
    return Asked(said, text, level, words.icon, links, words.why)


def _seen(now: Now, links: list[tuple[str, str]], base: str) -> tuple[str, list[tuple[str, str]]]:
    """What speaks against leaving something out, and the ways there."""
    texts = []
    for key, found in now.seen.items():
        for code in now.against.get(key, ())[:1]:
            texts.append(SEEN[key] % {"code": code, "asset": f"{found.reference} {found.title}"})
            if found.path:
                links.append((gettext("See %(reference)s") % {"reference": found.reference}, base + found.path))
    return " ".join(texts[:NAMED]), links[: NAMED + 1]


def _fine(question: Question, now: Now, listed: str) -> Asked:
    if question.key != "unreasoned":
        return Asked(str(FINE[question.key]), "", "ok", "circle-check")
    count = now.counts.out
    if not count:
        return Asked(gettext("Nothing is left out"), "", "ok", "circle-check")
    said = ngettext("What is left out is justified", "All %(count)s that are left out are justified", count)
    return Asked(said % {"count": count}, "", "ok", "circle-check", [(gettext("Show them"), f"{listed}?choice=out")])


def named(codes: Sequence[str]) -> str:
    """A.5.7, A.5.9, A.6.1 and 4 more."""
    first, more = ", ".join(codes[:NAMED]), len(codes) - NAMED
    if more <= 0:
        return first
    return ngettext("%(first)s and %(count)s more", "%(first)s and %(count)s more", more) % {
        "first": first,
        "count": more,
    }


def note_of(question: Question) -> str:
    """For programs: what is wrong with the version in force, in one word."""
    return question.note if question.note != CHANGED else ""
