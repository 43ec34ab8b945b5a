"""The dry run: what an import would create, change and leave, and everything that stands in its way.

Nothing is written here. Rows are matched to objects by reference, else by title (as the register says); an empty cell
never overwrites; the same file twice changes nothing. A plan with problems cannot be applied: all or nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from holger.core.words import N_, Reason
from holger.exchange import calendar_text, values
from holger.exchange.fields import (
    ChangedRow,
    Existing,
    InFile,
    Kind,
    New,
    NewRow,
    Option,
    Ready,
    ReadyCombined,
    ReadyField,
    Whole,
)
from holger.exchange.levels import dates_levels, split_levels
from holger.exchange.lookup import Lookup
from holger.exchange.matching import letters
from holger.exchange.normal import exact
from holger.exchange.values import BLANK, Parse, Suggestion, Trouble

MOST_PROBLEMS = 1_000
"""Problems told one by one; nobody reads more, and a column mapped wrongly gives one for every row."""


@dataclass(frozen=True)
class Problem:
    """Something to correct or skip. ``target``: the field or combined column; ``column``: its letter in the file."""

    row: int
    column: str
    target: str
    label: str
    value: str
    message: Reason
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def suggestion(self) -> Suggestion | None:
        """The likeliest meaning, if there is one."""
        return next((suggestion for suggestion in self.suggestions if not suggestion.gives_up), None)


@dataclass(frozen=True)
class Fixes:
    """What people decided about a file: other text for a cell, for all cells of a column that say the same, rows to skip."""

    cells: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    same: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Fixes":
        cells = {int(number): dict(sets) for number, sets in kept.get("cells", {}).items()}
        return cls(cells, kept.get("same", {}), frozenset(kept.get("skipped", ())))

    def to_json(self) -> dict[str, Any]:
        cells = {str(number): dict(sets) for number, sets in self.cells.items()}
        return {"cells": cells, "same": dict(self.same), "skipped": sorted(self.skipped)}


@dataclass(slots=True)
class Line:
    """A row of the file and what becomes of it. ``status``: create, update, same, problem, skipped."""

    number: int
    raw: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    status: str = ""
    match: Existing | None = None
    changed: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Plan:
    lines: list[Line]
    notes: dict[int, Reason]
    """Column → what was made of it: "61 of 64 found"."""
    ready: Ready
    names: dict[str, dict[Any, str]]
    """Field → id → label, for showing values."""
    counts: Counter[str] = field(default_factory=Counter)
    problem_count: int = 0

    def __post_init__(self) -> None:
        self.counts = Counter(line.status for line in self.lines)
        self.problem_count = sum(len(line.problems) for line in self.lines)

    @cached_property
    def titles(self) -> dict[int, str]:
        return {line.number: line_title(line) for line in self.lines}

    @property
    def problems(self) -> list[Problem]:
        return [problem for line in self.lines for problem in line.problems][:MOST_PROBLEMS]

    @property
    def may_apply(self) -> bool:
        return not self.counts["problem"] and bool(self.counts["create"] or self.counts["update"])

    def creates(self) -> list[NewRow]:
        rows = []
        for line in self.lines:
            if line.status == "create":
                given = self._with_defaults(line.values)
                rows.append(NewRow(line.number, given, {name: [None, self.told(name, v)] for name, v in given.items()}))
        return rows

    def updates(self) -> list[ChangedRow]:
        return [
            ChangedRow(line.number, line.match.id, line.match.version, line.changed, self.changes_of(line))
            for line in self.lines
            if line.status == "update" and line.match
        ]

    def new_names(self) -> dict[str, list[str]]:
        """Field → names that this import creates in other registers (tags, people)."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for line in self.lines:
            if line.status in ("create", "update"):
                for name, value in (line.changed if line.status == "update" else line.values).items():
                    for item in value if isinstance(value, tuple) else (value,):
                        if isinstance(item, New):
                            found[name][item.name] = None
        return {name: list(names) for name, names in found.items()}

    def changed_fields(self) -> Counter[str]:
        """Field → in how many rows it changes."""
        return Counter(name for line in self.lines if line.status == "update" for name in line.changed)

    def changes_of(self, line: Line) -> dict[str, list[Any]]:
        """Field → [from, to] in words and JSON's own types."""
        old = line.match.values if line.match else {}
        return {name: [self.told(name, old.get(name)), self.told(name, new)] for name, new in line.changed.items()}

    def told(self, name: str, value: Any) -> Any:
        """A value as history keeps it and people read it."""
        if value is None or value == () or value == "":
            return None
        if isinstance(value, tuple | list | set | frozenset):
            return sorted(str(self.told(name, item)) for item in value)
        if isinstance(value, New):
            return value.name
        if isinstance(value, InFile):
            return self.titles.get(value.number, str(value.number))
        if name in self.names:
            return self.names[name].get(value, str(value))
        if isinstance(value, bool | int | float | str):
            return value
        return value.isoformat() if isinstance(value, date) else str(value)

    def _with_defaults(self, given: Mapping[str, Any]) -> dict[str, Any]:
        defaults = {f.name: f.field.default for f in self.ready.fields if f.field.default is not None}
        return {**defaults, **given}


def make_plan(
    *,
    ready: Ready,
    numbers: Sequence[int],
    rows: Sequence[Sequence[Any]],
    mapping: Mapping[int, str],
    existing: Iterable[Existing],
    fixes: Fixes | None = None,
) -> Plan:
    """Read every row under the mapping and compare it with what is there."""
    fixes = fixes or Fixes()
    present = list(existing)
    columns = _Columns(ready, mapping, rows, present)
    lines = [_line(columns, number, row, fixes) for number, row in zip(numbers, rows, strict=True)]
    _match(lines, present, ready, columns)
    _resolve_within(lines, ready, columns)
    _compare(lines, ready, columns)
    for line in lines:
        _judge(line, ready, columns)
    return Plan(lines, columns.notes(lines), ready, columns.names)


class _Columns:
    """The mapped columns with how each is read."""

    def __init__(
        self, ready: Ready, mapping: Mapping[int, str], rows: Sequence[Sequence[Any]], present: Sequence[Existing]
    ):
        self.ready = ready
        self.fields = {f.name: f for f in ready.fields}
        self.combined = {c.name: c for c in ready.combined}
        self.place = {name: column for column, name in mapping.items() if name in self.fields or name in self.combined}
        self.lookups: dict[str, Lookup] = {}
        for f in ready.fields:
            if f.field.kind in (Kind.LINK, Kind.LINKS):
                options = own_options(present, ready) if f.field.within else f.options
                self.lookups[f.name] = Lookup(options, people=f.field.people, spelled=f.field.spelled)
        self.names: dict[str, dict[Any, str]] = {
            name: {option.value: option.label for option in lookup.options} for name, lookup in self.lookups.items()
        }
        for f in ready.fields:
            if f.field.kind is Kind.CHOICE:
                self.names[f.name] = {value: label for value, label, _words in f.choices}
        self.parsers: dict[str, Parse] = {}
        for f in ready.fields:
            column = self.place.get(f.name)
            texts = () if column is None else (c for row in rows[:5000] if isinstance(c := _at(row, column), str))
            order = calendar_text.order_of(texts) if f.field.kind is Kind.DATE else calendar_text.Order.DAY_FIRST
            self.parsers[f.name] = values.parser_for(f, self.lookups.get(f.name), order)

    def letter(self, target: str) -> str:
        if target not in self.place:
            target = next((c.name for c in self.combined.values() if target in {p.name for p in c.parts}), target)
        return letters(self.place[target]) if target in self.place else ""

    def label(self, target: str) -> str:
        return (self.fields.get(target) or self.combined[target]).label

    def problem(self, line: Line, target: str, value: Any, trouble: Trouble) -> None:
        text = values.text_of(value)
        shown = text if len(text) <= 120 else text[:119] + "…"
        line.problems.append(
            Problem(
                line.number,
                self.letter(target),
                target,
                self.label(target),
                shown,
                trouble.message,
                trouble.suggestions,
            )
        )

    def notes(self, lines: Sequence[Line]) -> dict[int, Reason]:
        return {column: note for name, column in self.place.items() if (note := _note(self, name, lines))}


def _at(row: Sequence[Any], column: int) -> Any:
    return row[column] if column < len(row) else None


def own_options(present: Sequence[Existing], ready: Ready) -> list[Option]:
    """This register's own objects as options for fields that point within it."""
    named = [names[0] for names in ready.match_on if len(names) == 1]
    label = named[-1] if named else "title"
    return [
        Option(e.id, str(e.values.get(label) or e.id), tuple(str(e.values[n]) for n in named if e.values.get(n)))
        for e in present
    ]


def _line(columns: _Columns, number: int, row: Sequence[Any], fixes: Fixes) -> Line:
    """One row read, with its corrections laid over it."""
    raw: dict[str, Any] = {}
    for name, column in columns.place.items():
        cell = _at(row, column)
        same = fixes.same.get(name)
        if same and cell is not None:
            cell = same.get(values.text_of(cell), cell)
        raw[name] = cell
    corrected = fixes.cells.get(number, {})
    raw.update({name: text for name, text in corrected.items() if name in columns.fields or name in columns.combined})
    line = Line(number, raw)
    if number in fixes.skipped:
        line.status = "skipped"
        return line
    for name, cell in raw.items():
        if cell is None or cell == "":
            continue
        if name in columns.combined:
            _read_combined(columns, line, columns.combined[name], cell, corrected)
        elif not columns.fields[name].field.computed:
            _read(columns, line, name, cell)
    _join(columns, line)
    return line


def _read(columns: _Columns, line: Line, name: str, cell: Any) -> None:
    value = columns.parsers[name](cell)
    if isinstance(value, Trouble):
        if columns.fields[name].field.within:
            line.values[name] = value  # perhaps a row further down: decided when all rows are known
        else:
            columns.problem(line, name, cell, value)
    elif value is not BLANK:
        line.values[name] = value


def _join(columns: _Columns, line: Line) -> None:
    """Put the parts of a field together, unless a column of its own fills it."""
    parts: dict[str, list[str]] = defaultdict(list)
    for ready in columns.ready.fields:
        if ready.field.part_of and (text := line.values.pop(ready.name, None)):
            parts[ready.field.part_of].append(text)
    for name, texts in parts.items():
        line.values.setdefault(name, " ".join(texts))


def _read_combined(
    columns: _Columns, line: Line, combined: ReadyCombined, cell: Any, corrected: Mapping[str, str]
) -> None:
    parts = split_levels(cell, len(combined.parts), words=True)
    if parts is None:
        suggestions = [values.leave_empty(combined.name)]
        if isinstance(cell, date):
            text = dates_levels(cell)
            suggestions.insert(0, Suggestion(Reason(N_("Use “%(value)s”"), {"value": text}), {combined.name: text}))
        message = Reason(N_("Write %(count)s levels, such as 3/4/4."), {"count": len(combined.parts)})
        columns.problem(line, combined.name, cell, Trouble(message, tuple(suggestions)))
        return
    for index, (part, text) in enumerate(zip(combined.parts, parts, strict=True)):
        if part.name in corrected or not text:
            continue
        value = columns.parsers[part.name](text)
        if isinstance(value, Trouble):
            columns.problem(line, combined.name, cell, _whole_cell(value, combined, parts, index))
        elif value is not BLANK:
            line.values[part.name] = value


def _whole_cell(trouble: Trouble, combined: ReadyCombined, parts: list[str], index: int) -> Trouble:
    """A part's suggestions, as corrections of the cell that all parts stand in."""
    suggestions = []
    for suggestion in trouble.suggestions:
        better = [*parts]
        better[index] = next(iter(suggestion.sets.values())) or "-"
        sets = {combined.name: "/".join(part or "-" for part in better)}
        suggestions.append(Suggestion(suggestion.label, sets, suggestion.gives_up))
    return Trouble(trouble.message, tuple(suggestions))


def _key(entry: Mapping[str, Any], names: tuple[str, ...]) -> tuple[str, ...] | None:
    """What tells an object apart under ``names``, or None when one of them is missing."""
    found = []
    for name in names:
        value = entry.get(name)
        if value is None or value == "" or isinstance(value, Trouble):
            return None
        found.append(exact(value) if isinstance(value, str) else str(value))
    return tuple(found)


def _match(lines: Sequence[Line], present: Sequence[Existing], ready: Ready, columns: _Columns) -> None:
    """Find each row's object, and flag rows that mean the same one."""
    indexes: list[dict[tuple[str, ...], list[Existing]]] = []
    for names in ready.match_on:
        index: dict[tuple[str, ...], list[Existing]] = defaultdict(list)
        for entry in present:
            if key := _key(entry.values, names):
                index[key].append(entry)
        indexes.append(index)
    defaults = {f.name: f.field.default for f in ready.fields if f.field.default is not None}
    told = {_key(line.values, ready.match_on[0]) for line in lines if line.status != "skipped"} - {None}
    seen: dict[Any, int] = {}
    for line in lines:
        if line.status == "skipped":
            continue
        if not line.values and not line.problems:
            line.status = "skipped"  # a row of notes outside the mapped columns
            continue
        how, candidates = _candidates({**defaults, **line.values}, ready, indexes, told)
        if len(candidates) > 1:
            _say_ambiguous(line, ready, how, candidates, columns)
            continue
        line.match = candidates[0] if candidates else None
        identity = ("object", line.match.id) if line.match else (how, _key({**defaults, **line.values}, how))
        if how:
            _flag_twice(line, identity, _told_at(how, columns), seen, columns)


def _candidates(
    entry: Mapping[str, Any],
    ready: Ready,
    indexes: list[dict[tuple[str, ...], list[Existing]]],
    told: set[tuple[str, ...] | None],
) -> tuple[tuple[str, ...], list[Existing]]:
    """The objects a row may mean, and by which fields. An object whose own reference is in the file is that row's."""
    first = ready.match_on[0]
    how: tuple[str, ...] = ()
    for names, index in zip(ready.match_on, indexes, strict=True):
        key = _key(entry, names)
        if key is None:
            continue
        how = how or names
        found = index.get(key, [])
        if names != first and _key(entry, first):
            found = [candidate for candidate in found if _key(candidate.values, first) not in told]
        if found:
            return names, found
    return how, []


def _say_ambiguous(
    line: Line, ready: Ready, how: tuple[str, ...], candidates: list[Existing], columns: _Columns
) -> None:
    name, first = how[0], ready.match_on[0][0]
    suggestions = []
    for entry in candidates[:3]:
        if first != name and (reference := entry.values.get(first)):
            suggestions.append(
                Suggestion(Reason(N_("It is %(reference)s"), {"reference": reference}), {first: reference})
            )
    message = Reason(N_("%(count)s in the register are called this."), {"count": len(candidates)})
    columns.problem(line, name, line.raw.get(name), Trouble(message, tuple(suggestions)))


def _told_at(how: tuple[str, ...], columns: _Columns) -> str:
    """The field that says most about which object is meant: a name or a number before what it belongs to."""
    plain = [name for name in how if columns.fields[name].field.kind is Kind.TEXT]
    return plain[-1] if plain else how[0]


def _flag_twice(line: Line, identity: Any, name: str, seen: dict[Any, int], columns: _Columns) -> None:
    """A row that means the same object as a row above."""
    above = seen.setdefault(identity, line.number)
    if above == line.number:
        return
    suggestions: tuple[Suggestion, ...] = ()
    if columns.fields[name].field.kind is Kind.REFERENCE:
        suggestions = (Suggestion(Reason(N_("Give a new reference")), {name: ""}),)
    message = Reason(N_("Also in row %(row)s."), {"row": above})
    columns.problem(line, name, line.raw.get(name), Trouble(message, suggestions))


def _resolve_within(lines: Sequence[Line], ready: Ready, columns: _Columns) -> None:
    """Point to rows of the same file where the register did not have what a cell names."""
    within = [f.name for f in ready.fields if f.field.within]
    if not within:
        return
    rows: dict[str, int] = {}
    for line in lines:
        for names in ready.match_on:
            if line.status != "skipped" and not line.match and len(names) == 1 and (key := _key(line.values, names)):
                rows.setdefault(key[0], line.number)
    for line in lines:
        for name in within:
            trouble = line.values.get(name)
            if isinstance(trouble, Trouble):
                cell = line.raw[name]
                found = _in_file(columns, line, name, rows)
                if found is None:
                    del line.values[name]
                    columns.problem(line, name, cell, trouble)
                else:
                    line.values[name] = found


def _in_file(columns: _Columns, line: Line, name: str, rows: Mapping[str, int]) -> Any:
    """The row, or rows, of the same file that a cell names; None if it names something else."""
    text = values.text_of(line.raw[name])
    if columns.fields[name].field.kind is Kind.LINKS:
        return values.links_within(text, columns.lookups[name], rows, line.number)
    number = rows.get(exact(text))
    return None if number is None or number == line.number else InFile(number)


def _compare(lines: Sequence[Line], ready: Ready, columns: _Columns) -> None:
    """Rules between rows, asked of all that can be read."""
    if ready.together is None:
        return
    readable = {line.number: line for line in lines if line.status != "skipped" and not line.problems}
    wholes = [
        Whole(line.number, line.match.id if line.match else None, _whole(line, ready)) for line in readable.values()
    ]
    for number, name, reason in ready.together(wholes):
        line = readable[number]
        columns.problem(line, name, line.raw.get(name), Trouble(reason))


def _whole(line: Line, ready: Ready) -> dict[str, Any]:
    """The object as it would be."""
    defaults = {f.name: f.field.default for f in ready.fields if f.field.default is not None}
    return {**(line.match.values if line.match else defaults), **line.values}


def _judge(line: Line, ready: Ready, columns: _Columns) -> None:
    """Decide what becomes of a row whose cells are read and whose object is found."""
    if line.status == "skipped":
        return
    if line.match is None:
        _require(line, ready, columns)
    if ready.check and not line.problems:
        _check(line, ready, columns)
    if line.problems:
        line.status = "problem"
    elif line.match is None:
        line.status = "create"
    else:
        identity = {name for names in ready.match_on[:1] for name in names}
        for name, value in line.values.items():
            kind = columns.fields[name].field.kind
            if name in identity and (kind is Kind.REFERENCE or _alike(line.match.values.get(name), value)):
                continue  # a reference given by another tool does not rename what was found by its title
            if not _same(line.match.values.get(name), value, kind):
                line.changed[name] = value
        line.status = "update" if line.changed else "same"


def _require(line: Line, ready: Ready, columns: _Columns) -> None:
    reference = line.values.get("reference")
    if isinstance(reference, str) and exact(reference) in ready.taken:
        new = Suggestion(Reason(N_("Give a new reference")), {"reference": ""})
        columns.problem(line, "reference", reference, Trouble(Reason(N_("The reference is in use.")), (new,)))
    said = {problem.target for problem in line.problems}
    for f in ready.fields:
        if f.field.required and f.name not in line.values and f.field.default is None and f.name not in said:
            columns.problem(line, f.name, None, Trouble(Reason(N_("%(field)s is missing."), {"field": f.label})))


def _check(line: Line, ready: Ready, columns: _Columns) -> None:
    """Rules between fields, asked of the object as it would be."""
    for name, reason in ready.check(_whole(line, ready)) if ready.check else ():
        suggestions = (values.leave_empty(name),) if name in line.values else ()
        columns.problem(line, name, line.raw.get(name), Trouble(reason, suggestions))


def _alike(old: Any, new: Any) -> bool:
    """What tells an object apart, written in other letters, does not rename it."""
    return isinstance(old, str) and isinstance(new, str) and exact(old) == exact(new)


def _same(old: Any, new: Any, kind: Kind) -> bool:
    if kind is Kind.LINKS:
        return set(old or ()) == set(new)
    if isinstance(old, str) and isinstance(new, str):
        old = values.clean(old)
        return old.casefold() == new.casefold() if kind is Kind.EMAIL else old == new
    return bool(old == new)


def line_title(line: Line) -> str:
    """What a row is about, to show beside its number."""
    return str(line.values.get("title") or line.values.get("name") or line.raw.get("title") or line.number)


def _note(columns: _Columns, name: str, lines: Sequence[Line]) -> Reason | None:
    """What was made of a column, in three words."""
    if name in columns.combined:
        return Reason(N_("Split into %(count)s fields"), {"count": len(columns.combined[name].parts)})
    ready = columns.fields[name]
    kind = ready.field.kind
    if ready.field.computed:
        return Reason(N_("Computed by holger, not imported"))
    filled = [line for line in lines if line.raw.get(name) not in (None, "") and line.status != "skipped"]
    if kind is Kind.REFERENCE:
        return Reason(N_("Matches %(count)s existing"), {"count": sum(line.match is not None for line in filled)})
    if kind in (Kind.LINK, Kind.LINKS):
        return _links_note(ready, name, filled)
    if kind is Kind.CHOICE:
        texts = {values.text_of(line.raw[name]) for line in filled if name in line.values}
        own = {label for _value, label, _words in ready.choices}
        return Reason(N_("%(count)s values translated"), {"count": len(texts - own)}) if texts - own else None
    if kind is Kind.DATE and any(isinstance(line.raw[name], str) for line in filled):
        order = calendar_text.order_of(line.raw[name] for line in filled if isinstance(line.raw[name], str))
        if order is calendar_text.Order.MONTH_FIRST:
            return Reason(N_("Month-day-year"))
        return Reason(N_("Day-month-year"))
    return None


def _links_note(ready: ReadyField, name: str, filled: Sequence[Line]) -> Reason:
    new = {i.name for line in filled for i in _items(line.values.get(name)) if isinstance(i, New)}
    if new:
        return Reason(N_("%(count)s new are created"), {"count": len(new)})
    found = sum(name in line.values for line in filled)
    return Reason(N_("%(found)s of %(all)s found"), {"found": found, "all": len(filled)})


def _items(value: Any) -> Iterable[Any]:
    return value if isinstance(value, tuple) else (value,)
