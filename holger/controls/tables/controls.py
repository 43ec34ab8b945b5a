"""The columns of the room's lists of controls, and the small pieces that its pages draw alike."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from html import escape
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.controls.models import Control
from holger.controls.rules.controls import is_overdue
from holger.controls.rules.coverage import STATES, Sums
from holger.controls.words import (
    CADENCE_WORDS,
    DRIVER_WORDS,
    FUNCTION_WORDS,
    KIND_WORDS,
    MATURITY_WORDS,
    STATE_LOOKS,
    STATE_WORDS,
    STATUS_LOOKS,
    STATUS_WORDS,
    STRENGTH_WORDS,
)
from holger.ui import cells, days
from holger.ui.columns import Column
from holger.ui.icons import icon

BEST_FIRST = tuple(reversed(STATUS_WORDS))


def status_badge(status: str) -> SafeString:
    return _status_badge(status, get_language())


@cache
def _status_badge(status: str, language: str | None) -> SafeString:
    """Lists and boards draw it hundreds of times."""
    return cells.badge(STATUS_WORDS[status], *STATUS_LOOKS[status])


def strength_badge(strength: str) -> SafeString:
    """Wholly or in part, told by an icon and a word."""
    mark = "circle-check" if strength == "whole" else "circle-half-2"
    return cells.badge(STRENGTH_WORDS[strength], "line", mark)


def state_badge(state: str) -> SafeString:
    """How far the controls of a requirement are; what is only claimed is hatched."""
    look, mark = STATE_LOOKS[state]
    level = {"through": "hatched", "open": "none"}.get(look, look)
    return cells.badge(STATE_WORDS[state], level, mark)


def maturity(now: int | None, target: int) -> SafeString:
    """Now, and what is aimed at."""
    return _maturity(now, target, get_language())


@cache
def _maturity(now: int | None, target: int, language: str | None) -> SafeString:
    shown = cells.dash if now is None else SafeString(f'<b class="h-b h-num">{now}</b>')
    hint = gettext("Maturity %(now)s, target %(target)s") % {"now": "–" if now is None else now, "target": target}
    return SafeString(f'<span class="h-nowrap" title="{hint}">{shown}<span class="h-faint"> / {target}</span></span>')


def level(value: int | None) -> SafeString:
    return cells.level(value, MATURITY_WORDS[value]) if value is not None else cells.dash


def amount(value: Decimal | None) -> str | SafeString:
    """Money as people write it, without øre where there are none."""
    if value is None:
        return cells.dash
    digits = 0 if value == value.to_integral_value() else 2
    return SafeString(f'<span class="h-nowrap h-num">{number_format(value, digits, force_grouping=True)}</span>')


def cost(once: Decimal | None, yearly: Decimal | None) -> SafeString:
    """Once, and a year."""
    told = [str(amount(once))] if once is not None else []
    if yearly is not None:
        told.append(gettext("%(amount)s a year") % {"amount": amount(yearly)})
    return SafeString(f'<span class="h-small">{"<br>".join(told)}</span>') if told else cells.dash


def late_by(due: date, today: date) -> str:
    gone = (today - due).days
    return ngettext("%(count)s day late", "%(count)s days late", gone) % {"count": gone}


def due_cell(status: str, due: date | None, today: date) -> SafeString:
    """The day; where it has gone without the control in place, by how much."""
    if not is_overdue(status, due, today) or due is None:
        return cells.date(due)
    late = escape(late_by(due, today))
    return SafeString(
        f'<span class="h-late"><time class="is-late" datetime="{due.isoformat()}">{days.day(due)}</time>'
        f'<span class="h-tiny is-late">{icon("clock-exclamation")}{late}</span></span>'
    )


def drivers(keys: Sequence[str]) -> SafeString:
    return cells.several(cells.badge(DRIVER_WORDS[key], "line") for key in keys if key in DRIVER_WORDS)


def sums_bar(sums: Sums, kind: str = "") -> SafeString:
    """Honest stacked numbers: what is only claimed through a mapping is hatched, what has nothing is empty."""
    return cells.stacked([(getattr(sums, s), STATE_LOOKS[s][0], str(STATE_WORDS[s])) for s in STATES], kind)


def status_bar(counts: Mapping[str, int], kind: str = "") -> SafeString:
    return cells.stacked([(counts[s], STATUS_LOOKS[s][0], str(STATUS_WORDS[s])) for s in BEST_FIRST], kind)


def word(words: Mapping[str, str | Promise], key: str) -> str:
    return str(words.get(key, key))


def _count(value: int, url: str = "") -> Any:
    if not value:
        return SafeString('<span class="h-faint">0</span>')
    return cells.link(value, url) if url else value


def _name(row: Control, page: Any) -> SafeString:
    return SafeString(f'<a class="h-name h-wide" href="{escape(page.base + row.path)}">{escape(row.title)}</a>')


def _answers(row: Control, page: Any) -> Any:
    """How many requirements it answers, and the frameworks that they are of."""
    counts = page.answers.get(row.pk, {})
    number = _count(sum(counts.values()), f"{page.base}{row.path}#requirements")
    return SafeString(f'<span class="h-answers">{number} {page.shelf.badges(counts)}</span>') if counts else number


def _assets(row: Control, page: Any) -> Any:
    return _count(page.protected.get(row.pk, 0), f"{page.base}{row.path}#assets")


MOST_CONTROLS = 8
"""So many controls has a line about a requirement; the rest are on its page."""
ALWAYS = ("organisation_id", "reference", "title", "version", "archived_at")
"""What every row of the list is read with."""
COLUMNS: Sequence[Column] = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Control"), _name, sort="title"),
    Column("status", _("Status"), lambda row, page: status_badge(row.status), sort="place", reads=("status",)),
    Column("owner", _("Owner"), lambda row, page: cells.person(row.owner), sort="owner__name", reads=("owner__name", "owner__initials")),
    Column("maturity", _("Maturity"), lambda row, page: maturity(row.maturity, row.target), sort="maturity", help=_("Now / target, 0 to 5."), reads=("maturity", "target")),
    Column("due", _("In place by"), lambda row, page: due_cell(row.status, row.due, page.today), sort="due", reads=("due", "status")),
    Column("answers", _("Requirements"), _answers, sort="answers", help=_("How many it answers, and in which frameworks.")),
    Column("assets", _("Assets"), _assets, number=True, shown=False),
    Column("reduction", pgettext_lazy("column", "Reduction"), lambda row, page: row.reduction or cells.dash, sort="reduction", number=True, help=_("How many points all risks together lose through it."), reads=("reduction",)),
    Column("kind", _("Type"), lambda row, page: word(KIND_WORDS, row.kind), sort="kind", shown=False, reads=("kind",)),
    Column("cost", _("Cost"), lambda row, page: cost(row.cost_once, row.cost_yearly), sort="cost_yearly", shown=False, help=_("Once, and a year."), reads=("cost_once", "cost_yearly")),
    Column("function", _("Function"), lambda row, page: word(FUNCTION_WORDS, row.function), sort="function", shown=False, reads=("function",)),
    Column("drivers", _("Drivers"), lambda row, page: drivers(row.drivers), shown=False, reads=("drivers",)),
    Column("every", _("Carried out"), lambda row, page: word(CADENCE_WORDS, row.every), shown=False, reads=("every",)),
    Column("unit", _("Unit"), lambda row, page: row.unit, sort="unit__name", shown=False, reads=("unit__name",)),
    Column("review", _("Next review"), lambda row, page: cells.date(row.next_review, page.today), sort="next_review", shown=False, reads=("next_review",)),
    Column("updated", _("Updated"), lambda row, page: cells.moment(row.updated_at), sort="updated_at", shown=False, reads=("updated_at",)),
)  # fmt: skip


def requirement_name(standing: Any, page: Any) -> SafeString:
    return cells.name(standing.requirement, page.base, standing.requirement.title)


def _controls(standing: Any, page: Any) -> SafeString:
    """The controls of a requirement: reference, title, and how far each is."""
    links = page.links.get(standing.requirement_id, ())
    drawn = [_control(link, page.base) for link in links[:MOST_CONTROLS]]
    if more := len(links) - len(drawn):
        drawn.append(cells.link(f"+{more}", f"{page.base}{standing.requirement.path}#panel-controls"))
    return cells.several(drawn)


class Answering(NamedTuple):
    """What a line about a requirement tells of a control that answers it."""

    reference: str
    title: str
    status: str
    strength: str


def _control(answering: Answering, base: str) -> SafeString:
    look, mark, words = _looks(answering.status, answering.strength, get_language())
    told, code = f"{escape(answering.title)}: {words}", escape(answering.reference)
    return SafeString(
        f'<a class="h-plain h-badge is-{look}" href="{escape(base)}controls/{code}/" title="{told}">{mark}'
        f'{code}<span class="visually-hidden"> {told}</span></a>'
    )


@cache
def _looks(status: str, strength: str, language: str | None) -> tuple[str, SafeString, str]:
    look, mark = STATUS_LOOKS[status]
    return look, icon(mark), escape(f"{STATUS_WORDS[status]}, {STRENGTH_WORDS[strength]}")


def _whole(standing: Any, page: Any) -> Any:
    answer = page.covered.answers.get(standing.requirement_id)
    if answer is None:
        return cells.dash
    return gettext("Wholly") if answer.whole else gettext("In part")


COVERAGE_COLUMNS: Sequence[Column] = (
    Column("code", _("Id"), lambda row, page: cells.ref(row.requirement), sort="requirement__place"),
    Column("title", _("Requirement"), requirement_name),
    Column("state", _("Controls in place"), lambda row, page: state_badge(page.covered.state(row.requirement_id))),
    Column("whole", _("How much of it"), _whole, help=_("Does one of its controls answer it wholly?")),
    Column("controls", _("Controls"), _controls),
)
