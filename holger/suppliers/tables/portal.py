"""What the portal's pages show of a questionnaire: its sections, their questions, and what has been answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from holger.core.errors import RuleBroken
from holger.core.words import say
from holger.suppliers.models.sendings import Answer, Attachment, Sending
from holger.suppliers.rules.questions import NOT_APPLICABLE, Kind, Question, asked
from holger.suppliers.selectors.portal import Guest
from holger.suppliers.selectors.questionnaires import answers_of, files_of, score_of


@dataclass(frozen=True)
class Line:
    """A section on the portal's first page."""

    key: str
    title: str
    asked: int
    answered: int

    @property
    def done(self) -> bool:
        return self.answered == self.asked


@dataclass(frozen=True)
class Overview:
    sections: Sequence[Line]
    asked: int
    answered: int
    progress: int
    reusable: int
    """Questions without an answer that had one last time."""
    intro: str

    @property
    def missing(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True)
class Before:
    """Last time's answer, and how it reads."""

    value: str
    comment: str
    shown: str


@dataclass(frozen=True)
class Row:
    """A question on the page, with what is answered."""

    key: str
    number: int
    text: str
    help: str
    kind: str
    unit: str
    choices: Sequence[tuple[str, str, bool]]
    value: str
    comment: str
    unchanged: bool
    before: Before | None
    files: Sequence[Attachment]
    asks_evidence: bool
    error: str
    shown: str

    @property
    def is_choice(self) -> bool:
        return self.kind in (Kind.YES_PARTLY_NO, Kind.CHOICE)

    @property
    def does_not_apply(self) -> bool:
        return self.value == NOT_APPLICABLE

    @property
    def written(self) -> str:
        """What stands in the field of a text or a number."""
        return "" if self.does_not_apply else self.value


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    place: int
    total: int
    rows: Sequence[Row]
    previous_key: str
    next_key: str
    error: str


def wanted(sending: Sending, answers: Mapping[str, Answer]) -> list[Question]:
    values = {key: row.value for key, row in answers.items()}
    return list(asked(sending.version_sent.read.questions, values, sending.criticality))


def overview(guest: Guest) -> Overview:
    sending, language = guest.sending, get_language()
    answers = answers_of(sending)
    found = score_of(sending, answers)
    questions, answered = wanted(sending, answers), set(found.answered)
    by_section: dict[str, list[str]] = {}
    for question in questions:
        by_section.setdefault(question.section, []).append(question.key)
    lines = [
        Line(each.key, say(each.title, language), len(keys), len(answered.intersection(keys)))
        for each in sending.version_sent.read.sections
        if (keys := by_section.get(each.key))
    ]
    before = set(_values(sending.before_id))
    reusable = len([each for each in questions if each.key in before and each.key not in answered])
    intro = say(sending.version_sent.read.intro, language)
    return Overview(lines, len(found.asked), len(found.answered), found.progress, reusable, intro)


def _values(sending_id: Any) -> dict[str, Answer]:
    if sending_id is None:
        return {}
    return {row.question: row for row in Answer.objects.filter(sending=sending_id).exclude(value="")}


def section(
    guest: Guest, key: str, *, said: Mapping[str, Any] | None = None, broken: RuleBroken | None = None
) -> Section | None:
    """A section's page, as it is or (``said``) as it was just written; None where nothing of it is asked."""
    sending, language = guest.sending, get_language()
    answers = answers_of(sending)
    questions = wanted(sending, answers)
    keys = list(dict.fromkeys(each.section for each in questions))
    if key not in keys:
        return None
    place = keys.index(key)
    before, files = _values(sending.before_id), files_of(sending)
    title = next(each.title for each in sending.version_sent.read.sections if each.key == key)
    field = broken.field if broken else ""
    rows = [
        row(each, (said or {}).get(each.key) or answers.get(each.key), before.get(each.key), files.get(each.key, []),
            broken.message if broken and field == f"value-{each.key}" else "")
        for each in questions
        if each.section == key
    ]  # fmt: skip
    general = broken.message if broken and not any(each.error for each in rows) else ""
    return Section(
        key,
        say(title, language),
        place + 1,
        len(keys),
        rows,
        keys[place - 1] if place else "",
        keys[place + 1] if place + 1 < len(keys) else "",
        general,
    )


def row(
    question: Question, answer: Any, before: Answer | None, files: Sequence[Attachment] = (), error: str = ""
) -> Row:
    language = get_language()
    value = answer.value if answer else ""
    return Row(
        key=question.key,
        number=question.number,
        text=say(question.text, language),
        help=say(question.help, language),
        kind=question.kind.value,
        unit=say(question.unit, language),
        choices=[(key, label, key == value) for key, label in choices(question)],
        value=value,
        comment=answer.comment if answer else "",
        unchanged=bool(answer and answer.unchanged),
        before=Before(before.value, before.comment, shown(question, before.value)) if before else None,
        files=files,
        asks_evidence=question.asks_evidence,
        error=error,
        shown=shown(question, value),
    )


def choices(question: Question) -> list[tuple[str, str]]:
    """What can be chosen, in the reader's language; “does not apply” last."""
    language = get_language()
    found: list[tuple[str, str]] = []
    if question.kind == Kind.YES_PARTLY_NO:
        found = [("yes", _("Yes")), ("partly", pgettext("answer", "Partly")), ("no", _("No"))]
    elif question.kind == Kind.CHOICE:
        found = [(each.key, say(each.text, language)) for each in question.choices]
    return [*found, (NOT_APPLICABLE, _("Does not apply"))]


def shown(question: Question, value: str) -> str:
    """An answer as people read it."""
    words = dict(choices(question))
    if question.kind == Kind.NUMBER and value not in ("", NOT_APPLICABLE):
        return f"{value} {say(question.unit, get_language())}"
    if question.kind == Kind.TEXT and value != NOT_APPLICABLE:
        return value
    return words.get(value, value)
