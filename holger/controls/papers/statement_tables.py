"""What a statement on paper counts and lists: figures, a bar for each theme, its lines, and what is left out."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext

from holger.controls.models import Strength
from holger.controls.rules.statement import (
    BEYOND,
    IN,
    NOT,
    OPEN,
    OUT,
    PARTLY,
    PLANNED,
    STATUSES,
    Line,
    by_status,
    by_theme,
    counts,
)
from holger.controls.rules.statement import IN_PLACE as PLACED
from holger.controls.rules.statement_content import Frozen
from holger.controls.tables.statement_words import CHOICES, DRIVERS, counted, status_word, title
from holger.exchange.papers.paper import Bar, Bars, Block, Column, Figure, Figures, Group, Kind, Row, State, Table, Tags

LOOKS = {
    PLACED: ("ok", "check"),
    PARTLY: ("mid", "half"),
    PLANNED: ("none", "clock"),
    NOT: ("crit", "cross"),
    OPEN: ("none", "ring"),
    OUT: ("none", "dash"),
    BEYOND: ("none", "dash"),
}
CHOSEN = {IN: ("accent", "check"), OUT: ("none", "dash"), BEYOND: ("none", "dash")}


def summary(held: Frozen) -> list[Block]:
    found, status = counts(held.lines), by_status(held.lines)
    figures = [
        Figure(found.chosen, gettext("chosen"), "accent", gettext("of %(total)s") % {"total": found.total}),
        Figure(found.out, gettext("left out")),
        *([Figure(found.beyond, gettext("beyond the ambition"))] if found.beyond else []),
        *(Figure(status[key], status_word(key).lower(), LOOKS[key][0]) for key in STATUSES if status[key]),
    ]
    parts = by_theme(held.lines)
    names = {theme.code: f"{theme.code} {title(theme.title)}" for theme in held.themes}
    bars = [_bar(names.get(code, gettext("Other requirements")), lines) for code, lines in parts.items()]
    return [
        Figures(figures),
        Bars([bar for bar in bars if any(part[0] for part in bar.parts)], gettext("Theme by theme")),
    ]


def _bar(label: str, lines: Sequence[Line]) -> Bar:
    found = by_status(lines)
    tones = {PLANNED: "accent"}
    return Bar(label, [(found[key], tones.get(key, LOOKS[key][0]), status_word(key)) for key in STATUSES])


def lines_table(held: Frozen) -> Table:
    columns = (
        Column(gettext("Id"), 0.9),
        Column(gettext("Requirement"), 2.6, strong=True),
        Column(gettext("Choice"), 1.1, Kind.BADGE),
        Column(gettext("Reason"), 3.4),
        Column(gettext("Drivers"), 1.4),
        Column(gettext("Controls"), 3),
        Column(gettext("Status"), 1.5, Kind.BADGE),
        Column(gettext("Evidence"), 0.9, Kind.NUMBER, align="center"),
        Column(gettext("Maturity"), 0.9, Kind.NUMBER, align="center"),
    )
    names = {theme.code: f"{theme.code} {title(theme.title)}" for theme in held.themes}
    rows: list[Row | Group] = []
    for code, lines in by_theme(held.lines).items():
        if held.themes:
            rows.append(Group(names.get(code, gettext("Other requirements")), counted(counts(lines))))
        rows += [_row(line) for line in lines]
    return Table(columns, rows, name=gettext("Requirements"))


def _row(line: Line) -> Row:
    return (
        line.code,
        title(line.title),
        State(str(CHOICES[line.choice]), *CHOSEN[line.choice]),
        line.reason,
        Tags([str(DRIVERS.get(key, key)) for key in line.drivers]),
        tuple(_control(each) for each in line.controls),
        State(status_word(line.status), *LOOKS[line.status]),
        line.evidence if line.chosen else None,
        line.maturity,
    )


def _control(measure: Any) -> str:
    told = f"{measure.reference} {measure.title}"
    return gettext("%(control)s (contributes)") % {"control": told} if measure.strength == Strength.PART else told


def left_out(held: Frozen) -> Table:
    columns = (
        Column(gettext("Id"), 1),
        Column(gettext("Requirement"), 3, strong=True),
        Column(gettext("Justification"), 6),
    )
    rows = [(line.code, title(line.title), line.reason) for line in held.lines if line.choice == OUT]
    return Table(columns, rows, name=gettext("Left out"), empty=gettext("Nothing is left out."))
