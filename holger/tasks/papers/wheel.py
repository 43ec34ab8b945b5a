"""The annual wheel on paper: the year in figures and bars, and month by month what is due, with whom, and how it went.

A paper holds no pictures of its own, so the round one stays on the page, which prints it across a sheet.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import gettext, ngettext

from holger.exchange.papers.paper import Bar, Bars, Column, Figure, Figures, Kind, Note, Paper, Section, State, Table
from holger.exchange.papers.sending import front
from holger.tasks.models import Category
from holger.tasks.rules import bars
from holger.tasks.rules.standing import NEAR, NOT_DONE, kind_of
from holger.tasks.selectors.runs import Times
from holger.tasks.tables.bars import KIND_WORDS
from holger.tasks.tables.cadence import cadence
from holger.tasks.tables.runs import state_words, title_of

TONES: Mapping[str, str] = {bars.DONE: "ok", bars.DEVIATION: "high", bars.MISSED: "crit", bars.PLANNED: "none"}
SYMBOLS = {
    "missed": "cross",
    "late": "warn",
    "due": "clock",
    "soon": "clock",
    "deviation": "warn",
    "waiting": "half",
    "open": "ring",
    "planned": "ring",
    "done": "check",
}


def wheel_paper(
    request: Any, language: str, year: int, found: Sequence[Times], narrowed: Sequence[tuple[str, str]]
) -> Paper:
    """``narrowed``: what it is narrowed by, in words."""
    return Paper(
        kind="annual-wheel",
        title=gettext("Annual wheel %(year)s") % {"year": year},
        facts=[(label, value) for label, value in narrowed],
        landscape=True,
        sections=[_figures(found), *_months(found)],
        **front(request, language),
    )


def _figures(found: Sequence[Times]) -> Section:
    done = sum(times.done == times.count for times in found)
    missed = sum(times.state in NOT_DONE for times in found)
    deviating = sum(times.state == "deviation" for times in found)
    soon = sum(times.state in NEAR for times in found)
    figures = [
        Figure(done, gettext("of %(count)s done") % {"count": len(found)}, "ok"),
        Figure(missed, gettext("not done"), "crit" if missed else ""),
        Figure(deviating, gettext("with a deviation"), "high" if deviating else ""),
        Figure(soon, gettext("due within 14 days"), "mid" if soon else ""),
    ]
    blocks: list[Any] = [Figures(figures)]
    if found:
        blocks.append(Bars(_bars(found), gettext("Month by month")))
    else:
        blocks.append(Note(gettext("Nothing is due in the year.")))
    return Section(gettext("The year"), blocks)


def _bars(found: Sequence[Times]) -> list[Bar]:
    counts: dict[int, Counter[str]] = {number: Counter() for number in range(1, 13)}
    for times in found:
        counts[times.first.day.month][kind_of(times.state)] += 1
    return [
        Bar(str(MONTHS[number]).capitalize(), [(held[kind], TONES[kind], str(KIND_WORDS[kind])) for kind in bars.KINDS])
        for number, held in counts.items()
    ]


def _months(found: Sequence[Times]) -> list[Section]:
    sections = []
    for number in range(1, 13):
        here = [times for times in found if times.first.day.month == number]
        if here:
            name = str(MONTHS[number]).capitalize()
            sections.append(Section(name, [Table(_columns(), [_row(times) for times in here], name=name)]))
    return sections


def _columns() -> list[Column]:
    return [
        Column(gettext("Due"), 1.3, Kind.DATE),
        Column(gettext("Activity"), 4, strong=True),
        Column(gettext("Category"), 2),
        Column(gettext("How often"), 1.6),
        Column(gettext("Who"), 2.2),
        Column(gettext("Status"), 2, Kind.BADGE),
    ]


def _row(times: Times) -> Sequence[Any]:
    run = times.first
    counted = ngettext("%(done)s of %(count)s done", "%(done)s of %(count)s done", times.count)
    who = run.person if times.count == 1 else counted % {"done": times.done, "count": times.count}
    return [
        run.day,
        title_of(times),
        str(Category(run.category).label) if run.category else "",
        cadence(run.of.rule) if run.of else "",
        who,
        State(state_words(times), TONES[kind_of(times.state)], SYMBOLS[times.state]),
    ]
