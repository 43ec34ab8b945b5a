"""What must be decided about an incident: separate questions, each answered yes, no or not yet, with a reason.

Not yet is an answer too, and a dangerous one: the clocks that hang on it count as running, and people are reminded until it is decided.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from holger.core.words import N_, Reason
from holger.incidents.rules.entities import concerns


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Question:
    """``after``: only asked where that one is not answered no. ``only_for``: the entities that it can concern."""

    key: str
    text: str
    after: str = ""
    only_for: Sequence[str] = ()


QUESTIONS: Mapping[str, Question] = {
    each.key: each
    for each in (
        Question("significant", N_("Is the incident significant under NIS2?"), only_for=("essential", "important")),
        Question("personal_data", N_("Is it a personal data breach?")),
        Question("risk_to_people", N_("Is there a risk to people’s rights and freedoms?"), "personal_data"),
        Question("high_risk", N_("Is the risk to people high?"), "risk_to_people"),
        Question("dora_major", N_("Is it a major incident under DORA?"), only_for=("financial",)),
        Question("cra_exploited", N_("Is a vulnerability in our product exploited?"), only_for=("manufacturer",)),
        Question("cra_severe", N_("Is it a severe incident for our product’s security?"), only_for=("manufacturer",)),
        Question("contract", N_("Does a contract ask us to tell a customer?")),
    )
}
"""In the order in which they are asked."""


@dataclass(frozen=True)
class Decision:
    """One answer to one question. Decisions are only ever added; the last one stands."""

    question: str
    answer: Answer
    reason: str
    by: str
    at: datetime


def standing(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decision that stands of each question that was answered at all; ``decisions`` are in the order of entry."""
    return {each.question: each for each in decisions}


def answer(question: str, stand: Mapping[str, Decision]) -> Answer:
    """What is asked only after another is no where that one is no, whatever was answered before."""
    asked = QUESTIONS.get(question)
    if asked is not None and asked.after and answer(asked.after, stand) == Answer.NO:
        return Answer.NO
    found = stand.get(question)
    return found.answer if found is not None else Answer.UNDECIDED


def dangerous(question: str, stand: Mapping[str, Decision]) -> bool:
    """Must one act as if it were so? Whatever is not answered no must be."""
    return answer(question, stand) != Answer.NO


def open_questions(stand: Mapping[str, Decision], kinds: frozenset[str]) -> list[Question]:
    """Those that people are reminded of until they are decided."""
    return [
        each
        for each in QUESTIONS.values()
        if concerns(each.only_for, kinds) and answer(each.key, stand) == Answer.UNDECIDED
    ]


def why_not_decide(question: str, new: Answer, reason: str, stand: Mapping[str, Decision]) -> Reason | None:
    """Why this may not be decided so."""
    if question not in QUESTIONS:
        return Reason(N_("There is no such question."), field="question")
    before = stand.get(question)
    if before is not None and before.answer == new:
        return Reason(N_("This is what is decided already."), field="answer")
    if not reason.strip():
        return Reason(_wanted(before, new), field="reason")
    if new == Answer.YES and (ground := _denied_ground(question, stand)):
        return Reason(N_("“%(question)s” is answered no. Change that first."), {"question": ground.text}, "answer")
    return None


def _wanted(before: Decision | None, new: Answer) -> str:
    if before is not None and before.answer != Answer.UNDECIDED:
        return N_("Write why the decision is changed. The old one stays in the log.")
    if new == Answer.NO:
        return N_("Write why not. An authority may ask for it.")
    return N_("Write why.")


def _denied_ground(question: str, stand: Mapping[str, Decision]) -> Question | None:
    ground = QUESTIONS[question].after
    return QUESTIONS[ground] if ground and answer(ground, stand) == Answer.NO else None
