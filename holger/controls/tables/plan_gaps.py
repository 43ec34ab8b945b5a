"""The gaps of a framework, drawn here: there may be a thousand, and templates would take longer over them than over all else."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy

from holger.controls.selectors import Gap
from holger.frameworks.models import Answer
from holger.ui import cells
from holger.ui.icons import icon

MOST = 2
"""So many of the items that close a gap already are named."""
LOOKS: Mapping[str, tuple[str, Any, str, str]] = {
    Answer.NOT: ("not", pgettext_lazy("requirement", "Not met"), "crit", "x"),
    Answer.PARTLY: ("partly", pgettext_lazy("requirement", "Partly met"), "mid", "circle-half-2"),
    "": ("open", pgettext_lazy("requirement", "Unanswered"), "none", "circle-dashed"),
}
"""By answer: its name in the address, its words, its look and its icon."""


def gap_rows(gaps: Iterable[tuple[Gap, bool]], base: str) -> SafeString:
    """A list item for each gap: a box to tick, or what closes it already; and how far it is met."""
    badges = {answer: cells.badge(text, level, mark) for answer, (_name, text, level, mark) in LOOKS.items()}
    planned, hint = escape(gettext("Planned already")), escape(gettext("Maturity, and what is aimed at"))
    parts = []
    for gap, ticked in gaps:
        head = _planned(gap, base, planned) if gap.planned else _box(gap, ticked)
        size = _maturity(gap, hint) + badges[gap.standing.answer]
        parts.append(f'<li>{head}<span class="h-row h-nowrap">{size}</span></li>')
    return SafeString("".join(parts))


def _named(gap: Gap) -> str:
    return f'<span class="h-ref">{escape(gap.requirement.code)}</span> {escape(gap.requirement.title)}'


def _box(gap: Gap, ticked: bool) -> str:
    key = gap.requirement.pk
    checked = " checked" if ticked else ""
    return (
        f'<input class="form-check-input h-gapbox" type="checkbox" name="gap" value="{key}" id="gap-{key}"{checked}>'
        f'<label class="h-grow" for="gap-{key}">{_named(gap)}</label>'
    )


def _planned(gap: Gap, base: str, words: str) -> str:
    links = ", ".join(f'<a href="{escape(base + item.path)}">{escape(str(item))}</a>' for item in gap.items[:MOST])
    told = f"{words}: {links}{', …' if len(gap.items) > MOST else ''}" if links else words
    return (
        f'<span class="h-gapbox">{icon("check")}</span>'
        f'<span class="h-grow">{_named(gap)}<span class="h-tiny h-dim d-block">{told}</span></span>'
    )


def _maturity(gap: Gap, hint: str) -> str:
    standing = gap.standing
    if standing.maturity is None:
        return ""
    target = standing.scope.target if standing.target is None else standing.target
    return f'<span class="h-tiny h-dim" title="{hint}">{standing.maturity} / {target}</span>'
