"""A ready activity as a line to tick."""

from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from holger.core.words import say
from holger.privacy.models import Role
from holger.privacy.rules.templates import Area, Template
from holger.privacy.selectors import Offered
from holger.privacy.words.record import said
from holger.tasks.words import ROLES
from holger.ui import cells
from holger.ui.icons import icon

ROLE_WORDS = dict(Role.choices)


@dataclass(frozen=True)
class Lines:
    """How they are drawn: ``chosen`` are ticked."""

    offered: Offered
    base: str
    chosen: frozenset[str]

    def group(self, area: Area) -> tuple[str, str, int, SafeString]:
        """Key, title, how many, and the lines."""
        drawn = SafeString("".join(self.line(each) for each in area.templates))
        return area.key, say(area.title, get_language()), len(area.templates), drawn

    def line(self, each: Template) -> str:
        language = get_language()
        key, title = escape(each.key), escape(say(each.title, language))
        purposes = escape(" · ".join(say(text, language) for text in each.purposes))
        checked = " checked" if each.key in self.chosen else ""
        return (
            f'<li class="h-offer"><input class="form-check-input" type="checkbox" name="take" value="{key}" '
            f'id="take-{key}"{checked}><div class="h-grow"><div class="h-offerhead">'
            f'<label class="h-name" for="take-{key}">{title}</label>{self._badges(each)}</div>'
            f'<p class="h-small m-0">{purposes}</p><p class="h-small h-dim m-0">{self._there(each)}</p></div>'
            f'<button class="btn btn-sm" name="one" value="{key}">{escape(gettext("Take"))}'
            f'<span class="visually-hidden"> – {title}</span></button></li>'
        )

    def _badges(self, each: Template) -> str:
        holder = self.offered.holders.get(each.owner)
        found = [cells.badge(holder.name if holder else str(ROLES[each.owner]), "line", "user")]
        if each.role == Role.PROCESSOR:
            found.append(cells.badge(ROLE_WORDS[each.role], "line"))
        if each.special:
            found.append(cells.badge(gettext("Special categories"), "mid", "shield-lock", ", ".join(said("special", each.special))))  # fmt: skip
        return "".join(found)

    def _there(self, each: Template) -> str:
        row = self.offered.there.get(each.key)
        if row is None:
            return ""
        link = f'<a href="{escape(self.base + row.path)}">{escape(row.reference)} {escape(row.title)}</a>'
        return f"{icon('check')} {escape(gettext('You have it:'))} {link}"
