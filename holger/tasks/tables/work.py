"""How a person's work is drawn. In Python: somebody may have hundreds of things to do."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.registry import Click
from holger.tasks.rules import work as rules
from holger.tasks.rules.work import When
from holger.tasks.selectors.work import Line
from holger.ui import days
from holger.ui.icons import icon

TITLES: dict[When, Promise | str] = {
    When.LATE: _("Overdue"),
    When.WEEK: _("This week"),
    When.LATER: _("Later"),
    When.UNDATED: _("Without a day"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A duty in words, as the overview shows it."""

    title: str
    reason: str
    verb: str
    path: str
    icon: str
    level: str
    due: str


def told(line: Line, today: date) -> Told:
    duty = line.duty
    due = days.until(duty.due, today) if duty.due else ""
    level = level_of(line, today)
    return Told(str(duty.title), why(line), str(duty.verb), duty.path, duty.icon, level, due)


def level_of(line: Line, today: date) -> str:
    return rules.level(line.duty.due, today, urgent=line.duty.urgent)


def why(line: Line) -> str:
    """What is to be known before it is opened; in whose place it is done."""
    reason, more = str(line.duty.reason), ""
    if line.absence is not None:
        more = gettext("You stand in for %(name)s.") % {"name": line.absence.person.name}
    if line.duty.waits_for:
        more = gettext("You wait for %(name)s.") % {"name": line.duty.waits_for}
    return f"{reason}{'' if reason.endswith('.') or not reason or not more else '.'} {more}".strip()


@dataclass(frozen=True)
class Group:
    """One part of the list: what is late, what is for this week."""

    key: When
    title: str
    count: int
    minutes: str
    rows: SafeString
    rest: int = 0
    url: str = ""


def groups(lines: Sequence[Line], page: Any, most: int, rest: Callable[[str], str] = lambda key: "") -> list[Group]:
    """The parts that have something in them; of each at most so many lines, and how many more there are."""
    found = []
    for key in When:
        part = [line for line in lines if line.when is key]
        if part:
            shown = part[:most]
            minutes = rules.together(line.duty.minutes for line in part)
            drawn = days.duration(minutes) if minutes else ""
            more = len(part) - len(shown)
            found.append(Group(key, str(TITLES[key]), len(part), drawn, draw(shown, page), more, rest(key)))
    return found


def summary(lines: Sequence[Line]) -> str:
    """7 things, about 1 h 29 min. in all. One is overdue."""
    said = ngettext("%(count)s thing to do", "%(count)s things to do", len(lines)) % {"count": len(lines)}
    if minutes := rules.together(line.duty.minutes for line in lines):
        said = gettext("%(what)s, about %(time)s in all") % {"what": said, "time": days.duration(minutes)}
    late = sum(line.when is When.LATE for line in lines)
    if not late:
        return f"{said}." if not said.endswith(".") else said
    overdue = ngettext("%(count)s is overdue.", "%(count)s are overdue.", late) % {"count": late}
    return f"{said.removesuffix('.')}. {overdue}"


def draw(lines: Iterable[Line], page: Any) -> SafeString:
    """The lines of a part. ``page`` tells the base address, today, who reads, and whether this is somebody else's list."""
    return SafeString("".join(_line(line, page) for line in lines))


def _line(line: Line, page: Any) -> str:
    duty, level, language = line.duty, level_of(line, page.today), get_language()
    title = escape(str(duty.title if line.opens else line.source.title))
    href = escape(page.base + duty.path)
    named = f'<a class="h-plain h-b" href="{href}">{title}</a>' if line.opens else f'<span class="h-b">{title}</span>'
    why_text = why(line) if line.opens else gettext("You do not have access to it.")
    reason = f'<div class="h-small h-dim">{escape(why_text)}</div>' if why_text else ""
    waits = duty.awaited and not duty.waits_for
    return (
        f'<li class="m-row"><span class="x-icon is-{level}" aria-hidden="true">{icon(duty.icon)}</span>'
        f'<div class="h-grow">{named}{reason}</div>'
        f'<div class="m-due">{_due(duty.due, level, page.today, waits, language)}{_minutes(duty.minutes, language)}</div>'
        f'<div class="m-do">{page.does(line, title, href)}</div></li>'
    )


@lru_cache(maxsize=1024)
def _due(due: date | None, level: str, today: date, waits: bool, language: str | None) -> str:
    """Drawn once for each day: many things are due on the same."""
    if due is None:
        text = gettext("Waits for you") if waits else gettext("No day")
        return f'<span class="h-small h-faint">{escape(text)}</span>'
    look = f" h-c is-{level} h-b" if level != "none" else " h-dim"
    mark = icon("clock-exclamation") if due < today else ""
    text = escape(days.until(due, today))
    return f'<time class="h-small{look}" datetime="{due.isoformat()}" title="{days.day(due)}">{mark}{text}</time>'


@lru_cache(maxsize=256)
def _minutes(minutes: int | None, language: str | None) -> str:
    if not minutes:
        return ""
    time = escape(days.duration(minutes))
    said = escape(gettext("about %(time)s") % {"time": days.duration(minutes)})
    return (
        f'<span class="h-small h-faint m-min">{icon("clock")}<span class="visually-hidden">{said}</span>'
        f'<span aria-hidden="true">{time}</span></span>'
    )


def verb(line: Line, title: str, href: str, *, primary: bool) -> str:
    """The way to where it is done, with the verb on the button."""
    look = " btn-primary" if primary else ""
    word = escape(str(line.duty.verb))
    return f'<a class="btn btn-sm m-verb{look}" href="{href}">{word}<span class="visually-hidden"> – {title}</span></a>'


def click(line: Line, title: str, base: str, actor: Actor) -> str:
    """A box to tick: it is done at once. Where the reader may, and there is nothing to say about it."""
    found: Click | None = line.duty.click
    if found is None or not actor.may(found.permission):
        return ""
    label = escape(str(found.text))
    return (
        f'<button class="btn btn-icon btn-sm m-tick" form="clicks" formaction="{escape(base + found.path)}" name="do"'
        f' value="done" title="{label}" aria-label="{label} – {title}">{icon("check")}</button>'
    )


def nudge(line: Line, title: str, base: str) -> str:
    """To remind whoever has it, once a day."""
    duty = line.duty
    return (
        f'<button class="btn btn-sm" form="nudges" formaction="{escape(base)}work/remind/{duty.person_id}/" name="duty"'
        f' value="{escape(duty.key)}">'
        f'{icon("bell")}<span class="m-word">{escape(gettext("Remind"))}</span>'
        f'<span class="visually-hidden"> – {title}</span></button>'
    )
