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


# Pages and questions


OPTIONS = [{"en": "Tell", "da": "Sig det", "right": True}, {"en": "Wait"}]


@pytest.fixture
def at(cast: Cast) -> str:
    return f"/courses/{make_course(actor_of(cast.anna), publish=False).reference}"


def test_a_course_is_written_published_and_written_on(cast: Cast, program: Any) -> None:
    at = f"/courses/{program.post('/courses', {'title_en': 'Mail'}).json()['reference']}"
    page = program.post(f"{at}/pages", {"title_en": "Stop", "text_en": "Before you click."})
    assert (page.status_code, page.json()["place"]) == (201, 0)
    assert program.get(page.headers["Location"]).json() == page.json()
    question = program.post(f"{at}/questions", {"text_en": "And then?", "options": OPTIONS})
    assert [each["da"] for each in question.json()["options"]] == ["Sig det", ""]
    assert program.post(f"{at}/publish").json()["edition"] == 1
    changed = program.patch(f"{at}/pages/{page.json()['id']}", {"title_da": "Stop op"}).json()
    assert (changed["title_da"], changed["text_en"]) == ("Stop op", "Before you click.")
    assert program.get(at).json()["changed"] is True


def test_pages_are_moved_and_removed(program: Any, at: str) -> None:
    last = program.post(f"{at}/pages", {"title_en": "Tell"}).json()["id"]
    assert program.post(f"{at}/pages/{last}/move", {"by": -2}).json()["place"] == 0
    assert [each["title_en"] for each in program.get(f"{at}/pages").json()["items"]] == ["Tell", "Stop", "Think"]
    assert program.delete(f"{at}/pages/{last}").status_code == 204
    assert program.get(f"{at}/pages/{last}").status_code == 404
    assert program.get(f"{at}/pages?page_size=1").json()["count"] == 2


def test_questions_are_held_to_the_rules(program: Any, at: str) -> None:
    two_right = [*OPTIONS, {"en": "Run", "right": True}]
    refused = program.post(f"{at}/questions", {"text_en": "And then?", "options": two_right})
    assert refused.status_code in (409, 422) and "options" in str(refused.json())
    assert (
        program.post(f"{at}/questions", {"text_en": "Or?", "kind": "multiple", "options": two_right}).status_code == 201
    )
    assert program.post(f"{at}/questions", {"text_en": "Or?"}).status_code == 422
    assert (
        program.post(f"{at}/questions", {"text_en": "Or?", "options": [{"en": "A", "wrong": True}]}).status_code == 422
    )
    assert program.post(f"{at}/pages", {"title_en": "See", "video": "http://video.example"}).status_code in (409, 422)


def test_two_who_write_do_not_overwrite_each_other(program: Any, at: str) -> None:
    page = program.get(f"{at}/pages").json()["items"][0]
    read = program.get(f"{at}/pages/{page['id']}")
    assert program.patch(f"{at}/pages/{page['id']}", {"title_en": "Halt"}, If_Match=read["ETag"]).status_code == 200
    late = program.patch(f"{at}/pages/{page['id']}", {"title_en": "Wait"}, If_Match=read["ETag"])
    assert late.status_code == 412
    assert program.delete(f"{at}/pages/{page['id']}", If_Match=read["ETag"]).status_code == 412
    assert program.get(f"{at}/pages/{page['id']}").json()["title_en"] == "Halt"


def test_what_is_sent_twice_is_written_once(program: Any, at: str) -> None:
    body = {"text_en": "And then?", "options": OPTIONS}
    first, again = (program.post(f"{at}/questions", body, Idempotency_Key="q-1") for _n in range(2))
    assert first.json() == again.json()
    assert program.get(f"{at}/questions").json()["count"] == 4


def test_pages_of_others_courses_are_missing(cast: Cast, program: Any, at: str) -> None:
    theirs = make_course(actor_of(cast.dorte))
    page, other = theirs.pages.get(place=0), make_course(actor_of(cast.anna))
    for path in (f"/courses/{theirs.reference}-9", at, f"/courses/{other.reference}"):
        assert program.get(f"{path}/pages/{page.pk}").status_code == 404
        assert program.patch(f"{path}/pages/{page.pk}", {"title_en": "Mine"}).status_code == 404
        assert program.delete(f"{path}/pages/{page.pk}").status_code == 404
    mine = other.pages.get(place=0)
    assert program.get(f"{at}/pages/{mine.pk}").status_code == 404
    assert Program(cast.carl).post(f"{at}/pages", {"title_en": "Stop"}).status_code == 403
    assert Program(cast.carl).get(f"{at}/questions").status_code == 200
    assert Program(cast.emil).get(f"{at}/questions").status_code == 403


# Classes


def test_a_class_is_planned_changed_and_held(cast: Cast, program: Any) -> None:
    course = make_course(actor_of(cast.anna))
    body = {"on": "2024-03-01", "at": "09:30", "place": "Canteen", "people": [cast.bo.reference]}
    made = program.post(f"/courses/{course.reference}/classes", body)
    assert (made.status_code, made.json()["at"], made.json()["course"]["reference"]) == (
        201,
        "09:30:00",
        course.reference,
    )
    path = f"/classes/{made.json()['reference']}"
    assert program.get(made.headers["Location"]).json() == made.json()
    assert program.patch(path, {"place": "Hall"}, If_Match=made["ETag"]).json()["place"] == "Hall"
    assert program.patch(path, {"place": "Yard"}, If_Match=made["ETag"]).status_code == 412
    told = program.get(f"{path}/attendance").json()["items"]
    assert [(each["person"]["title"], each["came"]) for each in told] == [("Bo Lind", None)]
    assert program.post(f"{path}/hold", {"came": [cast.emil.reference]}).json()["status"] == "held"
    told = {each["person"]["title"]: each["came"] for each in program.get(f"{path}/attendance").json()["items"]}
    assert told == {"Bo Lind": False, "Emil Vang": True}
    assert Enrolment.objects.get(person=cast.emil).state == "passed"
    assert program.post(f"{path}/cancel").status_code == 409
    assert program.get(f"/courses/{course.reference}/classes").json()["count"] == 1


def test_a_class_is_found_below_all_and_by_its_course(cast: Cast, program: Any) -> None:
    course, other = (make_course(actor_of(cast.anna), title_en=name) for name in ("One", "Two"))
    made = program.post("/classes", {"course": course.reference, "on": "2027-01-01"})
    assert made.status_code == 201
    assert program.get(f"/classes?course={course.reference}").json()["count"] == 1
    assert program.get(f"/classes?course={other.reference}").json()["count"] == 0
    assert program.post(f"/classes/{made.json()['reference']}/hold", {"came": []}).status_code == 409
    for wrong in ("09:00Z", "9", "24:00", "09:00\n", 540):
        assert (
            program.post("/classes", {"course": course.reference, "on": "2027-01-01", "at": wrong}).status_code == 422
        )
    assert program.post(f"/classes/{made.json()['reference']}/cancel").json()["status"] == "cancelled"
    assert Program(cast.carl).post("/classes", {"course": course.reference, "on": "2027-01-01"}).status_code == 403
    assert Program(cast.emil).get("/classes").status_code == 403
