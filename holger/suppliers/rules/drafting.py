"""A questionnaire while it is written: what a file would tell of it (``question_reading``), changed a piece at a time.

Every change answers with a new content, or with the reason why it cannot be, so that a draft can always be read.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from holger.core.words import LANGUAGES, N_, Reason, Words
from holger.suppliers.rules import question_reading
from holger.suppliers.rules.questions import Kind, Question, Questionnaire

type Content = dict[str, Any]

MOST_QUESTIONS = 200
MOST_SECTIONS = 30


def new(key: str, title: Words) -> Content:
    """An empty one."""
    return {"questionnaire": key, "version": "1", "title": dict(title), "sections": []}


def read(content: Content) -> Questionnaire:
    return question_reading.read(content, LANGUAGES)


def digest(content: Content) -> str:
    """The same for the same questions, whoever asks and when."""
    told = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def why_not_publish(content: Content) -> Reason | None:
    if not any(section["questions"] for section in content["sections"]):
        return Reason(N_("Ask something first: there is no question in it."))
    if empty := next((section for section in content["sections"] if not section["questions"]), None):
        return Reason(N_("There is no question in the section “%(title)s”."), {"title": empty["title"]["en"]})
    return None


def with_texts(content: Content, title: Words, intro: Words) -> Content:
    """Another title, and another introduction: both languages of it, or none."""
    made = deepcopy(content)
    made["title"] = dict(title)
    made.pop("intro", None)
    if any(intro.values()):
        made["intro"] = dict(intro)
    return made


# Sections


def with_section(content: Content, key: str, title: Words) -> Content | Reason:
    """The section of that key with this title; without a key a new one, at the end."""
    made = deepcopy(content)
    if key:
        _section(made, key)["title"] = dict(title)
        return made
    if len(made["sections"]) >= MOST_SECTIONS:
        return Reason(N_("A questionnaire has %(most)s sections at most."), {"most": MOST_SECTIONS})
    made["sections"].append({"key": free_key("s", _keys(made["sections"])), "title": dict(title), "questions": []})
    return made


def without_section(content: Content, key: str) -> Content | Reason:
    made = deepcopy(content)
    section = _section(made, key)
    gone = set(_keys(section["questions"]))
    made["sections"].remove(section)
    if waiting := _waiting_for(made, gone):
        return _depended_on(waiting)
    return made


# Questions


def with_question(content: Content, section: str, key: str, told: Mapping[str, Any]) -> Content | Reason:
    """The question of that key as it is told now, in that section; without a key a new one, at its end.

    Its number is as it was, or the next that nobody has had: answers are known by it from one version to the next.
    """
    made = deepcopy(content)
    into = _section(made, section)["questions"]
    everything = list(questions_of(made))
    if key:
        before = next(each for each in everything if each["key"] == key)
        number = before["number"]
        if before in into:
            place = into.index(before)
        else:
            place = len(into)
            _home_of(made, key).remove(before)
            into.append(before)
    else:
        if len(everything) >= MOST_QUESTIONS:
            return Reason(N_("A questionnaire has %(most)s questions at most."), {"most": MOST_QUESTIONS})
        number = str(max((int(each["number"]) for each in everything), default=0) + 1)
        key, place = free_key("q", _keys(everything)), len(into)
        into.append({})
    into[place] = {"key": key, "number": number, **told}
    return _readable(made)


def without_question(content: Content, key: str) -> Content | Reason:
    if waiting := _waiting_for(content, {key}):
        return _depended_on(waiting)
    made = deepcopy(content)
    home = _home_of(made, key)
    home.remove(next(each for each in home if each["key"] == key))
    return made


def moved(content: Content, key: str, *, up: bool) -> Content | Reason:
    """A section, or a question within its section, one place up or down. At the end it stays."""
    made = deepcopy(content)
    row = made["sections"] if key in _keys(made["sections"]) else _home_of(made, key)
    place = _keys(row).index(key)
    to = place - 1 if up else place + 1
    if 0 <= to < len(row):
        row[place], row[to] = row[to], row[place]
    return _readable(made)


def told_of(question: Question) -> dict[str, Any]:
    """A question as a file tells it, without key and number."""
    told: dict[str, Any] = {"text": dict(question.text), "type": question.kind.value, "weight": str(question.weight)}
    if question.help:
        told["help"] = dict(question.help)
    if question.kind == Kind.CHOICE:
        told["choices"] = [
            {"key": each.key, "points": str(each.points), "text": dict(each.text)} for each in question.choices
        ]
    if question.kind == Kind.NUMBER:
        told |= {"unit": dict(question.unit), "full": str(question.full), "none": str(question.none)}
    told |= {name: "true" for name in ("knock_out", "asks_evidence") if getattr(question, name)}
    if question.from_criticality > 1:
        told["from_criticality"] = str(question.from_criticality)
    if question.shown_when:
        told["shown_when"] = {
            "question": question.shown_when.question,
            "answers": list(question.shown_when.answers),
        }
    if question.serves:
        told["serves"] = {framework: list(codes) for framework, codes in question.serves.items()}
    return told


def _readable(content: Content) -> Content | Reason:
    """What may go wrong in a change that has the right form: a question that waits for what comes after it, or for an
    answer that there is no more."""
    try:
        read(content)
    except ValueError as wrong:
        return _why_unreadable(content, str(wrong))
    return content


def _why_unreadable(content: Content, why: str) -> Reason:
    before: set[str] = set()
    for told in questions_of(content):
        shown = told.get("shown_when")
        if shown and shown["question"] not in before:
            return Reason(N_("A question is shown after the answer to one that comes before it. That is so no more."))
        before.add(told["key"])
    return Reason(N_("That cannot be: %(why)s."), {"why": why})


def _depended_on(waiting: Mapping[str, Any]) -> Reason:
    return Reason(
        N_("The question “%(text)s” is shown after an answer to it. Change that first."),
        {"text": waiting["text"]["en"][:100]},
    )


def _waiting_for(content: Content, keys: set[str]) -> Mapping[str, Any] | None:
    return next(
        (
            each
            for each in questions_of(content)
            if each["key"] not in keys and each.get("shown_when", {}).get("question") in keys
        ),
        None,
    )


def _section(content: Content, key: str) -> dict[str, Any]:
    """KeyError for one that there is not."""
    for section in content["sections"]:
        if section["key"] == key:
            return section
    raise KeyError(key)


def _home_of(content: Content, key: str) -> list[dict[str, Any]]:
    for section in content["sections"]:
        if key in _keys(section["questions"]):
            return section["questions"]
    raise KeyError(key)


def questions_of(content: Content) -> Iterator[dict[str, Any]]:
    for section in content["sections"]:
        yield from section["questions"]


def _keys(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [row["key"] for row in rows]


def free_key(letter: str, taken: Sequence[str]) -> str:
    number = len(taken) + 1
    while f"{letter}{number}" in taken:
        number += 1
    return f"{letter}{number}"
