"""Courses through the interface: the same rules as the pages, and nobody's answers."""

from typing import Any

import pytest

from holger.api.tests.programs import Program
from holger.training import selectors, services
from holger.training.models import Course, Enrolment
from holger.training.tests.factories import make_course, take
from tests.cast import Cast, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cast: Cast) -> Any:
    return Program(cast.anna)


def test_a_ready_course_is_taken_on_published_and_given(cast: Cast, program: Any) -> None:
    made = program.post("/courses/ready/phishing")
    assert (made.status_code, made.json()["status"]) == (201, "draft")
    at = f"/courses/{made.json()['reference']}"
    assert program.post(f"{at}/give", {}).status_code == 409
    assert program.post(f"{at}/publish").json()["edition"] == 1
    assert program.post(f"{at}/give", {"people": ["PE-6"], "due": "2027-01-31"}).status_code == 200
    assert program.post(f"{at}/give", {}).json()["counts"]["total"] == 6
    listed = program.get("/enrolments?state=open").json()
    assert listed["count"] == 6
    assert program.post(f"/enrolments/{listed['items'][0]['id']}/withdraw").json()["state"] == "withdrawn"


def test_a_course_is_made_and_changed(program: Any) -> None:
    made = program.post("/courses", {"title_en": "Clean desk", "minutes": 5})
    assert made.status_code == 201, made.content
    changed = program.patch(f"/courses/{made.json()['reference']}", {"pass_percent": 70})
    assert changed.json()["pass_percent"] == 70
    assert Course.objects.get().pass_percent == 70


def test_it_tells_of_completion_and_never_of_answers(cast: Cast, program: Any) -> None:
    course = make_course(actor_of(cast.anna))
    services.course_give(actor=actor_of(cast.anna), course=course)
    take(actor_of(cast.emil), selectors.mine(actor_of(cast.emil)).get(), right=False)
    row = Enrolment.objects.get(person=cast.emil)
    told = program.get(f"/enrolments/{row.pk}").json()
    assert told["state"] == "open"
    assert not {"answers", "right", "tries", "percent"} & told.keys()
    assert Program(cast.emil).get("/enrolments").status_code == 403
    assert Program(cast.dorte).get(f"/enrolments/{row.pk}").status_code in (403, 404)
