"""Runs as lines of text: beside the wheel, in the list of the year, in a cell of the calendar."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from uuid import UUID

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext

from holger.core.actor import Actor
from holger.core.registry import Dated
from holger.tasks.rules.standing import LATE, MISSED, NEAR, NOT_DONE
from holger.tasks.selectors.runs import Times
from holger.tasks.tables.marks import mark
from holger.tasks.words import STATE_WORDS
from holger.ui import days
from holger.ui.icons import icon


@dataclass(frozen=True)
class Lines:
    """How lines are drawn for a reader: where they lead, from which day they are seen, who reads, and whom they may remind."""

    base: str
    runs_url: str
    today: date
    me: UUID | None = None
    reminds: bool = False

    def href(self, times: Times) -> str:
        if times.count == 1 and times.first.task:
            return self.base + times.first.path
        return f"{self.runs_url}?run={times.key}"

    def drawn(self, found: Iterable[Times]) -> SafeString:
        """List items: the mark, what it is, when and with whom, and one thing to do."""
        return SafeString("".join(map(self._line, found)))

    def dated(self, found: Iterable[Dated]) -> SafeString:
        """List items of days in other registers: what it is, and when."""
        return SafeString("".join(map(self._dated, found)))

    def _dated(self, each: Dated) -> str:
        when = escape(days.until(each.day, self.today))
        return (
            f'<li>{icon(each.icon)}<div class="h-grow"><a class="h-name" href="{escape(self.base + each.path)}">'
            f'{escape(str(each.title))}</a><span class="h-small h-dim"><span class="w-when">{when}</span></span></div></li>'
        )

    def _line(self, times: Times) -> str:
        run, title = times.first, escape(title_of(times))
        return (
            f'<li class="is-{times.state}">{mark(times.state)}<div class="h-grow">'
            f'<a class="h-name" href="{escape(self.href(times))}">{title}</a>'
            f'<span class="h-small h-dim"><span class="w-when">{escape(self.when(times))}</span>{self._who(times)}</span></div>'
            f"{self._verb(times, run.title)}</li>"
        )

    def when(self, times: Times) -> str:
        """How late it is, or how near."""
        run, state = times.first, times.state
        if state == MISSED:
            return pgettext("run", "missed %(day)s") % {"day": days.short(run.day)}
        if state in NOT_DONE or state in NEAR:
            return days.until(run.day, self.today)
        return days.short(run.day)

    def _who(self, times: Times) -> str:
        if times.count > 1:
            counted = ngettext("%(done)s of %(count)s done", "%(done)s of %(count)s done", times.count)
            return f" · {escape(counted % {'done': times.done, 'count': times.count})}"
        person = times.first.person_id
        name = pgettext("run", "You") if person is not None and person == self.me else times.first.person
        return f" · {escape(name)}" if name else f' · <span class="is-late">{escape(gettext("nobody"))}</span>'

    def _verb(self, times: Times, title: str) -> str:
        run = times.first
        if self.reminds and run.state == LATE and times.count == 1 and run.person_id not in (None, self.me):
            return (
                f'<button class="btn btn-sm" form="nudges" formaction="{escape(self.base)}work/remind/{run.person_id}/" name="duty"'
                f' value="tasks.task:{run.pk}">{icon("bell")}{escape(gettext("Remind"))}'
                f'<span class="visually-hidden"> – {escape(title)}</span></button>'
            )
        mine = times.count == 1 and run.task and run.person_id == self.me and run.state not in ("done", "deviation")
        word = gettext("Do it") if mine else gettext("Open")
        hidden = f'<span class="visually-hidden"> – {escape(title)}</span>'
        return f'<a class="btn btn-sm" href="{escape(self.href(times))}">{escape(word)}{hidden}</a>'

    # The year as a list

    def rows(self, found: Iterable[Times]) -> SafeString:
        """Rows of a table: date, what, who, how it stands."""
        return SafeString("".join(map(self._row, found)))

    def _row(self, times: Times) -> str:
        run = times.first
        who = self._who(times).removeprefix(" · ")
        return (
            f'<tr><td class="h-nowrap">{days.day(run.day)}</td>'
            f'<td><a class="h-name" href="{escape(self.href(times))}">{escape(title_of(times))}</a></td>'
            f'<td>{who}</td><td class="is-{times.state}"><span class="h-row">{mark(times.state)}{escape(state_words(times))}</span></td></tr>'
        )


def title_of(times: Times) -> str:
    """Of what is done for each of several objects, the activity's own."""
    run = times.first
    return run.of.title if run.of is not None and times.count > 1 else run.title


def state_words(times: Times) -> str:
    """How it stands; what was missed and done later says so."""
    run = times.first
    if times.count == 1 and run.state == MISSED and run.done is not None:
        return gettext("Missed, done %(day)s") % {"day": days.short(run.done)}
    return str(STATE_WORDS[times.state])


def reminds(actor: Actor, permission: str) -> bool:
    return actor.reach(permission).everything


def parted(found: Sequence[Times], most: int) -> tuple[Sequence[Times], int]:
    """Those that are shown, and how many are not."""
    return found[:most], max(len(found) - most, 0)
