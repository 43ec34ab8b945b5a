"""A proposed control as a line to tick. Drawn here and not by a template: there are a hundred and fifty of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from holger.assets.models import AssetType
from holger.controls import library
from holger.controls.models import Strength
from holger.controls.rules.proposing import Answer, Proposal, Why
from holger.controls.selectors import Proposed
from holger.controls.words import CADENCE_WORDS, FUNCTION_WORDS, KIND_WORDS
from holger.frameworks.models import Framework
from holger.frameworks.selectors import framework_short
from holger.tasks.words import ROLES
from holger.ui import cells
from holger.ui.icons import icon

ASSETS = dict(AssetType.choices)


def line(proposal: Proposal[UUID], proposed: Proposed, base: str, *, chosen: bool) -> SafeString:
    key, title = escape(proposal.key), escape(proposed.title(proposal))
    return SafeString(
        f'<li class="h-offer">{_tick(proposal, key, chosen)}'
        f'<div class="h-grow"><div class="h-offerhead">{_named(proposal, key, title)}{_badges(proposal)}'
        f"{_frameworks(proposal, proposed)}</div>"
        f'<p class="h-small h-dim">{_why(proposal, proposed, base)}</p>{_more(proposal, proposed)}</div></li>'
    )


def _tick(proposal: Proposal[UUID], key: str, chosen: bool) -> str:
    if not proposal.adds:
        return f'<span class="h-yes">{icon("check")}</span>'
    more = f"{' data-starter' if proposal.starter else ''}{' checked' if chosen else ''}"
    return f'<input class="form-check-input" type="checkbox" name="take" value="{key}" id="take-{key}"{more}>'


def _named(proposal: Proposal[UUID], key: str, title: str) -> str:
    return (
        f'<label class="h-name" for="take-{key}">{title}</label>'
        if proposal.adds
        else f'<span class="h-name">{title}</span>'
    )


def _badges(proposal: Proposal[UUID]) -> str:
    return _entry_badges(proposal.entry.key, get_language()) if proposal.entry else ""


@lru_cache(maxsize=1024)
def _entry_badges(key: str, language: str | None) -> str:
    """The same for every reader of a language, as is what the catalogue says besides."""
    entry = library.catalogue().by_key[key]
    essential = cells.badge(gettext("Essential"), "accent", "flame") if entry.starter else ""
    words = (KIND_WORDS[entry.kind], FUNCTION_WORDS[entry.function])
    return essential + "".join(cells.badge(word, "line") for word in words)


# What it answers, and why it is proposed


def _why(proposal: Proposal[UUID], proposed: Proposed, base: str) -> str:
    return f"{escape(answers_told(proposal, proposed))} {reason(proposal, proposed, base)}"


def answers_told(proposal: Proposal[UUID], proposed: Proposed) -> str:
    """Answers 14 requirements in 4 of your frameworks."""
    count = len(proposal.answers)
    frameworks = len({proposed.requirements[answer.key].framework_id for answer in proposal.answers})
    if frameworks == 1:
        told = ngettext("Answers %(count)s requirement.", "Answers %(count)s requirements.", count)
    else:
        told = gettext("Answers %(count)s requirements in %(frameworks)s of your frameworks.")
    return told % {"count": count, "frameworks": frameworks}


def reason(proposal: Proposal[UUID], proposed: Proposed, base: str) -> str:
    if proposal.there is not None:
        control = proposed.controls[proposal.there]
        name = f'<a href="{escape(base + control.path)}" title="{escape(control.title)}">{control.reference}</a>'
        return _have(len(proposal.missing)) % {"name": name, "count": len(proposal.missing)}
    if proposal.why == Why.ADDS:
        return escape(gettext("They have controls already; this one adds to them."))
    if proposal.entry is None:
        return escape(gettext("The catalogue has nothing for it, so it is proposed as it is."))
    told = ngettext(
        "%(count)s in %(name)s has no control yet.", "%(count)s in %(name)s have no control yet.", proposal.open
    )
    return escape(told % {"count": proposal.open, "name": framework_short(proposed.scope.framework)})


def _have(missing: int) -> str:
    """With a reference that is a link, so that only the words around it are made safe."""
    if not missing:
        return escape(gettext("You have it: %(name)s."))
    return escape(
        ngettext(
            "You have it: %(name)s. %(count)s requirement is not tied to it yet.",
            "You have it: %(name)s. %(count)s requirements are not tied to it yet.",
            missing,
        )
    )


def _frameworks(proposal: Proposal[UUID], proposed: Proposed) -> SafeString:
    """How many it answers in each framework, the chosen one first."""
    counts = Counter(proposed.requirements[answer.key].framework_id for answer in proposal.answers)
    shown = _in_order(proposal, proposed)
    return cells.several(cells.badge(f"{framework_short(row)} · {counts[row.pk]}", "line") for row in shown)


def _in_order(proposal: Proposal[UUID], proposed: Proposed) -> list[Framework]:
    found = {}
    for answer in proposal.answers:
        framework = proposed.requirements[answer.key].framework
        found[framework.pk] = framework
    return list(found.values())


# The rest, for whoever opens it


def _more(proposal: Proposal[UUID], proposed: Proposed) -> str:
    about = escape(proposed.about(proposal)).replace("\n", "<br>")
    text = f'<p class="h-text">{about}</p>' if about else ""
    drawn = _entry_facts(proposal.entry.key, get_language()) if proposal.entry else ""
    drawn += _facts(_answered(proposal, proposed))
    return (
        f'<details class="h-offermore"><summary>{escape(gettext("What is done, and what it answers"))}</summary>'
        f'{text}<dl class="h-facts">{drawn}</dl></details>'
    )


@lru_cache(maxsize=1024)
def _entry_facts(key: str, language: str | None) -> str:
    entry = library.catalogue().by_key[key]
    return _facts(
        (
            (gettext("Usually done by"), escape(str(ROLES[entry.role]))),
            (gettext("Carried out"), escape(str(CADENCE_WORDS[entry.every]))),
            (gettext("Protects"), escape(", ".join(str(ASSETS[key]) for key in entry.assets))),
        )
    )


def _facts(told: Iterable[tuple[str, str]]) -> str:
    return "".join(f"<dt>{escape(label)}</dt><dd>{text}</dd>" for label, text in told)


def _answered(proposal: Proposal[UUID], proposed: Proposed) -> Iterable[tuple[str, str]]:
    """By framework: with their titles where they are the chosen one's, else only their ids."""
    for framework in _in_order(proposal, proposed):
        answers = [each for each in proposal.answers if proposed.requirements[each.key].framework_id == framework.pk]
        if framework.pk == proposed.scope.framework_id:
            yield framework_short(framework), "<br>".join(_titled(each, proposed) for each in answers)
        else:
            yield framework_short(framework), _ids(answers, proposed)


def _titled(answer: Answer[UUID], proposed: Proposed) -> str:
    row = proposed.requirements[answer.key]
    note = "" if answer.strength == Strength.WHOLE else f" <i>({escape(gettext('in part'))})</i>"
    return f'<span class="h-ref">{escape(row.code)}</span> {escape(row.title)}{note}'


def _ids(answers: Sequence[Answer[UUID]], proposed: Proposed) -> str:
    """What it answers wholly, then what it contributes to."""
    whole, part = (
        ", ".join(proposed.requirements[each.key].code for each in answers if each.strength == strength)
        for strength in (Strength.WHOLE, Strength.PART)
    )
    return escape("; ".join(filter(None, (whole, f"{gettext('in part')}: {part}" if part else ""))))
