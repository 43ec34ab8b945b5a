"""What an auditor would ask about a statement. Each question names the lines that it is about; without any, all is well."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from holger.controls.rules.statement import IN_PLACE, MET, NOT, OPEN, OUT, PARTLY, Line

QUESTIONS = (
    *("unproven", "uncontrolled", "unreasoned", "contradicted", "undriven", "unanswered"),
    *("unkept", "disagreeing", "stale"),
)

FEWEST_WORDS = 2
"""So many words that say something a justification has at least."""

EMPTY = (
    "not applicable relevant n/a na no none out of scope for us we use it the this is in our a",
    "ikke ej relevant relevante relevance for os vi ingen intet nej bruges anvendes uden scope det er i vores en et",
)
EMPTY_WORDS = frozenset(word for words in EMPTY for word in words.split())
"""Words that say that something is left out, and not why."""

NEVER, OLD, CHANGED = "never", "old", "changed"
"""What may be wrong with the version in force: there is none, it is more than a year old, or what it says has changed."""


@dataclass(frozen=True, slots=True)
class Question:
    """``codes`` are the requirements that it is about. ``note`` says which of several ways it is open in, if there are."""

    key: str
    codes: tuple[str, ...] = ()
    note: str = ""

    @property
    def open(self) -> bool:
        return bool(self.codes) or bool(self.note)


def stale(approved: date | None, changed: Collection[str], today: date) -> str:
    if approved is None:
        return NEVER
    if approved <= a_year_before(today):
        return OLD
    return CHANGED if changed else ""


def is_thin(reason: str) -> bool:
    """Does it say too little to tell why something was left out?"""
    words = [word.strip(".,;:!()").casefold() for word in reason.split()]
    return sum(bool(word) and word not in EMPTY_WORDS for word in words) < FEWEST_WORDS


def disagrees(line: Line) -> bool:
    """Do the controls say something else than whoever answered?"""
    if not line.chosen or not line.controls:
        return False
    if line.status == IN_PLACE:
        return line.answer in (PARTLY, NOT)
    return line.answer == MET


def a_year_before(day: date) -> date:
    """The same day a year earlier; 28 February for the one that the year before does not have."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


RULES: Mapping[str, Callable[[Line], bool]] = {
    "unproven": lambda line: line.status == IN_PLACE and not line.evidence,
    "uncontrolled": lambda line: line.chosen and not line.controls,
    "unreasoned": lambda line: line.choice == OUT and is_thin(line.reason),
    "undriven": lambda line: line.chosen and not line.drivers,
    "unanswered": lambda line: line.status == OPEN,
    "unkept": lambda line: line.chosen and any(each.late or not each.owned for each in line.controls),
    "disagreeing": disagrees,
}
"""Questions that a line answers by itself."""


def questions(
    lines: Sequence[Line], contradicted: Collection[str], approved: date | None, changed: Iterable[str], today: date
) -> list[Question]:
    """All of them, in order. ``contradicted`` are left out although the map speaks for them; ``approved`` is the day of the
    version in force, and ``changed`` are the requirements of which it no longer tells the truth."""
    told = {key: tuple(line.code for line in lines if rule(line)) for key, rule in RULES.items()}
    told["contradicted"] = tuple(line.code for line in lines if line.code in contradicted)
    told["stale"] = tuple(changed) if approved else ()
    notes = {"stale": stale(approved, told["stale"], today)}
    return [Question(key, told[key], notes.get(key, "")) for key in QUESTIONS]
