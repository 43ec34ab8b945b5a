"""Proof on paper: who has passed a course, a person's certificate, and management's own training."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, pgettext

from holger.audience.words import told
from holger.core import dates
from holger.core.requests import Request
from holger.exchange.papers.paper import (
    Bar,
    Bars,
    Block,
    Cell,
    Column,
    Facts,
    Figure,
    Figures,
    Kind,
    Note,
    Paper,
    Section,
    State,
    Table,
    Text,
)
from holger.exchange.papers.sending import front
from holger.training import selectors
from holger.training.models import Course, Enrolment
from holger.training.selectors import Trained, UnitCounts


def results_paper(request: Request, language: str, course: Course) -> Paper:
    today = dates.today(request.organisation.zone)
    parts = selectors.by_unit(request.actor, course, today)
    rows = selectors.enrolments_now(request.actor).filter(course=course)
    rows = rows.select_related("person__unit", "course", "edition", "session").order_by("person__name", "pk")
    return Paper(
        "course-results",
        gettext("Who has passed"),
        subtitle=str(course),
        scope=told(course.audience),
        method=gettext(
            "Who has passed an edition of the course, and whose certificate still holds on the day of the report."
        ),
        facts=_about(course),
        sections=[
            Section(gettext("Summary"), _summary(parts)),
            Section(gettext("Person by person"), [_people(list(rows), today)], apart=True),
        ],
        **front(request, language),
    )


def _about(course: Course) -> list[tuple[str, Cell]]:
    return [
        (gettext("Edition"), course.edition or None),
        (gettext("Published"), course.published_at.date() if course.published_at else None),
        (gettext("Passed with"), f"{course.pass_percent} %"),
        (gettext("Owner"), course.owner.name if course.owner else None),
    ]


def _summary(parts: Sequence[UnitCounts]) -> list[Block]:
    found = selectors.added_up(parts)
    figures = [
        Figure(f"{found.percent} %", gettext("have passed"), "ok", gettext("%(done)s of %(total)s") % {"done": found.done, "total": found.total}),
        Figure(found.missing, gettext("are missing")),
        Figure(found.late, gettext("are late"), "crit" if found.late else ""),
    ]  # fmt: skip
    bars = [
        Bar(
            each.unit or gettext("Without a unit"),
            [
                (each.counts.done, "ok", gettext("passed")),
                (each.counts.missing - each.counts.late, "none", gettext("to be taken")),
                (each.counts.late, "crit", gettext("late")),
            ],
        )
        for each in parts
        if each.counts.total
    ]
    return [Figures(figures), Bars(bars, gettext("Unit by unit"))]


def _people(rows: Sequence[Enrolment], today: Any) -> Table:
    columns = (
        Column(pgettext("enrolment", "Who"), 2.4, strong=True),
        Column(gettext("Unit"), 1.8),
        Column(gettext("Status"), 1.6, Kind.BADGE),
        Column(gettext("To be taken by"), 1.2, Kind.DATE),
        Column(gettext("Passed on"), 1.2, Kind.DATE),
        Column(gettext("Holds until"), 1.2, Kind.DATE),
        Column(gettext("Certificate"), 1.3),
    )
    listed = [
        (
            row.person.name,
            row.person.unit.name if row.person.unit else None,
            state_of(row, today),
            row.due,
            row.passed_on,
            row.valid_until,
            row.certificate or None,
        )
        for row in rows
    ]
    return Table(columns, listed, name=gettext("People"), empty=gettext("Nobody takes it yet."))


def state_of(row: Enrolment, today: Any) -> State:
    if row.state == "passed":
        if row.holds(today):
            return State(row.get_state_display(), "ok")
        return State(pgettext("enrolment", "No longer holds"), "high")
    if row.state == "failed":
        return State(row.get_state_display(), "crit", "cross")
    late = row.due is not None and row.due < today
    return State(gettext("Overdue"), "crit") if late else State(row.get_state_display(), "none", "clock")


def certificate_paper(request: Request, language: str, enrolment: Enrolment) -> Paper:
    """Says what somebody has passed. It is no signature: the history, which is sealed, tells the same."""
    about = front(request, language) | {"confidentiality": ""}
    course = enrolment.course
    facts: list[tuple[str, Cell]] = [
        (gettext("Name"), enrolment.person.name),
        (gettext("Course"), course.said("title", language)),
        (gettext("Passed on"), enrolment.passed_on),
        (gettext("Holds until"), enrolment.valid_until or gettext("Without end")),
        (gettext("Certificate"), enrolment.certificate),
        (gettext("Edition"), enrolment.edition.number if enrolment.edition else None),
        ("SHA-256", enrolment.edition.digest if enrolment.edition else None),
        (gettext("Class"), str(enrolment.session.reference) if enrolment.session else None),
    ]
    words = gettext("%(name)s has passed the course “%(course)s” at %(organisation)s.") % {
        "name": enrolment.person.name,
        "course": course.said("title", language),
        "organisation": request.organisation.name,
    }
    told = gettext("holger wrote this down when it happened, in a history that shows if anything in it is changed.")
    return Paper(
        "certificate",
        gettext("Certificate"),
        subtitle=course.said("title", language),
        version=enrolment.certificate,
        sections=[Section(gettext("Passed"), [Text(words), Facts([each for each in facts if each[1]]), Note(told)])],
        **about,
    )


def management_paper(request: Request, language: str, people: Sequence[Trained]) -> Paper:
    """That those who lead have been trained, as NIS2 article 20(2) asks."""
    holding = sum(each.holds for each in people)
    columns = (
        Column(pgettext("enrolment", "Who"), 2.4, strong=True),
        Column(gettext("Job title"), 2),
        Column(gettext("Status"), 1.4, Kind.BADGE),
        Column(gettext("Course"), 2.4),
        Column(gettext("Passed on"), 1.2, Kind.DATE),
        Column(gettext("Holds until"), 1.2, Kind.DATE),
        Column(gettext("Certificate"), 1.2),
    )
    rows = [
        (
            each.person.name,
            each.person.job_title or None,
            State(gettext("Trained"), "ok") if each.holds else State(gettext("Missing"), "crit", "cross"),
            each.best.course.said("title", language) if each.best else None,
            each.best.passed_on if each.best else None,
            each.best.valid_until if each.best else None,
            each.best.certificate if each.best else None,
        )
        for each in people
    ]
    figures = Figures([Figure(holding, gettext("trained"), "ok", gettext("of %(total)s") % {"total": len(people)})])
    return Paper(
        "management-training",
        gettext("Management's training"),
        subtitle=gettext("NIS2 article 20(2)"),
        method=gettext(
            "Those who hold the role management, and whether a course for management that they passed still holds."
        ),
        sections=[
            Section(
                gettext("Person by person"),
                [
                    figures,
                    Table(columns, rows, name=gettext("People"), empty=gettext("Nobody holds the role management.")),
                ],
            )
        ],
        **front(request, language),
    )
