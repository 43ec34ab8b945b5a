"""Courses, and who takes them, as spreadsheets: in, out unchanged, and back again; never an answer."""

from datetime import date, timedelta
from typing import Any

import pytest

from holger.audience.models import Audience
from holger.core import dates
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.exchange import services as exchange
from holger.exchange.exporting import export_file
from holger.exchange.registers import register_for
from holger.training import selectors, services
from holger.training.models import Course, Enrolment, State, Why
from holger.training.tests.factories import make_course, take
from tests.cast import Cast, actor_of

pytestmark = pytest.mark.django_db
COURSES = """Nr.;Titel;Title;Beståelsesgrænse;Antal forsøg;Ansvarlig;Startpakke
KU-1;Phishing;Phishing;70;2;Bo Lind;ja
;Rent skrivebord;;;;;
"""


@pytest.fixture
def anna(cast: Cast) -> Actor:
    return actor_of(cast.anna)


def run_of(actor: Actor, sheet: str, kind: str = "courses") -> Any:
    return exchange.run_start(actor=actor, kind=kind, filename="sheet.csv", content=sheet.encode())


def bring(actor: Actor, sheet: str, kind: str = "courses") -> Any:
    return exchange.run_apply(actor=actor, run=run_of(actor, sheet, kind))


def problems(actor: Actor, sheet: str, kind: str = "courses") -> set[tuple[int, str]]:
    return {(p.row, p.target) for p in exchange.plan_of(actor=actor, run=run_of(actor, sheet, kind)).problems}


def counts(actor: Actor, sheet: str, kind: str = "courses") -> dict[str, int]:
    return dict(exchange.plan_of(actor=actor, run=run_of(actor, sheet, kind)).counts)


def exported(actor: Actor, kind: str) -> str:
    return export_file(actor, register_for(kind), "csv").read().decode("utf-8-sig")


# Courses


def test_a_danish_sheet_becomes_drafts_for_nobody(cast: Cast, anna: Actor) -> None:
    run = bring(anna, COURSES)
    first, second = Course.objects.order_by("number")
    assert (first.reference, first.title_en, first.pass_percent, first.attempts) == ("KU-1", "Phishing", 70, 2)
    assert (first.owner, first.onboarding, first.status) == (cast.bo, True, "draft")
    assert (second.title_da, second.minutes, second.pass_percent, second.attempts) == ("Rent skrivebord", 15, 80, 3)
    assert first.audience is not None and not first.audience.everybody
    assert counts(anna, COURSES) == {"same": 2}
    exchange.run_undo(actor=anna, run=run)
    assert not Course.objects.exists()
    assert not Audience.objects.filter(organisation=cast.kronborg).exists()


def test_what_was_written_since_stands_in_the_way_of_undoing(anna: Actor) -> None:
    run = bring(anna, COURSES)
    services.page_add(actor=anna, course=Course.objects.get(reference="KU-1"), title_en="Stop")
    with pytest.raises(RuleBroken):
        exchange.run_undo(actor=anna, run=run)
    assert Course.objects.count() == 2


def test_courses_go_out_and_come_back_unchanged(cast: Cast, anna: Actor) -> None:
    course = make_course(anna, owner=cast.bo, unit=cast.production, summary_en="Two; lines\nof text", attempts=None)
    services.course_archive(actor=anna, course=make_course(anna, title_en="Old", title_da=""))
    said = exported(anna, "courses")
    assert course.reference in said and "Published" in said and "Old" not in said
    assert counts(anna, said) == {"same": 1}


def test_another_pass_mark_tells_that_it_is_not_what_was_published(anna: Actor) -> None:
    course = make_course(anna)
    run = bring(anna, f"Nr.;Pass mark\n{course.reference};90\n")
    course.refresh_from_db()
    assert (course.pass_percent, course.changed, course.status) == (90, True, "published")
    exchange.run_undo(actor=anna, run=run)
    course.refresh_from_db()
    assert (course.pass_percent, course.changed) == (60, False)


def test_a_course_needs_a_title_and_sensible_numbers(cast: Cast, anna: Actor) -> None:
    head = "Nr.;Titel;Title;Pass mark;Attempts;Owner;Unit\n"
    assert problems(anna, head + "C-1;;;80;;;\n") == {(2, "title_da")}
    assert problems(anna, head + "C-1;A;;101;0;;\n") == {(2, "pass_percent"), (2, "attempts")}
    theirs = f"C-1;A;;80;;{cast.dorte.email};Rosenborg\n"
    assert problems(anna, head + theirs) == {(2, "owner"), (2, "unit")}


# Who takes them


def sheet_of(course: Course, *rows: str) -> str:
    return "Medarbejder;Kursus;Frist\n" + "".join(f"{row.replace('@@', course.reference)}\n" for row in rows)


def test_a_file_gives_a_course_to_people_and_takes_it_back(cast: Cast, anna: Actor) -> None:
    course = make_course(anna)
    sheet = sheet_of(course, "Emil Vang;@@;31-01-2027", "bo@kronborg.example;Phishing;")
    run = bring(anna, sheet, "enrolments")
    emil, bo = Enrolment.objects.order_by("-person__name")
    assert (emil.person, emil.due, emil.why, emil.state) == (cast.emil, date(2027, 1, 31), Why.HAND, State.OPEN)
    assert (bo.person, bo.due) == (cast.bo, dates.today() + timedelta(days=30))
    assert counts(anna, sheet, "enrolments") == {"same": 2}
    exchange.run_undo(actor=anna, run=run)
    assert not Enrolment.objects.exists()


def test_what_somebody_has_begun_stands_in_the_way(cast: Cast, anna: Actor) -> None:
    run = bring(anna, sheet_of(make_course(anna), "Emil Vang;@@;31-01-2027"), "enrolments")
    emil = actor_of(cast.emil)
    services.attempt_begin(actor=emil, enrolment=selectors.mine(emil).get())
    with pytest.raises(RuleBroken):
        exchange.run_undo(actor=anna, run=run)


def test_who_was_let_off_is_asked_again_and_back(cast: Cast, anna: Actor) -> None:
    course = make_course(anna)
    services.people_enrol(actor=anna, course=course, people=[cast.emil])
    services.enrolment_withdraw(actor=anna, enrolment=Enrolment.objects.get())
    run = bring(anna, sheet_of(course, "Emil Vang;@@;31-01-2027"), "enrolments")
    assert list(Enrolment.objects.filter(current=True).values_list("state", flat=True)) == ["open"]
    exchange.run_undo(actor=anna, run=run)
    assert list(Enrolment.objects.filter(current=True).values_list("state", flat=True)) == ["withdrawn"]


def test_enrolments_go_out_without_answers_and_come_back_unchanged(cast: Cast, anna: Actor) -> None:
    course = make_course(anna)
    services.course_give(actor=anna, course=course)
    take(actor_of(cast.emil), selectors.mine(actor_of(cast.emil)).get())
    said = exported(anna, "enrolments")
    assert "Emil Vang" in said and "CERT-1" in said and "Passed" in said
    assert "wrote the mail" not in said and "I do not know" not in said
    assert counts(anna, said, "enrolments") == {"same": 6}


def test_another_day_only_for_what_is_still_to_be_taken(cast: Cast, anna: Actor) -> None:
    course = make_course(anna)
    services.people_enrol(actor=anna, course=course, people=[cast.emil, cast.bo])
    take(actor_of(cast.emil), selectors.mine(actor_of(cast.emil)).get())
    assert problems(anna, sheet_of(course, "Emil Vang;@@;31-01-2027"), "enrolments") == {(2, "due")}
    run = bring(anna, sheet_of(course, "Bo Lind;@@;31-01-2027"), "enrolments")
    assert Enrolment.objects.get(person=cast.bo).due == date(2027, 1, 31)
    exchange.run_undo(actor=anna, run=run)
    assert Enrolment.objects.get(person=cast.bo).due == dates.today() + timedelta(days=30)


def test_what_cannot_be_taken_or_is_anothers_is_refused_where_it_is_named(cast: Cast, anna: Actor) -> None:
    draft = make_course(anna, publish=False)
    theirs = make_course(actor_of(cast.dorte), title_en="Theirs", title_da="")
    assert problems(anna, sheet_of(draft, "Emil Vang;@@;"), "enrolments") == {(2, "course")}
    assert problems(anna, sheet_of(theirs, "Emil Vang;Theirs;"), "enrolments") == {(2, "course")}
    assert problems(anna, sheet_of(make_course(anna), f"{cast.dorte.email};@@;"), "enrolments") == {(2, "person")}
