"""Courses as tests need them: made through the services, as somebody who may."""

from typing import Any

from holger.audience.services import Chosen
from holger.core.actor import Actor
from holger.training import services
from holger.training.models import Course

SINGLE: dict[str, Any] = {
    "kind": "single",
    "text_en": "Who wrote the mail?",
    "text_da": "Hvem skrev mailen?",
    "explanation_en": "You can only know by asking.",
    "explanation_da": "Det ved du først, når du spørger.",
    "options": [
        {"da": "Det ved jeg ikke", "en": "I do not know", "right": True},
        {"da": "Direktøren", "en": "The CEO", "right": False},
    ],
}
MULTIPLE: dict[str, Any] = {
    "kind": "multiple",
    "text_en": "What do you do?",
    "explanation_en": "Tell and wait.",
    "options": [
        {"da": "", "en": "Tell somebody", "right": True},
        {"da": "", "en": "Wait", "right": True},
        {"da": "", "en": "Click", "right": False},
    ],
}
ORDER: dict[str, Any] = {
    "kind": "order",
    "text_en": "In which order?",
    "options": [
        {"da": "", "en": "First", "right": False},
        {"da": "", "en": "Second", "right": False},
        {"da": "", "en": "Third", "right": False},
    ],
}
RIGHT = {"single": [0], "multiple": [0, 1], "order": [0, 1, 2]}
WRONG = {"single": [1], "multiple": [2], "order": [2, 1, 0]}


def make_course(actor: Actor, *, publish: bool = True, everybody: bool = True, **answers: Any) -> Course:
    """Two pages and a question of each kind; for everybody."""
    known: dict[str, Any] = {"title_en": "Phishing", "title_da": "Phishing", "attempts": 2, "pass_percent": 60}
    course = services.course_create(actor=actor, **known | answers)
    for title in ("Stop", "Think"):
        services.page_add(actor=actor, course=course, title_en=title, text_en=f"## {title}\n\nBefore you click.")
    for question in (SINGLE, MULTIPLE, ORDER):
        services.question_add(actor=actor, course=course, **question)
    services.course_audience_set(actor=actor, course=course, chosen=Chosen(everybody=everybody))
    return services.course_publish(actor=actor, course=course) if publish else course


def answers_to(attempt: Any, right: bool) -> dict[str, list[int]]:
    kinds = {each["key"]: each["kind"] for each in attempt.edition.content["questions"]}
    return {key: (RIGHT if right else WRONG)[kinds[key]] for key in attempt.drawn}


def take(actor: Actor, enrolment: Any, *, right: bool = True) -> Any:
    """One attempt, begun and answered."""
    attempt = services.attempt_begin(actor=actor, enrolment=enrolment)
    return services.attempt_submit(actor=actor, attempt=attempt, answers=answers_to(attempt, right))
