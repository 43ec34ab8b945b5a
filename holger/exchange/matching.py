"""Guessing which column is which field, from headings in Danish or English and from what stands below them."""

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from holger.core.words import N_, Reason
from holger.exchange import values
from holger.exchange.fields import Kind, Ready, ReadyCombined, ReadyField
from holger.exchange.levels import split_levels
from holger.exchange.lookup import Lookup
from holger.exchange.normal import heading
from holger.exchange.reading import CellError

SURE = 75
"""From here on a guess is shown as certain; below, a person is asked to look."""

LEAST = 45
"""Below this there is no guess."""

ALIKE = 0.8
"""Headings that share this much are taken for misspellings of each other."""

HINT = 15
"""From here on a heading says something, if the values below it are of the right kind as well."""

SAMPLE = 100
"""Different values of a column that are looked at."""

TYPED = frozenset({Kind.EMAIL, Kind.INTEGER, Kind.AMOUNT, Kind.CHOICE, Kind.DATE, Kind.BOOLEAN, Kind.LINK, Kind.LINKS})

Target = ReadyField | ReadyCombined


@dataclass(frozen=True)
class Guess:
    """What a column is taken for: a field's name or nothing, how certain that is (0–100), and why."""

    column: int
    field: str | None
    certainty: int
    why: Reason

    @property
    def sure(self) -> bool:
        return self.certainty >= SURE


def guess_columns(headings: Sequence[Any], rows: Sequence[Sequence[Any]], ready: Ready) -> list[Guess]:
    """One guess for each column; no field twice, the likeliest column gets it."""
    targets: list[Target] = [*ready.fields, *ready.combined]
    fits = {target.name: _fitness(target) for target in targets}
    offers: list[tuple[float, int, str, Reason]] = []
    for column, text in enumerate(headings):
        sample = _sample(rows, column)
        name = heading(text) if isinstance(text, str) else ""
        for target in targets:
            score, why = _score(name, target, fits[target.name](sample) if sample else None)
            if score >= LEAST:
                offers.append((score, column, target.name, why))
    return _divide(offers, headings, ready)


def _divide(offers: list[tuple[float, int, str, Reason]], headings: Sequence[Any], ready: Ready) -> list[Guess]:
    """Give each column its best field that nobody has a better claim to."""
    parts = {combined.name: {part.name for part in combined.parts} for combined in ready.combined}
    taken: dict[str, int] = {}
    guesses: dict[int, Guess] = {}
    lost: dict[int, int] = {}
    for score, column, name, why in sorted(offers, key=lambda offer: (-offer[0], offer[1])):
        if column in guesses:
            continue
        wanted = parts.get(name, {name})
        if wanted & taken.keys():
            lost.setdefault(column, taken[next(iter(wanted & taken.keys()))])
            continue
        taken.update(dict.fromkeys(wanted, column))
        guesses[column] = Guess(column, name, round(score), why)
    for column in range(len(headings)):
        if column not in guesses:
            why = Reason(N_("Nothing in the register resembles it."))
            if column in lost:
                why = Reason(N_("Column %(column)s fits the same field better."), {"column": letters(lost[column])})
            guesses[column] = Guess(column, None, 0, why)
    return [guesses[column] for column in range(len(headings))]


def _score(name: str, target: Target, fit: float | None) -> tuple[float, Reason]:
    """How well heading and content speak for a field. ``fit``: the part of the values that it could take."""
    score, why = _heading_score(name, target.headings)
    typed = isinstance(target, ReadyCombined) or target.field.kind in TYPED
    if fit is None or not typed:
        return score, why
    if score >= LEAST:
        people = isinstance(target, ReadyField) and target.field.kind in (Kind.LINK, Kind.LINKS)
        if fit >= 0.8:
            return min(score + 3, 99), why
        if fit < 0.3 and not people:  # names may all be new; a word is no date
            return score - (40 if score < 90 else 25), Reason(N_("The heading fits, but the values do not."))
        return score - (10 if score < 95 else 4) * (1 - fit), why
    if (
        fit >= 0.9
        and score >= HINT
        and isinstance(target, ReadyField)
        and target.field.kind in (Kind.DATE, Kind.CHOICE)
    ):
        return 45 + score * 0.6, Reason(N_("The heading resembles the field's name."))
    if fit >= 0.9 and _telling(target):
        return 50 + 10 * fit + score / 10, Reason(N_("The values look like it."))
    return 0, why


def _telling(target: Target) -> bool:
    """May content alone speak for this field? Not where almost any column would do."""
    if isinstance(target, ReadyCombined):
        return True
    kind = target.field.kind
    return not target.field.computed and (
        kind is Kind.EMAIL
        or (kind is Kind.CHOICE and len(target.choices) > 4)
        or (kind is Kind.LINK and target.field.people)
    )


def _heading_score(name: str, known: tuple[str, ...]) -> tuple[float, Reason]:
    nothing = 0.0, Reason(N_("Nothing in the register resembles it."))
    if not name:
        return nothing
    if name in known[:2]:
        return 98, Reason(N_("The heading is the field's name."))
    if name in known:
        return 95, Reason(N_("The heading is another name for the field."))
    best, words = 0.0, set(name.split())
    for other in known:
        if len(name) > 3 and (ratio := _alike(name, other)) >= ALIKE:
            best = max(best, 40 + 55 * (ratio - 0.3) / 0.7)
        theirs = set(other.split())
        if words & theirs and len(other) > 2:
            share = len(words & theirs) / len(words | theirs)
            inside = share >= 0.5 and (words <= theirs or theirs <= words)
            best = max(best, 40 + 45 * share if inside else 70 * share)
        if len(other) > 3 and (name.startswith(other) or name.endswith(other)):
            best = max(best, 45 + 40 * len(other) / len(name))
    return (min(best, 92), Reason(N_("The heading resembles the field's name."))) if best else nothing


def _alike(one: str, other: str) -> float:
    """How much of two headings is the same; cheap questions first, because every heading meets every field.

    A word of one or two letters is no misspelling: ``need i`` is not ``need c``.
    """
    if abs(len(one) - len(other)) > 8 or _short_words(one) != _short_words(other):
        return 0
    matcher = difflib.SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0


def _short_words(name: str) -> set[str]:
    return {word for word in name.split() if len(word) <= 2}


def _fitness(target: Target) -> Callable[[Sequence[Any]], float]:
    """A function that answers what part of a sample this field could take."""
    if isinstance(target, ReadyCombined):
        count = len(target.parts)
        return lambda sample: sum(split_levels(cell, count) is not None for cell in sample) / len(sample)
    field = target.field
    lookup = (
        Lookup(target.options, people=field.people, hints=False, spelled=field.spelled)
        if field.kind in (Kind.LINK, Kind.LINKS)
        else None
    )
    parse = values.parser_for(target, lookup, hints=False)

    def fit(sample: Sequence[Any]) -> float:
        if field.kind is Kind.DATE:
            sample = [cell for cell in sample if not isinstance(cell, int | float)] or sample
        return sum(not isinstance(parse(cell), values.Trouble) for cell in sample) / len(sample)

    return fit


def _sample(rows: Sequence[Sequence[Any]], column: int) -> list[Any]:
    seen: dict[Any, None] = {}
    for row in rows[:2000]:
        if column < len(row) and row[column] is not None and not isinstance(row[column], CellError):
            seen[row[column]] = None
            if len(seen) >= SAMPLE:
                break
    return list(seen)


def known_headings(ready: Ready) -> frozenset[str]:
    """All headings that this register understands, for finding the heading row."""
    return frozenset(name for target in (*ready.fields, *ready.combined) for name in target.headings)


def letters(column: int) -> str:
    """A column as spreadsheets call it: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def mapping_of(guesses: Iterable[Guess]) -> dict[int, str]:
    return {guess.column: guess.field for guess in guesses if guess.field}
