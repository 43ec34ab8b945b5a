"""A ready policy as a line to tick. Drawn here and not by a template: there are more than thirty of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from uuid import UUID

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core.registry import Asked as Demand
from holger.core.words import say
from holger.policies.models import PolicyType
from holger.policies.rules.ready import Proposal
from holger.policies.rules.ready_entry import EVERYBODY, MANAGERS, PROCEDURE, SOME, THEMES, Entry
from holger.policies.selectors import Offered
from holger.tasks.words import ROLES
from holger.ui import cells
from holger.ui.icons import icon

MOST_CODES = 5
THEME_WORDS: dict[str, str | Promise] = {
    EVERYBODY: _("For everybody"),
    MANAGERS: _("For those who lead others"),
    SOME: _("For some roles"),
    PROCEDURE: _("Procedures: how it is done, step by step"),
}
TYPES = dict(PolicyType.choices)


@dataclass(frozen=True)
class Lines:
    """How they are drawn: ``chosen`` are ticked, ``ready`` is the address of the page about them."""

    offered: Offered
    base: str
    ready: str
    chosen: frozenset[str]

    def groups(self, found: Iterable[Proposal[UUID]]) -> list[tuple[str, str, int, SafeString]]:
        """By theme: key, title, how many, and the lines."""
        by_theme: dict[str, list[str]] = defaultdict(list)
        for each in found:
            by_theme[each.entry.theme].append(self.line(each))
        return [
            (key, str(THEME_WORDS[key]), len(by_theme[key]), SafeString("".join(by_theme[key])))
            for key in THEMES
            if by_theme[key]
        ]

    def line(self, each: Proposal[UUID]) -> str:
        key, title = escape(each.entry.key), escape(say(each.entry.title, get_language()))
        named = f'<a class="h-name" href="{escape(self.ready)}{key}/">{title}</a>'
        return (
            f'<li class="h-offer">{self._tick(each, key, title)}<div class="h-grow"><div class="h-offerhead">{named}'
            f"{self._badges(each.entry)}</div>"
            f'<p class="h-small m-0">{escape(say(each.entry.purpose, get_language()))}</p>'
            f'<p class="h-small h-dim m-0">{self._why(each)}</p></div>{self._take(each, key, title)}</li>'
        )

    def _tick(self, each: Proposal[UUID], key: str, title: str) -> str:
        if each.there is not None:
            return f'<span class="h-yes">{icon("check")}</span>'
        checked = " checked" if each.entry.key in self.chosen else ""
        return (
            f'<input class="form-check-input" type="checkbox" name="take" value="{key}" id="take-{key}" '
            f'aria-label="{title}"{checked}>'
        )

    def _take(self, each: Proposal[UUID], key: str, title: str) -> str:
        if each.there is not None:
            return ""
        return (
            f'<button class="btn btn-sm" name="one" value="{key}">{escape(gettext("Take"))}'
            f'<span class="visually-hidden"> – {title}</span></button>'
        )

    def _badges(self, entry: Entry) -> str:
        return "".join(
            (
                cells.badge(self.owner(entry), "line", "user"),
                cells.badge(audience(entry), "line", "users"),
                *((cells.badge(gettext("Is confirmed"), "line", "checkbox"),) if entry.confirm else ()),
                *((cells.badge(TYPES[entry.kind], "line", "file-text"),) if entry.kind != PolicyType.POLICY else ()),
            )
        )

    def owner(self, entry: Entry) -> str:
        """Whoever would answer for it: by name, else the role."""
        holder = self.offered.holders.get(entry.owner)
        return holder.name if holder is not None else str(ROLES[entry.owner])

    def _why(self, each: Proposal[UUID]) -> str:
        if each.there is not None:
            policy = self.offered.there[each.there]
            link = f'<a href="{escape(self.base + policy.path)}">{escape(policy.reference)} {escape(policy.title)}</a>'
            return f"{escape(gettext('You have it:'))} {link}"
        if not each.asked:
            return escape(gettext("Nothing that you have chosen asks for it."))
        told = ngettext(
            "Helps with %(count)s requirement of what you live up to:",
            "Helps with %(count)s requirements of what you live up to:",
            len(each.asked),
        )
        return f"{escape(told % {'count': len(each.asked)})} {self.codes(each)}"

    def codes(self, each: Proposal[UUID], most: int = MOST_CODES) -> str:
        """By framework, with links to the requirements."""
        by_name: dict[str, list[Demand]] = defaultdict(list)
        for ask in each.asked:
            demand = self.offered.demands[ask.key]
            by_name[demand.name].append(demand)
        return "; ".join(f"{escape(name)} {self._linked(found, most)}" for name, found in by_name.items())

    def _linked(self, found: Sequence[Demand], most: int) -> str:
        links = [
            f'<a href="{escape(self.base + each.path)}" title="{escape(each.title)}">{escape(each.code)}</a>'
            for each in found[:most]
        ]
        more = len(found) - most
        return ", ".join([*links, *([f"+{more}"] if more > 0 else [])])


def audience(entry: Entry) -> str:
    """Whom it is for, in words."""
    if entry.audience[0] in (EVERYBODY, MANAGERS):
        return str(THEME_WORDS[entry.audience[0]])
    first, *rest = entry.audience
    more = f" +{len(rest)}" if rest else ""
    return f"{ROLES[first]}{more}"
