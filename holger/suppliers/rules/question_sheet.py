"""A questionnaire as rows of a spreadsheet: a row for each question, and back again into what a draft holds.

Questions are known by their number, sections by their title. Where a row says something in one language only, the other says
the same. All of it is checked before any of it is written, so that every row is told what is wrong with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from holger.core.words import LANGUAGES, N_, Reason, Words
from holger.suppliers.rules import drafting
from holger.suppliers.rules.drafting import MOST_QUESTIONS, MOST_SECTIONS, Content, free_key
from holger.suppliers.rules.questions import Kind, Question, Questionnaire

type Values = Mapping[str, Any]
type Fault = tuple[int, str, Reason]
"""The row's number in the file, the field, and what is wrong."""

MOST_CHOICES = 20


@dataclass(frozen=True)
class Row:
    """A row as it would be: ``number`` is its place in the file, ``key`` the question that it changes, if it changes one."""

    number: int
    key: str
    values: Values


# Out


def spread(read: Questionnaire, question: Question, *, first: bool) -> dict[str, Any]:
    """A question as a row. The first of all tells the questionnaire's own texts too."""
    section = next(each for each in read.sections if each.key == question.section)
    told: dict[str, Any] = {"number": question.number, "type": question.kind.value, "weight": question.weight}
    words = {"section": section.title, "text": question.text, "help": question.help, "unit": question.unit}
    if first:
        words |= {"title": read.title, "intro": read.intro}
    for name, said in words.items():
        told |= {f"{name}_{language}": said.get(language, "") for language in LANGUAGES}
    told["choices"] = "\n".join(f"{each.points} | {each.text['da']} | {each.text['en']}" for each in question.choices)
    told |= {"full": question.full or None, "none": question.none or None}
    told |= {name: getattr(question, name) for name in ("knock_out", "asks_evidence", "from_criticality")}
    if (shown := question.shown_when) is not None:
        before = read.by_key[shown.question]
        told |= {"after": before.number, "after_answers": tuple(_spelled(before, each) for each in shown.answers)}
    told["serves"] = "; ".join(f"{framework}: {', '.join(codes)}" for framework, codes in question.serves.items())
    return told


def _spelled(before: Question, answer: str) -> str:
    """A choice by its place from 1, everything else as it is."""
    return str(list(before.answers).index(answer) + 1) if before.kind == Kind.CHOICE else answer


# What a row may not say


def whys(values: Values) -> Iterator[tuple[str, Reason]]:
    """What is wrong with a row by itself."""
    kind = values.get("type")
    for name in ("section", "text"):
        if not any(_words(values, name).values()):
            yield f"{name}_da", Reason(N_("Write it in Danish or in English."))
    if kind == Kind.CHOICE:
        yield from _choice_whys(values)
    elif values.get("choices"):
        yield "choices", Reason(N_("Only where one of several answers is chosen."))
    if kind == Kind.NUMBER:
        yield from _number_whys(values)
    else:
        for name in ("full", "none"):
            if values.get(name):
                yield name, Reason(N_("Only where the answer is a number."))
    if kind == Kind.TEXT and values.get("knock_out"):
        yield "knock_out", Reason(N_("A text stops nothing by itself: somebody must read it."))
    if bool(values.get("after")) != bool(values.get("after_answers")):
        field = "after_answers" if values.get("after") else "after"
        yield field, Reason(N_("Say both: after which question, and after which answers to it."))
    if values.get("serves") and served(values["serves"]) is None:
        yield "serves", Reason(N_("Write it as a framework's key, a colon and its requirements: nis2: 21(2)(a)."))


def _choice_whys(values: Values) -> Iterator[tuple[str, Reason]]:
    lines = _lines(values)
    for place, line in enumerate(lines, 1):
        if _choice(line) is None:
            yield (
                "choices",
                Reason(N_("Line %(place)s cannot be read. Write points | Danish | English."), {"place": place}),
            )
            return
    if not 2 <= len(lines) <= MOST_CHOICES:
        yield "choices", Reason(N_("Give between two and twenty answers."))


def _number_whys(values: Values) -> Iterator[tuple[str, Reason]]:
    for name in ("full", "none"):
        if not values.get(name):
            yield name, Reason(N_("A number needs this."))
    if not any(_words(values, "unit").values()):
        yield "unit_da", Reason(N_("A number needs this."))
    if values.get("full") and values.get("none") and values["full"] >= values["none"]:
        yield "none", Reason(N_("It must be larger than the number that is worth all points."))


# In


def laid(content: Content, rows: Sequence[Row]) -> tuple[Content, list[Fault]]:
    """The content with the rows in it, in the order of the file, and what is wrong with any of them. Rows that ``whys`` has
    something against are not to be asked about here."""
    made = deepcopy(content)
    faults: list[Fault] = []
    _put_texts(made, rows)
    keys = {row.number: key for row in rows if (key := _put(made, row, faults))}
    by_number = {each["number"]: each for each in drafting.questions_of(made)}
    order = [each["key"] for each in drafting.questions_of(made)]
    for row in rows:
        if row.number in keys and row.values.get("after"):
            _put_branch(made, row, keys[row.number], by_number, order, faults)
    if not faults:
        faults += _unreadable(made, rows)
    return made, faults


def _put_texts(made: Content, rows: Sequence[Row]) -> None:
    """The questionnaire's own texts, from the first row that tells each of them."""
    for name in ("title", "intro"):
        told = next((said for row in rows if any((said := _words(row.values, name)).values())), None)
        if told is not None:
            made[name] = told


def _put(made: Content, row: Row, faults: list[Fault]) -> str:
    """The question in its section; its key, or nothing where there is no room."""
    section = _section(made, _words(row.values, "section"))
    if section is None:
        faults.append((row.number, "section_da", Reason(N_("A questionnaire has %(most)s sections at most."), {"most": MOST_SECTIONS})))  # fmt: skip
        return ""
    everything = list(drafting.questions_of(made))
    before = next((each for each in everything if each["key"] == row.key), None) if row.key else None
    if before is not None:
        told = {"key": row.key, "number": before["number"], **_told(row.values, before)}
        _replace(made, section, before, told)
        return row.key
    if len(everything) >= MOST_QUESTIONS:
        faults.append((row.number, "number", Reason(N_("A questionnaire has %(most)s questions at most."), {"most": MOST_QUESTIONS})))  # fmt: skip
        return ""
    number = row.values.get("number") or max((int(each["number"]) for each in everything), default=0) + 1
    if str(number) in {each["number"] for each in everything}:
        faults.append((row.number, "number", Reason(N_("There is a question %(number)s already."), {"number": number})))
        return ""
    key = free_key("q", [each["key"] for each in everything])
    section["questions"].append({"key": key, "number": str(number), **_told(row.values, {})})
    return key


def _section(made: Content, title: Words) -> dict[str, Any] | None:
    """The section that is called so in either language, or a new one at the end; None where there is no room for it."""
    for section in made["sections"]:
        if any(section["title"][language].casefold() == title[language].casefold() for language in LANGUAGES):
            return section  # type: ignore[no-any-return]
    if len(made["sections"]) >= MOST_SECTIONS:
        return None
    key = free_key("s", [each["key"] for each in made["sections"]])
    made["sections"].append({"key": key, "title": title, "questions": []})
    return made["sections"][-1]  # type: ignore[no-any-return]


def _replace(made: Content, section: dict[str, Any], before: dict[str, Any], told: dict[str, Any]) -> None:
    """In its place; at the end of another section where it is moved."""
    if before in section["questions"]:
        section["questions"][section["questions"].index(before)] = told
        return
    for each in made["sections"]:
        if before in each["questions"]:
            each["questions"].remove(before)
    section["questions"].append(told)


def _told(values: Values, before: Mapping[str, Any]) -> dict[str, Any]:
    """A row's question as a file tells it, without key, number and what it hangs on."""
    kind = values["type"]
    told: dict[str, Any] = {"text": _words(values, "text"), "type": str(kind), "weight": str(values.get("weight") or 1)}
    if any((said := _words(values, "help")).values()):
        told["help"] = said
    if kind == Kind.CHOICE:
        told["choices"] = _choices(values, before.get("choices", ()))
    if kind == Kind.NUMBER:
        told |= {"unit": _words(values, "unit"), "full": str(values["full"]), "none": str(values["none"])}
    told |= {name: "true" for name in ("knock_out", "asks_evidence") if values.get(name)}
    if (values.get("from_criticality") or 1) > 1:
        told["from_criticality"] = str(values["from_criticality"])
    if values.get("serves"):
        told["serves"] = served(values["serves"])
    return told


def _choices(values: Values, before: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The answers of a cell. One that says what it said before keeps its key, so that answers can be compared."""
    found = [choice for line in _lines(values) if (choice := _choice(line)) is not None]
    known = {(each["text"]["da"], each["text"]["en"]): each["key"] for each in before}
    taken = [known.get((each["text"]["da"], each["text"]["en"]), "") for each in found]
    for place, key in enumerate(taken):
        taken[place] = key or free_key("a", [*known.values(), *filter(None, taken)])
    return [{"key": key, **each} for key, each in zip(taken, found, strict=True)]


def _put_branch(
    made: Content, row: Row, key: str, by_number: Mapping[str, Any], order: Sequence[str], faults: list[Fault]
) -> None:
    """What the question hangs on: one that comes before it, and answers that there are to it."""
    before = by_number.get(str(row.values["after"]))
    if before is None or order.index(before["key"]) >= order.index(key):
        faults.append((row.number, "after", Reason(N_("There is no question with that number before this one."))))
        return
    known = _answers(before)
    wanted = row.values.get("after_answers") or ()
    if not set(wanted) <= known.keys():
        faults.append(
            (row.number, "after_answers", Reason(N_("Name at least one of the answers that can be given there.")))
        )
        return
    told = next(each for each in drafting.questions_of(made) if each["key"] == key)
    order_of = list(known)
    told["shown_when"] = {
        "question": before["key"],
        "answers": [known[each] for each in sorted(wanted, key=order_of.index)],
    }


def _answers(told: Mapping[str, Any]) -> dict[str, str]:
    """What the answers to a question are called in a file → their keys."""
    if told["type"] == Kind.YES_PARTLY_NO:
        return {key: key for key in ("yes", "partly", "no")}
    return {str(place): each["key"] for place, each in enumerate(told.get("choices", ()), 1)}


def _unreadable(made: Content, rows: Sequence[Row]) -> Iterator[Fault]:
    """What no row is wrong about by itself: another question waits for an answer that there is no more."""
    try:
        drafting.read(made)
    except ValueError as wrong:
        yield rows[0].number, "number", Reason(N_("That cannot be: %(why)s."), {"why": str(wrong)})


def served(text: str) -> dict[str, list[str]] | None:
    """``nis2: 21(2)(a), 23; gdpr: 28(1)`` → the requirements by framework; None for what cannot be read."""
    found: dict[str, list[str]] = {}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        framework, colon, codes = part.partition(":")
        named = list(dict.fromkeys(each.strip() for each in codes.split(",") if each.strip()))
        if not (colon and framework.strip() and named) or framework.strip() in found:
            return None
        found[framework.strip()] = named
    return found


def _lines(values: Values) -> list[str]:
    return [line for line in (values.get("choices") or "").splitlines() if line.strip()]


def _choice(line: str) -> dict[str, Any] | None:
    """``100 | Ja | Yes``; with one text it is said so in both languages."""
    points, danish, english = [part.strip() for part in [*line.split("|"), "", ""][:3]]
    if not (points.isascii() and points.isdecimal() and int(points) <= 100 and (danish or english)):
        return None
    return {"points": str(int(points)), "text": {"da": danish or english, "en": english or danish}}


def _words(values: Values, name: str) -> dict[str, str]:
    """A text in each language; the one stands in for the other where that is missing."""
    said = {language: str(values.get(f"{name}_{language}") or "").strip() for language in LANGUAGES}
    any_of = next(filter(None, said.values()), "")
    return {language: text or any_of for language, text in said.items()}
