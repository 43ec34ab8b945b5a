"""Nobody is shut out from the pages on which courses are written, held and followed."""

from typing import Any

from playwright.sync_api import Page

from holger.core import dates
from holger.training import services
from holger.training.tests.factories import make_course
from tests.cast import Cast, actor_of

PHONE = {"width": 390, "height": 844}


def test_the_pages_around_a_course_are_for_everybody(
    server: str, cast: Cast, page: Page, signed_in: Any, accessible: Any
) -> None:
    anna = actor_of(cast.anna)
    course = make_course(anna)
    services.course_give(actor=anna, course=course)
    session = services.session_create(actor=anna, course=course, on=dates.today(), people=[cast.emil, cast.bo])
    signed_in(cast.anna)
    pages = (
        f"{course.path}preview/",
        f"{course.path}results/",
        f"{course.path}pages/new/",
        f"{course.path}questions/new/",
        f"{course.path}enrol/",
        "courses/new/",
        "courses/ready/phishing/",
        "courses/management/",
        "courses/enrolments/",
        "classes/",
        "classes/new/",
        session.path,
        f"{session.path}hold/",
    )
    for path in pages:
        page.goto(f"{server}/o/kronborg/{path}")
        accessible(page)
    page.set_viewport_size(PHONE)
    for path in (f"{course.path}results/", f"{course.path}questions/new/"):
        page.goto(f"{server}/o/kronborg/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
