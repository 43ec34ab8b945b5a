"""Does it take an impact assessment (DPIA)? The screening, what its answers amount to, and what the assessment asks."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from holger.core.told import At
from holger.core.words import N_, Reason, Words

ENOUGH = 2
"""So many of the nine criteria call for an assessment as a rule."""


class Kind(StrEnum):
    ALONE = "alone"
    """One yes is enough: the law says so."""
    COUNTED = "counted"
    """Two are enough as a rule."""
    LIST = "list"
    """The national list: some hold alone, others together with one of the counted criteria."""


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Outcome(StrEnum):
    NEEDED = "needed"
    CONSIDER = "consider"
    NOT_NEEDED = "not_needed"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Criterion:
    key: str
    text: Words
    with_another: bool
    """It holds only when a counted criterion is met as well."""
    same_as: str
    """The counted criterion that says the same, and is therefore not "another"; "" where there is none."""


@dataclass(frozen=True)
class Group:
    key: str
    kind: Kind
    check: bool
    """It was read second-hand and must be held against the original."""
    title: Words
    help: Words
    criteria: Sequence[Criterion]


@dataclass(frozen=True)
class Question:
    key: str
    text: Words
    help: Words
    required: bool


@dataclass(frozen=True)
class Section:
    key: str
    title: Words
    serves: Sequence[str]
    """The provisions of the GDPR that ask for it."""
    questions: Sequence[Question]


@dataclass(frozen=True)
class Assessment:
    key: str
    title: Words
    groups: Sequence[Group]
    sections: Sequence[Section]

    @cached_property
    def criteria(self) -> Sequence[tuple[Group, Criterion]]:
        return [(group, criterion) for group in self.groups for criterion in group.criteria]

    @cached_property
    def questions(self) -> Sequence[Question]:
        return [question for section in self.sections for question in section.questions]


@dataclass(frozen=True)
class Screened:
    outcome: Outcome
    reasons: Sequence[Reason]
    decisive: Sequence[str]
    """The criteria that speak for an assessment."""
    open: Sequence[str]
    """Those without an answer that is yes or no."""


LAW = N_("The law itself asks for an impact assessment here (article 35(3)).")
LISTED = N_("It is on the authority's list of what always takes an impact assessment.")
SEVERAL = N_("%(count)s of the nine criteria are met, and two are enough as a rule.")
ONE = N_("One of the nine criteria is met. An assessment may be wise; if you make none, say why.")
LISTED_ALONE = N_("It is on the authority's list, but none of the nine criteria is met beside it.")
NONE = N_("Nothing speaks for it. Keep this answer, and look again when the processing changes.")
OPEN = N_("Not answered yet: %(count)s. What is undecided is not the same as no.")


def screened(assessment: Assessment, answers: Mapping[str, str]) -> Screened:
    """What the answers amount to. A yes that is enough decides, whatever is still open; a no decides only when all is
    answered.
    """
    yes = {key for key, answer in answers.items() if answer == Answer.YES}
    by_kind = {kind: [each for group, each in assessment.criteria if group.kind == kind] for kind in Kind}
    law = [each.key for each in by_kind[Kind.ALONE] if each.key in yes]
    counted = [each.key for each in by_kind[Kind.COUNTED] if each.key in yes]
    listed = [each for each in by_kind[Kind.LIST] if each.key in yes]
    holding = [each.key for each in listed if _holds(each, counted)]
    waiting = [each.key for _group, each in assessment.criteria if answers.get(each.key) not in (Answer.YES, Answer.NO)]
    outcome = _outcome(bool(law or holding) or len(counted) >= ENOUGH, bool(counted or listed), bool(waiting))
    reasons = list(_reasons(law, counted, listed, holding, waiting))
    return Screened(outcome, reasons, [*law, *counted, *(each.key for each in listed)], waiting)


def _holds(criterion: Criterion, counted: Collection[str]) -> bool:
    return not criterion.with_another or any(key != criterion.same_as for key in counted)


def _outcome(enough: bool, something: bool, waiting: bool) -> Outcome:
    if enough:
        return Outcome.NEEDED
    if waiting:
        return Outcome.UNDECIDED
    return Outcome.CONSIDER if something else Outcome.NOT_NEEDED


def _reasons(
    law: Sequence[str],
    counted: Sequence[str],
    listed: Sequence[Criterion],
    holding: Sequence[str],
    waiting: Sequence[str],
) -> Iterator[Reason]:
    if law:
        yield Reason(LAW)
    if holding:
        yield Reason(LISTED)
    elif listed:
        yield Reason(LISTED_ALONE)
    if len(counted) >= ENOUGH:
        yield Reason(SEVERAL, {"count": len(counted)})
    elif counted:
        yield Reason(ONE)
    if waiting:
        yield Reason(OPEN, {"count": len(waiting)})
    elif not law and not listed and not counted:
        yield Reason(NONE)


def missing(assessment: Assessment, answers: Mapping[str, str], *, has_dpo: bool) -> Sequence[Question]:
    """What an assessment must still say before anybody can decide. The officer's opinion is asked for where there is one."""
    return [
        each
        for each in assessment.questions
        if (each.required or (has_dpo and each.key == "opinion")) and not answers.get(each.key, "").strip()
    ]


# Reading


def read(told: Any, languages: Sequence[str]) -> Assessment:
    """ValueError for the first thing that is wrong, with its place."""
    at = At("assessment", told, tuple(languages))
    at.knows("assessment", "title", "groups", "sections")
    found = Assessment(
        at.text("assessment"),
        at.words("title"),
        [_group(each) for each in at.each("groups")],
        [_section(each) for each in at.each("sections")],
    )
    keys = [criterion.key for _group, criterion in found.criteria] + [question.key for question in found.questions]
    if len(set(keys)) != len(keys):
        raise at.wrong("a key is there twice")
    counted = {each.key for group, each in found.criteria if group.kind == Kind.COUNTED}
    if strange := {each.same_as for _group, each in found.criteria if each.same_as} - counted:
        raise at.wrong(f"no such criterion: {min(strange)}")
    return found


def _group(at: At) -> Group:
    at.knows("key", "kind", "check", "title", "help", "criteria")
    return Group(
        at.text("key"),
        Kind(at.one_of("kind", list(Kind))),
        at.yes("check"),
        at.words("title"),
        at.words("help"),
        [_criterion(each) for each in at.each("criteria")],
    )


def _criterion(at: At) -> Criterion:
    at.knows("key", "text", "with_another", "same_as")
    return Criterion(
        at.text("key"),
        at.words("text"),
        at.has("with_another") and at.yes("with_another"),
        at.text("same_as") if at.has("same_as") else "",
    )


def _section(at: At) -> Section:
    at.knows("key", "title", "serves", "questions")
    return Section(
        at.text("key"), at.words("title"), at.texts("serves"), [_question(each) for each in at.each("questions")]
    )


def _question(at: At) -> Question:
    at.knows("key", "text", "help", "required")
    return Question(at.text("key"), at.words("text"), at.words("help"), at.yes("required"))
