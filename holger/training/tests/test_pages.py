"""The pages of courses: for those who run them, and for those who take them on a phone."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.history.models import Event
from holger.organisation.models import Person
from holger.tasks.models import RoleHolder
from holger.training import selectors, services
from holger.training.models import Attempt, Course, Enrolment, State
from holger.training.tests.factories import answers_to, make_course, take
from tests.cast import Cast, actor_of, make_person, make_unit
from tests.counting import questions_asked

pytestmark = pytest.mark.django_db
HERE = "/o/kronborg/"


@pytest.fixture
def course(cast: Cast) -> Course:
    made = make_course(actor_of(cast.anna))
    services.course_give(actor=actor_of(cast.anna), course=made)
    return made


PAGES = (
    "courses/",
    "courses/new/",
    "courses/ready/",
    "courses/ready/phishing/",
    "courses/management/",
    "courses/management/report/",
    "courses/enrolments/",
    "courses/C-1/",
    "courses/C-1/edit/",
    "courses/C-1/preview/",
    "courses/C-1/give/",
    "courses/C-1/enrol/",
    "courses/C-1/results/",
    "courses/C-1/report/",
    "courses/C-1/pages/new/",
    "courses/C-1/questions/new/",
    "classes/",
    "classes/new/",
)


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_those_who_run_courses(cast: Cast, client_of: Any, course: Course, path: str) -> None:
    assert client_of(cast.anna).get(HERE + path).status_code == 200
    assert client_of(cast.emil).get(HERE + path).status_code == 403
    assert client_of(cast.dorte).get(HERE + path).status_code == 404
    assert client_of(None).get(HERE + path).status_code == 302


@pytest.mark.parametrize("path", ["learn/", "learn/C-1/", "learn/C-1/1/", "learn/C-1/quiz/"])
def test_pages_of_those_who_take_them(cast: Cast, client_of: Any, course: Course, path: str) -> None:
    page = client_of(cast.emil).get(HERE + path)
    assert page.status_code == 200
    assert client_of(cast.dorte).get(HERE + path).status_code == 404
    assert client_of(None).get(HERE + path).status_code == 302


def test_a_course_that_one_was_not_given_is_not_there(cast: Cast, client_of: Any) -> None:
    make_course(actor_of(cast.anna))
    assert client_of(cast.emil).get(HERE + "learn/C-1/").status_code == 404


def test_fail_then_pass_on_a_phone(cast: Cast, client_of: Any, course: Course) -> None:
    emil = client_of(cast.emil)
    assert emil.post(HERE + "learn/C-1/quiz/begin/").status_code == 302
    page = emil.get(HERE + "learn/C-1/quiz/").content.decode()
    assert "Who wrote the mail?" in page
    assert "You can only know by asking." not in page  # explanations come when it has been answered
    assert emil.post(HERE + "learn/C-1/quiz/", {}).status_code == 422
    assert emil.post(HERE + "learn/C-1/quiz/", sent(right=False)).status_code == 302
    page = emil.get(HERE + "learn/C-1/result/").content.decode()
    assert "0 of 3 right" in page and "You can only know by asking." in page and "Try again" in page
    emil.post(HERE + "learn/C-1/quiz/begin/")
    emil.post(HERE + "learn/C-1/quiz/", sent(right=True))
    assert "Passed. Well done!" in emil.get(HERE + "learn/C-1/result/").content.decode()
    paper = emil.get(HERE + "learn/certificates/1/")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    assert client_of(cast.anna).get(HERE + "learn/certificates/1/").status_code == 404
    assert "up to date" in emil.get(HERE + "learn/").content.decode()


def sent(*, right: bool) -> dict[str, Any]:
    attempt = Attempt.objects.filter(state="begun").get()
    kinds = {each["key"]: each["kind"] for each in attempt.edition.content["questions"]}
    found: dict[str, Any] = {}
    for key, places in answers_to(attempt, right).items():
        if kinds[key] == "order":
            found |= {f"q-{key}-{place}": str(rank) for rank, place in enumerate(places, 1)}
        else:
            found[f"q-{key}"] = [str(place) for place in places]
    return found


@pytest.mark.parametrize("value", ["x", "99", "-1", "²", "1" * 400])
def test_nonsense_is_no_answer(cast: Cast, client_of: Any, course: Course, value: str) -> None:
    emil = client_of(cast.emil)
    emil.post(HERE + "learn/C-1/quiz/begin/")
    key = Attempt.objects.get().drawn[0]
    answer = emil.post(HERE + "learn/C-1/quiz/", {f"q-{key}": value, f"q-{key}-0": value})
    assert answer.status_code == 422


def test_nobody_else_sees_answers_or_scores(cast: Cast, client_of: Any, course: Course) -> None:
    row = selectors.mine(actor_of(cast.emil)).get()
    take(actor_of(cast.emil), row, right=False)
    for path in ("courses/C-1/", "courses/C-1/results/", "courses/enrolments/"):
        page = client_of(cast.anna).get(HERE + path).content.decode()
        assert "0 of 3" not in page
    assert client_of(cast.anna).get(HERE + "learn/C-1/result/").status_code == 404


def test_a_course_is_written_published_and_given(cast: Cast, client_of: Any) -> None:
    anna = client_of(cast.anna)
    made = anna.post(
        HERE + "courses/new/",
        {"title_en": "Clean desk", "minutes": 5, "pass_percent": 80, "due_days": 14, "for_everybody": "on"},
    )
    assert made.status_code == 302, made.context["form"].errors
    course = Course.objects.get()
    assert course.audience is not None and course.audience.everybody
    at = HERE + course.path
    assert anna.post(at + "publish/", follow=True).content.decode().count("Write a page first.")
    anna.post(at + "pages/new/", {"title_en": "Why", "text_en": "<script>alert(1)</script>"})
    question = {
        "kind": "single",
        "text_en": "Where does paper go?",
        "option-0-en": "Into the cupboard",
        "option-0-right": "on",
        "option-1-en": "On the desk",
    }
    wrong = anna.post(at + "questions/new/", {**question, "option-1-right": "on"})
    assert wrong.status_code == 422 and "the one answer" in wrong.content.decode()
    assert anna.post(at + "questions/new/", question).status_code == 302
    assert "<script>alert" not in anna.get(at + "preview/").content.decode()
    anna.post(at + "publish/")
    assert anna.post(at + "give/", {}).status_code == 302
    assert Enrolment.objects.count() == 6
    page = course.pages.get()
    anna.post(at + "pages/new/", {"title_en": "How"})
    anna.post(f"{at}pages/{page.pk}/change/", {"do": "down"})
    assert [each.title_en for each in course.pages.all()] == ["How", "Why"]
    assert Event.objects.filter(action="course.order_changed").exists()


def test_ready_courses_are_taken_on(cast: Cast, client_of: Any) -> None:
    anna = client_of(cast.anna)
    answer = anna.post(HERE + "courses/ready/phishing/adopt/")
    assert answer["Location"].endswith("/courses/C-1/")
    assert anna.get(HERE + "courses/C-1/").status_code == 200
    assert client_of(cast.carl).post(HERE + "courses/ready/phishing/adopt/").status_code == 403
    assert anna.get(HERE + "courses/ready/nonsense/").status_code == 404


def test_attempts_are_given_by_the_manager(cast: Cast, client_of: Any) -> None:
    Person.objects.filter(pk=cast.emil.pk).update(manager=cast.bo)
    course = make_course(actor_of(cast.anna), attempts=1)
    services.course_give(actor=actor_of(cast.anna), course=course)
    row = selectors.mine(actor_of(cast.emil)).get()
    take(actor_of(cast.emil), row, right=False)
    at = f"{HERE}courses/enrolments/{row.pk}/attempts/"
    assert client_of(cast.karen).get(at).status_code == 404
    assert client_of(cast.bo).post(at, {"count": 2}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.extra) == (State.OPEN, 2)


def test_a_class_is_planned_and_held(cast: Cast, client_of: Any, course: Course) -> None:
    anna = client_of(cast.anna)
    planned = {"course": course.pk, "on": "2026-01-05", "place": "Hall", "people": [cast.emil.pk, cast.bo.pk]}
    assert anna.post(HERE + "classes/new/", planned).status_code == 302
    for path in ("", "edit/", "hold/"):
        assert anna.get(HERE + "classes/CS-1/" + path).status_code == 200
    assert anna.post(HERE + "classes/CS-1/hold/", {"came": [cast.emil.pk], "others": [cast.olga.pk]}).status_code == 302
    assert Enrolment.objects.filter(state=State.PASSED).count() == 2
    assert client_of(cast.carl).post(HERE + "classes/CS-1/cancel/").status_code == 403


def test_management_is_shown_with_what_holds(cast: Cast, client_of: Any) -> None:
    anna = actor_of(cast.anna)
    RoleHolder.objects.create(organisation=cast.kronborg, role="management", person=cast.olga)
    course = services.course_publish(actor=anna, course=services.course_adopt(actor=anna, key="nis2-management"))
    assert services.course_give(actor=anna, course=course) == 1
    assert "0 of 1 trained" in client_of(cast.anna).get(HERE + "courses/management/").content.decode()
    session = services.session_create(actor=anna, course=course, on=course.created_at.date())
    services.session_hold(actor=anna, session=session, came=[cast.olga])
    assert "1 of 1 trained" in client_of(cast.anna).get(HERE + "courses/management/").content.decode()
    paper = client_of(cast.carl).get(HERE + "courses/management/report/?form=xlsx&language=da")
    assert paper.status_code == 200
    assert client_of(cast.carl).get(HERE + f"{course.path}report/?form=pdf&language=en").content.startswith(b"%PDF")


def test_lists_ask_equally_much_for_few_and_for_many(cast: Cast, client_of: Any, course: Course) -> None:
    anna = client_of(cast.anna)
    paths = ("courses/", "courses/enrolments/", "courses/C-1/results/", "courses/management/")

    def counted() -> dict[str, int]:
        found = {}
        for path in paths:
            with CaptureQueriesContext(connection) as caught:
                assert anna.get(HERE + path).status_code == 200
            found[path] = questions_asked(caught)
        return found

    RoleHolder.objects.create(organisation=cast.kronborg, role="management", person=cast.olga)
    counted()
    few = counted()
    for number in range(8):
        person = make_person(cast.kronborg, f"P{number} Holm", signs_in=False)
        RoleHolder.objects.create(
            organisation=cast.kronborg, role="management", unit=make_unit(cast.kronborg, f"U{number}"), person=person
        )
        make_course(actor_of(cast.anna), title_en=f"Course {number}")
    services.course_give(actor=actor_of(cast.anna), course=course)
    counted()
    assert counted() == few
    assert all(count <= 14 for count in few.values()), few


def test_the_overview_tells_who_is_late_and_who_leads(cast: Cast, client_of: Any, course: Course) -> None:
    RoleHolder.objects.create(organisation=cast.kronborg, role="management", person=cast.olga)
    take(actor_of(cast.anna), selectors.mine(actor_of(cast.anna)).get())
    Enrolment.objects.filter(course=course, person=cast.bo).update(due="2020-01-01")
    told = client_of(cast.anna).get(HERE).content.decode()
    total = Enrolment.objects.filter(course=course).count()
    assert f"1 of {total}" in told
    assert "1 overdue" in told
    assert "Management: 0 of 1 trained" in told
