"""Ready courses are published and given; people take them, most pass, some only at the second try, and classes are held."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any
from zlib import crc32

from holger.audience.services import Chosen
from holger.core import dates
from holger.demo.filling.readings import unit_of
from holger.demo.filling.story import Story
from holger.tasks.rules.workdays import DENMARK
from holger.training import services
from holger.training.models import Attempt, Course, Enrolment, Session, State
from holger.training.rules.content import ORDER, SINGLE, Question
from holger.training.selectors import content_of

Words = Mapping[str, Any]

WRONG = 2
"""Questions that whoever does not pass gets wrong."""
FIRST_HOUR, HOURS = 8, 8
END = 0.05
"""Days ago."""


def plan(story: Story) -> None:
    for words in story.content["courses"]:
        story.at(words["made_days_ago"], make, words)
        if "given_days_ago" in words:
            story.at(words["given_days_ago"], give, words)
    for words in story.content["classes"]:
        story.at(words["planned_days_ago"], invite, words)
        if "came" in words:
            story.at(-words["in_days"] - 0.3, hold, words)
        if "cancelled_days_ago" in words:
            story.at(words["cancelled_days_ago"], cancel, words)
    story.at(END, settle)


def make(story: Story, words: Words) -> None:
    owner = story.people[words["owner"]]
    course = services.course_adopt(actor=story.officer, key=words["key"], owner=owner)
    if "units" in words or "people" in words:
        units = [story.units[key] for key in words.get("units", ())]
        people = [story.people[key] for key in words.get("people", ())]
        services.course_audience_set(actor=story.officer, course=course, chosen=Chosen(units=units, people=people))
    if not words.get("draft"):
        course = services.course_publish(actor=story.officer, course=course)
    story.courses[words["key"]] = course


def give(story: Story, words: Words) -> None:
    course = Course.objects.get(pk=story.courses[words["key"]].pk)
    services.course_give(actor=story.officer, course=course)
    for row in Enrolment.objects.filter(course=course, current=True, state=State.OPEN):
        expect(story, words, row)


def expect(story: Story, words: Words, row: Enrolment) -> None:
    key = next((key for key, person in story.people.items() if person.pk == row.person_id), None)
    if key is None or key in story.doors or key in words.get("not", ()):
        return
    number = crc32(f"{words['key']}/{story.people[key].email}".encode())
    day = DENMARK.added(dates.today(), 1 + number // 100 % words.get("within", 18))
    share = words.get("less", {}).get(unit_of(story, key), words.get("percent", 90))
    if number % 100 < share and day < story.today:
        tries = row.course.attempts if key in words.get("failed", ()) else int(key in words.get("twice", ()))
        story.on(day, FIRST_HOUR + number % (HOURS * 6) / 6, take, row.pk, key, tries)


def take(story: Story, pk: Any, key: str, wrong: int) -> None:
    """Try once; ``wrong`` tries do not pass, each followed by another on the next working day."""
    actor = story.actor(key)
    enrolment = Enrolment.objects.select_related("course", "person").get(pk=pk)
    if enrolment.state != State.OPEN:
        return  # passed in a class meanwhile
    attempt = services.attempt_begin(actor=actor, enrolment=enrolment)
    attempt = services.attempt_submit(actor=actor, attempt=attempt, answers=answers(attempt, WRONG if wrong else 0))
    if not attempt.passed and wrong:
        day = DENMARK.added(dates.today(), 1)
        if day < story.today:
            story.on(day, FIRST_HOUR, take, pk, key, wrong - 1)


def answers(attempt: Attempt, wrong: int) -> dict[str, Sequence[int]]:
    """Right, but for so many questions: those that stand first in the course, so that some are harder than others."""
    known = content_of(attempt.edition).by_key
    missed = [key for key in known if key in attempt.drawn][:wrong]
    return {key: mistaken(known[key]) if key in missed else right(known[key]) for key in attempt.drawn}


def right(question: Question) -> list[int]:
    return list(range(len(question.options))) if question.kind == ORDER else sorted(question.right)


def mistaken(question: Question) -> list[int]:
    if question.kind == ORDER:
        return list(reversed(range(len(question.options))))
    false = [place for place in range(len(question.options)) if place not in question.right]
    return false[:1] if question.kind == SINGLE else [*sorted(question.right), *false[:1]]


def invite(story: Story, words: Words) -> None:
    course = Course.objects.get(pk=story.courses[words["course"]].pk)
    story.classes[words["key"]] = services.session_create(
        actor=story.officer,
        course=course,
        people=[story.people[key] for key in words["people"]],
        on=story.day(words["in_days"]),
        at=time.fromisoformat(words["at"]),
        place=story.text(words["place"]),
        trainer=words["trainer"],
        note=story.text(words.get("note")),
    )


def hold(story: Story, words: Words) -> None:
    came = [story.people[key] for key in words["came"]]
    services.session_hold(actor=story.officer, session=latest(story, words), came=came)


def cancel(story: Story, words: Words) -> None:
    services.session_cancel(actor=story.officer, session=latest(story, words))


def latest(story: Story, words: Words) -> Session:
    return Session.objects.select_related("course").get(pk=story.classes[words["key"]].pk)


def settle(story: Story) -> None:
    """What holger does by itself every hour."""
    services.courses_follow(organisation_id=story.organisation.pk)
