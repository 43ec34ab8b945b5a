"""The pages and questions that the next edition of a course will hold."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from holger.core import saving
from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import RuleBroken
from holger.core.models import hanging_on
from holger.core.words import N_
from holger.history import services as history
from holger.training.models import Course, CoursePage, Question
from holger.training.permissions import EDIT
from holger.training.rules.content import Option, why_not_ask
from holger.training.services.shared import must_be_in_use, touch

MOST = 200
"""Pages, and questions, of a course."""


@transaction.atomic
def page_add(*, actor: Actor, course: Course, **answers: Any) -> CoursePage:
    """One more page, behind the others."""
    _begin(actor, course)
    page = CoursePage(organisation_id=actor.organisation_id, course=course, place=_behind(course.pages))
    return _written(actor, course, page, _page(answers), "course.page_added")


@transaction.atomic
def page_edit(*, actor: Actor, page: CoursePage, **answers: Any) -> CoursePage:
    _begin(actor, page.course)
    return _written(actor, page.course, page, _page(answers), "course.page_changed")


@transaction.atomic
def page_remove(*, actor: Actor, page: CoursePage) -> None:
    _remove(actor, page, "course.page_removed")


@transaction.atomic
def page_move(*, actor: Actor, page: CoursePage, by: int) -> None:
    """Up (-1) or down (1) among its neighbours."""
    _shift(actor, page, by)


@transaction.atomic
def question_add(*, actor: Actor, course: Course, **answers: Any) -> Question:
    _begin(actor, course)
    question = Question(organisation_id=actor.organisation_id, course=course, place=_behind(course.questions))
    return _written(actor, course, question, _question(question, answers), "course.question_added")


@transaction.atomic
def question_edit(*, actor: Actor, question: Question, **answers: Any) -> Question:
    _begin(actor, question.course)
    return _written(actor, question.course, question, _question(question, answers), "course.question_changed")


@transaction.atomic
def question_remove(*, actor: Actor, question: Question) -> None:
    _remove(actor, question, "course.question_removed")


@transaction.atomic
def question_move(*, actor: Actor, question: Question, by: int) -> None:
    _shift(actor, question, by)


def _begin(actor: Actor, course: Course) -> None:
    actor.require(EDIT, course)
    must_be_in_use(course)


def _behind(rows: Any) -> int:
    found = rows.aggregate(last=Max("place"))["last"]
    if rows.count() >= MOST:
        raise RuleBroken(N_("There are as many as there may be: %(most)s."), params={"most": MOST})
    return 0 if found is None else found + 1


def _page(answers: Mapping[str, Any]) -> dict[str, Any]:
    video = answers.get("video", "")
    if video and not video.startswith("https://"):
        raise RuleBroken(N_("An address that begins with https:// is wanted here."), "video")
    return dict(answers)


def _question(question: Question, answers: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(answers)
    if "options" in values:
        values["options"] = options_kept(values["options"])
    kind, options = values.get("kind", question.kind), values.get("options", question.options)
    asked = [Option({"da": each["da"], "en": each["en"]}, each["right"]) for each in options]
    if refused := why_not_ask(kind, asked):
        raise RuleBroken(refused)
    return values


def options_kept(options: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """As they are kept; those without words are left out."""
    kept = []
    for each in options:
        danish, english = str(each.get("da") or "").strip()[:500], str(each.get("en") or "").strip()[:500]
        if danish or english:
            kept.append({"da": danish, "en": english, "right": bool(each.get("right"))})
    return kept


def _written[Row: CoursePage | Question](
    actor: Actor, course: Course, row: Row, answers: Mapping[str, Any], action: str
) -> Row:
    if changes := write(row, answers):
        touch(course)
        history.record(actor=actor, action=action, target=course, changes=_short(changes), reason=str(row)[:200])
    return row


def _short(changes: Changes) -> Changes:
    """Long texts are not told twice over: that they changed is enough."""
    return {name: each for name, each in changes.items() if name not in ("text_da", "text_en", "options")}


def _remove(actor: Actor, row: CoursePage | Question, action: str) -> None:
    course = row.course
    _begin(actor, course)
    history.record(actor=actor, action=action, target=course, reason=str(row)[:200])
    row.delete()
    touch(course)


def _shift(actor: Actor, row: CoursePage | Question, by: int) -> None:
    _begin(actor, row.course)
    inside = list(hanging_on(type(row), course=row.course))
    at = next(at for at, each in enumerate(inside) if each.pk == row.pk)
    to = max(0, min(len(inside) - 1, at + by))
    if at == to:
        return
    inside.insert(to, inside.pop(at))
    for place, each in enumerate(inside):
        each.place = place
    saving.update_many(inside, ["place"])
    touch(row.course)
    history.record(actor=actor, action="course.order_changed", target=row.course, reason=str(row)[:200])
