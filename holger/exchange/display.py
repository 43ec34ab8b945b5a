"""How a dry run is shown: columns with their guesses, rows with what becomes of them, what may be done about each."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core.words import Reason
from holger.exchange import values
from holger.exchange.fields import Kind, Ready, ReadyCombined, ReadyField
from holger.exchange.matching import Guess, letters
from holger.exchange.planning import Line, Plan, Problem
from holger.ui import days

MOST_ROWS = 100
"""Rows in the table on the page; the list of problems can be downloaded whole."""

MOST_ASKS = 200
"""Fields to write in, on one page: Django refuses a form of more than a thousand."""

MOST_COLUMNS = 6

MOST_CHOICES = 20
"""Choices named on the upload page; the template has them all."""

KINDS = {
    Kind.REFERENCE: _("Its own reference"),
    Kind.TEXT: _("Text"),
    Kind.EMAIL: _("E-mail address"),
    Kind.INTEGER: _("Whole number"),
    Kind.AMOUNT: _("Amount"),
    Kind.CHOICE: _("One of"),
    Kind.DATE: _("Date"),
    Kind.BOOLEAN: _("Yes or no"),
    Kind.LINK: _("Name or reference"),
    Kind.LINKS: _("Names, divided by semicolons"),
}


def said(reason: Reason) -> str:
    """A reason in the reader's language."""
    text = gettext(reason.text)
    return text % reason.params if reason.params else text


@dataclass(frozen=True)
class ShownColumn:
    """A column of the file in the mapping table."""

    index: int
    letter: str
    heading: str
    sample: str
    chosen: str
    guess: Guess
    note: str

    @property
    def by_hand(self) -> bool:
        return bool(self.chosen) and self.chosen != (self.guess.field or "")

    @property
    def why(self) -> str:
        return said(self.guess.why)


@dataclass(frozen=True)
class Fix:
    """A button beside a problem; ``value`` tells the page what to do when it is pressed."""

    label: str
    value: str


@dataclass
class ShownCell:
    text: str = ""
    before: str = ""
    changed: bool = False
    error: str = ""


@dataclass
class ShownLine:
    number: int
    status: str
    cells: list[ShownCell]
    fixes: list[Fix] = field(default_factory=list)
    asks: list["Ask"] = field(default_factory=list)


@dataclass(frozen=True)
class Ask:
    """A field to write another value into, where a problem has to be solved by hand."""

    name: str
    label: str
    value: str
    choices: Sequence[str]
    alike: int
    """How many rows say the same."""


def columns(
    headings: Sequence[Any], rows: Sequence[Sequence[Any]], chosen: dict[int, str], guesses: Iterable[Guess], plan: Plan
) -> list[ShownColumn]:
    shown = []
    for guess in guesses:
        index = guess.column
        note = plan.notes.get(index)
        shown.append(
            ShownColumn(
                index=index,
                letter=letters(index),
                heading=value_text(headings[index]),
                sample=_sample(rows, index),
                chosen=chosen.get(index, ""),
                guess=guess,
                note=said(note) if note else "",
            )
        )
    return shown


def _sample(rows: Sequence[Sequence[Any]], index: int) -> str:
    """A few different values, or how many rows say nothing."""
    filled = [row[index] for row in rows if index < len(row) and row[index] is not None]
    if len(filled) * 2 < len(rows):
        empty = len(rows) - len(filled)
        return "(" + ngettext("empty in %(count)s row", "empty in %(count)s rows", empty) % {"count": empty} + ")"
    return ", ".join(dict.fromkeys(value_text(cell)[:40] for cell in islice(filled, 3)))


def value_text(value: Any) -> str:
    """A cell or value as people read it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, list):
        return ", ".join(value_text(item) for item in value)
    if isinstance(value, datetime):
        value = value.date()
    return days.day(value) if isinstance(value, date) else str(value)


def targets(plan: Plan, mapped: Iterable[str]) -> list[str]:
    """The columns of the row table: what tells rows apart, what has problems, then what fits."""
    mapped = list(dict.fromkeys(mapped))
    identity = [name for names in plan.ready.match_on for name in names if name in mapped]
    trouble = [name for name, _count in Counter(problem.target for problem in plan.problems).most_common()]
    changed = [name for name, _count in plan.changed_fields().most_common()]
    return list(dict.fromkeys([*identity[:2], *trouble, *changed, *mapped]))[:MOST_COLUMNS]


def labels(plan: Plan, names: Sequence[str]) -> list[str]:
    known = {target.name: target.label for target in (*plan.ready.fields, *plan.ready.combined)}
    return [known[name] for name in names]


def lines(plan: Plan, show: str, names: Sequence[str]) -> list[ShownLine]:
    """The first rows of one view: problems, new, changed, all."""
    wanted = {"problems": ("problem",), "changes": ("update",), "new": ("create",), "skipped": ("skipped",)}.get(show)
    chosen = (line for line in plan.lines if wanted is None or line.status in wanted)
    same = Counter((p.target, p.value) for line in plan.lines for p in line.problems)
    shown = [_line(plan, line, names, same) for line in islice(chosen, MOST_ROWS)]
    left = MOST_ASKS
    for line in shown:
        line.asks = line.asks[: max(left, 0)]
        left -= len(line.asks)
    return shown


def _line(plan: Plan, line: Line, names: Sequence[str], same: Counter[tuple[str, str]]) -> ShownLine:
    problems = {problem.target: problem for problem in line.problems}
    shown = ShownLine(line.number, line.status, [_cell(plan, line, name, problems) for name in names])
    for problem in line.problems:
        shown.fixes += _fixes(line, problem, same[problem.target, problem.value])
        if problem.suggestion is None:
            shown.asks.append(_ask(plan, line, problem, same[problem.target, problem.value]))
    return shown


def _cell(plan: Plan, line: Line, name: str, problems: dict[str, Problem]) -> ShownCell:
    if problem := problems.get(name):
        return ShownCell(problem.value, error=said(problem.message))
    combined = next((c for c in plan.ready.combined if c.name == name), None)
    if combined:
        parts = [line.values.get(part.name) for part in combined.parts]
        text = "/".join("–" if part is None else str(part) for part in parts)
        return ShownCell(text if any(part is not None for part in parts) else "")
    if name in line.changed:
        before, after = plan.changes_of(line)[name]
        return ShownCell(value_text(after), value_text(before), changed=True)
    if name in line.values:
        return ShownCell(value_text(_kept(plan, name, line.values[name])))
    return ShownCell(values.text_of(line.raw.get(name)))


def _kept(plan: Plan, name: str, value: Any) -> Any:
    return value if isinstance(value, date) else plan.told(name, value)


def _fixes(line: Line, problem: Problem, alike: int) -> list[Fix]:
    fixes = []
    for suggestion in problem.suggestions[:3]:
        label = said(suggestion.label)
        fixes.append(Fix(label, json.dumps({"row": line.number, "sets": suggestion.sets})))
        if alike > 1 and list(suggestion.sets) == [problem.target] and not suggestion.gives_up:
            said_there = values.text_of(line.raw.get(problem.target))
            if said_there and len(fixes) == 1:
                text = ngettext("the same in %(count)s row", "the same in all %(count)s rows", alike) % {"count": alike}
                sets = {problem.target: {said_there: suggestion.sets[problem.target]}}
                fixes.append(Fix(f"{label}: {text}", json.dumps({"same": sets})))
    return fixes


def _ask(plan: Plan, line: Line, problem: Problem, alike: int) -> Ask:
    ready = next((f for f in plan.ready.fields if f.name == problem.target), None)
    choices = [label for _value, label, _words in ready.choices] if ready and ready.field.kind is Kind.CHOICE else []
    said_there = values.text_of(line.raw.get(problem.target))
    return Ask(f"{line.number}|{problem.target}", problem.label, said_there, choices, alike if said_there else 0)


@dataclass(frozen=True)
class Understood:
    """A line of "what holger understands" on the upload page."""

    label: str
    kind: str
    allowed: str
    required: bool


def understood(ready: Ready) -> list[Understood]:
    return [*(_field(f) for f in ready.fields if not f.field.computed), *(_combined(c) for c in ready.combined)]


def _field(ready: ReadyField) -> Understood:
    allowed = ""
    if ready.field.kind is Kind.CHOICE:
        labels = [label for _value, label, _words in ready.choices]
        allowed = ", ".join(labels[:MOST_CHOICES]) + (", …" if labels[MOST_CHOICES:] else "")
    elif ready.field.low is not None and ready.field.high is not None and ready.field.high <= MOST_CHOICES:
        allowed = f"{ready.field.low}–{ready.field.high}"
    return Understood(ready.label, str(KINDS[ready.field.kind]), allowed, ready.field.required)


def _combined(ready: ReadyCombined) -> Understood:
    return Understood(ready.label, gettext("Levels in one column"), "/".join(part.label for part in ready.parts), False)


def summary(plan: Plan) -> list[tuple[str, str]]:
    """What else is to be known before importing: (icon, sentence)."""
    known = {f.name: f.label for f in plan.ready.fields}
    points = []
    for name, new in plan.new_names().items():
        text = ngettext(
            "%(count)s new under %(field)s: %(names)s", "%(count)s new under %(field)s: %(names)s", len(new)
        )
        names = ", ".join(new[:3]) + (" …" if new[3:] else "")
        points.append(("plus", text % {"count": len(new), "field": known[name], "names": names}))
    changed = plan.changed_fields()
    if changed:
        told = ", ".join(f"{count} {known[name].lower()}" for name, count in changed.most_common(4))
        points.append(
            ("arrows-exchange", gettext("Changes: %(fields)s") % {"fields": told + (" …" if len(changed) > 4 else "")})
        )
    points.append(("shield-check", gettext("Nothing is deleted. Empty cells do not overwrite.")))
    points.append(("arrow-back-up", gettext("Can be undone as a whole for 30 days.")))
    return points
