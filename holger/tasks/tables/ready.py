"""A ready activity as a line to tick. Drawn here and not by a template: there are forty of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from holger.core.registry import Asked as Demand
from holger.core.words import Words, say
from holger.tasks.models import Category
from holger.tasks.rules.ready import Proposal, Why
from holger.tasks.rules.ready_entry import Entry
from holger.tasks.selectors.ready import Offered
from holger.tasks.tables.cadence import cadence
from holger.tasks.words import ROLES
from holger.ui import cells, days
from holger.ui.icons import icon

MOST_CODES = 6


@dataclass(frozen=True)
class Lines:
    """How they are drawn: what is ticked, which days were chosen instead of those proposed, and which of those are wrong."""

    offered: Offered
    base: str
    chosen: frozenset[str]
    days: Mapping[str, str]
    wrong: Mapping[str, str]

    def groups(self, found: Iterable[Proposal[UUID]]) -> list[tuple[str, str, int, SafeString]]:
        """By category, in the order of the wheel's rings: key, title, how many, and the lines."""
        by_category: dict[str, list[str]] = defaultdict(list)
        for each in found:
            by_category[each.entry.category].append(self.line(each))
        return [
            (key, str(title), len(by_category[key]), SafeString("".join(by_category[key])))
            for key, title in Category.choices
            if by_category[key]
        ]

    def line(self, each: Proposal[UUID]) -> str:
        key, title = escape(each.entry.key), escape(say(each.entry.title, get_language()))
        adds = each.there is None and bool(each.entry.rule)
        tick = (
            f'<input class="form-check-input" type="checkbox" name="take" value="{key}" id="take-{key}"'
            f"{' data-starter' if each.entry.essential else ''}{' checked' if each.entry.key in self.chosen else ''}>"
            if adds
            else f'<span class="h-yes">{icon("check")}</span>'
        )
        named = (
            f'<label class="h-name" for="take-{key}">{title}</label>'
            if adds
            else f'<span class="h-name">{title}</span>'
        )
        return (
            f'<li class="h-offer">{tick}<div class="h-grow"><div class="h-offerhead">{named}{self._badges(each.entry)}</div>'
            f'<p class="h-small h-dim">{self._why(each)}</p>{self._more(each)}</div>{self._when(each, title) if adds else ""}</li>'
        )

    def _badges(self, entry: Entry) -> str:
        told = [cells.badge(gettext("Essential"), "accent", "flame")] if entry.essential else []
        if entry.rule:
            told.append(cells.badge(cadence(entry.rule), "line", "calendar-repeat"))
        if entry.role:
            told.append(cells.badge(ROLES.get(entry.role, entry.role), "line", "user"))
        if entry.minutes:
            told.append(cells.badge(days.duration(entry.minutes), "line", "clock"))
        return "".join(told)

    def _when(self, each: Proposal[UUID], title: str) -> str:
        """The day it begins on, to be changed, and a button to accept this one alone."""
        key = each.entry.key
        day = self.days.get(key) or self.offered.places[key].first.isoformat()
        wrong = self.wrong.get(key, "")
        error = (
            f'<span class="h-small is-late" role="alert" id="wrong-{escape(key)}">{escape(wrong)}</span>'
            if wrong
            else ""
        )
        invalid = f' aria-invalid="true" aria-describedby="wrong-{escape(key)}"' if wrong else ""
        label = escape(gettext("First time"))
        return (
            f'<div class="w-offerwhen"><label class="h-tiny h-dim">{label}<span class="visually-hidden"> – {title}</span>'
            f'<input class="form-control form-control-sm" type="date" name="date-{escape(key)}" value="{escape(day)}"{invalid}></label>{error}'
            f'<button class="btn btn-sm" name="one" value="{escape(key)}">{escape(gettext("Accept"))}'
            f'<span class="visually-hidden"> – {title}</span></button></div>'
        )

    # Why

    def _why(self, each: Proposal[UUID]) -> str:
        if each.there is not None:
            activity = self.offered.there[each.there]
            link = f'<a href="{escape(self.base + activity.path)}">{escape(activity.reference)} {escape(activity.title)}</a>'
            return f"{escape(gettext('You have it:'))} {link}"
        if each.why == Why.OPEN:
            told = ngettext(
                "Helps with %(count)s requirement that is not met:",
                "Helps with %(count)s requirements that are not met:",
                len(each.unmet),
            )
            return f"{escape(told % {'count': len(each.unmet)})} {self._codes(each, unmet=True)}"
        if each.why == Why.UPKEEP:
            return f"{escape(gettext('Keeps up what is met:'))} {self._codes(each, unmet=False)}"
        if each.why == Why.BASIC:
            return escape(gettext("Nothing that you have chosen asks for it, but no organisation should do without."))
        return escape(gettext("Nothing that you have chosen asks for it."))

    def _codes(self, each: Proposal[UUID], *, unmet: bool) -> str:
        """By framework, with links to the requirements."""
        by_name: dict[str, list[Demand]] = defaultdict(list)
        for ask in each.unmet if unmet else each.asked:
            demand = self.offered.demands[ask.key]
            by_name[demand.name].append(demand)
        return "; ".join(f"{escape(name)} {self._linked(found)}" for name, found in by_name.items())

    def _linked(self, found: Sequence[Demand]) -> str:
        links = [
            f'<a href="{escape(self.base + each.path)}" title="{escape(each.title)}">{escape(each.code)}</a>'
            for each in found[:MOST_CODES]
        ]
        more = len(found) - MOST_CODES
        return ", ".join([*links, *([f"+{more}"] if more > 0 else [])])

    def _more(self, each: Proposal[UUID]) -> str:
        entry = each.entry
        parts = [
            f'<p class="h-text">{escape(text)}</p>' if (text := say(entry.why, get_language())) else "",
            _listed(gettext("Steps"), entry.steps, ordered=len(entry.steps) > 1),
            _listed(gettext("Checklist"), entry.checklist),
            _listed(gettext("Good evidence"), entry.evidence),
        ]
        return (
            f'<details class="h-offermore"><summary>{escape(gettext("Why, how, and what shows it"))}</summary>'
            f"{''.join(parts)}</details>"
        )


def _listed(title: str, texts: Sequence[Words], *, ordered: bool = False) -> str:
    if not texts:
        return ""
    tag = "ol" if ordered else "ul"
    items = "".join(f"<li>{escape(say(each, get_language()))}</li>" for each in texts)
    return f'<p class="h-b h-small m-0">{escape(title)}</p><{tag} class="w-offerlist">{items}</{tag}>'


def on_event(entry: Entry) -> tuple[str, str]:
    """What has no date of its own: its title, and when it is done."""
    return say(entry.title, get_language()), say(entry.occasion, get_language())
