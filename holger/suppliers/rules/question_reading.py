"""Reading a questionnaire from what a file tells. ValueError for the first thing that is wrong, with its place."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from holger.core.told import At
from holger.suppliers.rules.questions import Choice, Kind, Question, Questionnaire, Section, Shown

POINTS = range(101)
CRITICALITIES = ("1", "2", "3", "4")


def read(told: Any, languages: Sequence[str]) -> Questionnaire:
    at = At("questionnaire", told, tuple(languages))
    at.knows("questionnaire", "version", "title", "intro", "sections")
    found = Questionnaire(
        key=at.text("questionnaire"),
        version=at.number("version"),
        title=at.words("title"),
        intro=at.words("intro") if at.has("intro") else {},
        sections=[_section(each) for each in at.each("sections")],
    )
    _once(at, "question", [question.key for question in found.questions])
    _once(at, "number", [str(question.number) for question in found.questions])
    _once(at, "section", [section.key for section in found.sections])
    _shown_after(at, found)
    return found


def _section(at: At) -> Section:
    at.knows("key", "title", "questions")
    key = at.text("key")
    return Section(key, at.words("title"), [_question(each, key) for each in at.each("questions")])


def _question(at: At, section: str) -> Question:
    at.knows(
        *("key", "number", "text", "help", "type", "choices", "unit", "full", "none", "weight"),
        *("knock_out", "asks_evidence", "from_criticality", "shown_when", "serves"),
    )
    at.place = at.text("key")
    kind = Kind(at.one_of("type", list(Kind)))
    _fits(at, kind)
    return Question(
        key=at.place,
        number=at.number("number"),
        section=section,
        text=at.words("text"),
        help=at.words("help") if at.has("help") else {},
        kind=kind,
        choices=_choices(at),
        unit=at.words("unit") if at.has("unit") else {},
        full=at.number("full") if at.has("full") else 0,
        none=at.number("none") if at.has("none") else 0,
        weight=at.number("weight"),
        knock_out=at.has("knock_out") and at.yes("knock_out"),
        asks_evidence=at.has("asks_evidence") and at.yes("asks_evidence"),
        from_criticality=int(at.one_of("from_criticality", CRITICALITIES)) if at.has("from_criticality") else 1,
        shown_when=_shown(at.inner("shown_when")),
        serves=_serves(at.inner("serves")),
    )


def _fits(at: At, kind: Kind) -> None:
    """Choices belong to a choice, limits and unit to a number, and a text knocks nobody out by itself."""
    if at.has("choices") != (kind == Kind.CHOICE):
        raise at.wrong("choices belong to a choice")
    for name in ("unit", "full", "none"):
        if at.has(name) != (kind == Kind.NUMBER):
            raise at.wrong(f"{name} belongs to a number")
    if kind == Kind.NUMBER and at.number("full") >= at.number("none"):
        raise at.wrong("full is not below none")
    if kind == Kind.TEXT and at.has("knock_out"):
        raise at.wrong("a text knocks nobody out")


def _choices(at: At) -> Sequence[Choice]:
    found = [_choice(each) for each in at.each("choices")]
    _once(at, "choice", [choice.key for choice in found])
    return found


def _choice(at: At) -> Choice:
    at.knows("key", "text", "points")
    points = at.text("points")
    if not points.isdecimal() or int(points) not in POINTS:
        raise at.wrong("points go from 0 to 100")
    return Choice(at.text("key"), at.words("text"), int(points))


def _shown(at: At | None) -> Shown | None:
    if at is None:
        return None
    at.knows("question", "answers")
    return Shown(at.text("question"), at.texts("answers"))


def _serves(at: At | None) -> Mapping[str, Sequence[str]]:
    return {framework: at.texts(framework) for framework in at.told} if at else {}


def _once(at: At, what: str, keys: Sequence[str]) -> None:
    if twice := [key for key, count in Counter(keys).items() if count > 1]:
        raise at.wrong(f"{what} twice: {', '.join(twice)}")


def _shown_after(at: At, found: Questionnaire) -> None:
    """A question depends on one before it, so that nothing goes round in circles, and on answers that there are."""
    before: dict[str, Question] = {}
    for question in found.questions:
        if (shown := question.shown_when) is not None:
            if shown.question not in before:
                raise at.wrong(f"{question.key} is shown after {shown.question}, which does not come before it")
            if strange := set(shown.answers) - set(before[shown.question].answers):
                raise at.wrong(f"{question.key} waits for an answer that there is not: {min(strange)}")
        before[question.key] = question
