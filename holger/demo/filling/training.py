"""Courses taken on, given and taken: most pass, some try twice, and some are late."""

from typing import Any

from holger.demo.filling.doors import NAMES
from holger.demo.filling.story import Story
from holger.training import library, selectors, services
from holger.training.models import Course, Enrolment, Session, State
from holger.training.rules.content import Content, Question

GIVEN, TAUGHT = 75, 30
"""Days ago."""
FEW = ("phishing", "security-basics")
"""The courses of a small organisation."""
SLIPS = 3
"""Wrong answers of those who need a second attempt."""
LATE = 5
"""Everybody whose place is divisible by this has not got round to it."""


def plan(story: Story) -> None:
    keys = tuple(library.courses()) if story.content["organisation"]["slug"] == "kronborg" else FEW
    for at, key in enumerate(keys):
        story.at(GIVEN + 2 - at / 10, give, key)
        story.at(GIVEN - 20 - 3 * at, take, key, at)
    story.at(TAUGHT, teach, keys[0])


def give(story: Story, key: str) -> None:
    course = services.course_adopt(actor=story.officer, key=key)
    course = services.course_publish(actor=story.officer, course=course)
    services.course_give(actor=story.officer, course=course)


def take(story: Story, key: str, turn: int) -> None:
    """Whoever can sign in takes it, each in their own way; not those at the door, of whom one is to leave no trace."""
    course = Course.objects.get(organisation=story.organisation, template=key)
    at_the_door = [story.people[key] for key in NAMES]
    rows = Enrolment.objects.filter(course=course, current=True, person__user__isnull=False)
    for place, row in enumerate(rows.select_related("course", "person").order_by("person__number"), turn):
        if place % LATE and row.person not in at_the_door:
            answer(story, row, slips=SLIPS if place % 3 == 0 else 0)


def answer(story: Story, row: Enrolment, slips: int) -> None:
    actor = story.acting(row.person_id)
    if actor is None or not actor.may("training.learn"):
        return
    for wrong in (slips, 0) if slips else (0,):
        attempt = services.attempt_begin(actor=actor, enrolment=row)
        content = selectors.content_of(attempt.edition)
        services.attempt_submit(actor=actor, attempt=attempt, answers=answers_to(content, attempt.drawn, wrong))


def answers_to(content: Content, drawn: list[str], wrong: int) -> dict[str, list[int]]:
    return {key: _answer(content.by_key[key], at < wrong) for at, key in enumerate(drawn)}


def _answer(question: Question, slip: bool) -> list[int]:
    count = len(question.options)
    if question.kind == "order":
        return list(reversed(range(count))) if slip else list(range(count))
    right = sorted(question.right)
    return [place for place in range(count) if place not in question.right][:1] if slip else right


def teach(story: Story, key: str) -> None:
    """A class for those who have no computer at hand."""
    course = Course.objects.get(organisation=story.organisation, template=key)
    waiting = Enrolment.objects.filter(course=course, current=True, state=State.OPEN, person__user__isnull=True)
    people = [row.person for row in waiting.select_related("person").order_by("person__number")]
    session = services.session_create(
        actor=story.officer,
        course=course,
        people=people,
        on=story.day(-TAUGHT),
        place=story.text({"da": "Kantinen", "en": "The canteen"}),
        trainer=story.officer.label,
    )
    hold(story, session, people[: max(1, len(people) * 2 // 3)])


def hold(story: Story, session: Session, came: list[Any]) -> None:
    services.session_hold(actor=story.officer, session=session, came=came)
