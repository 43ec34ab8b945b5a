"""The report of an exercise: when the table was told what and how soon it acted, what was decided, which deadlines were met."""

from datetime import datetime
from typing import Any

from django.utils.translation import get_language, gettext, pgettext

from holger.core import dates
from holger.core.actor import Actor
from holger.core.models import hanging_on
from holger.core.words import say
from holger.exchange.papers.paper import Cell, Column, Facts, Kind, Paper, Section, State, Table, Text
from holger.incidents.models import Decision, Incident
from holger.incidents.papers.afterwards import marked
from holger.incidents.rules.exercises import Exercise
from holger.incidents.selectors.clocks import Case
from holger.incidents.selectors.concerned import team_of
from holger.incidents.selectors.drills import began, told_in, word
from holger.incidents.words import STATE_LOOKS, STATE_WORDS, span_words
from holger.organisation.models import Person
from holger.ui import days


def drill_paper(actor: Actor, case: Case, exercise: Exercise, lessons: str, language: str) -> Paper:
    """Called with the language spoken."""
    incident, organisation, now = case.incident, case.organisation, dates.now()
    return Paper(
        kind="exercise",
        title=f"{word(language)}: {say(exercise.title, language)}",
        subtitle=f"{incident.reference} {incident.title}",
        organisation=organisation.name,
        language=language,
        as_of=dates.today(organisation.zone),
        made_by=actor.label,
        made_at=now,
        confidentiality=gettext("Confidential, for the organisation's own use"),
        sections=[
            Section(
                gettext("The exercise"),
                [*marked(incident, language), _facts(incident, now), Text(say(exercise.setting, language))],
            ),
            Section(gettext("What the table was told, and when it acted"), [_injects(incident, exercise)]),
            Section(gettext("What was decided"), [_decisions(incident)]),
            Section(gettext("Deadlines"), [_clocks(case)]),
            Section(gettext("What we learned"), [Text(lessons)]),
        ],
    )


def _facts(incident: Incident, now: datetime) -> Facts:
    team = Person.objects.filter(organisation_id=incident.organisation_id, pk__in=team_of(incident)).order_by("name")
    begun = began(incident)
    facts: list[tuple[str, Cell]] = [
        (gettext("Led by"), str(incident.owner or "")),
        (gettext("Who took part"), ", ".join(team.values_list("name", flat=True))),
        (gettext("Began"), begun),
        (gettext("Ended"), now),
        (gettext("Lasted"), span_words(now - begun)),
    ]
    return Facts(facts)


def _injects(incident: Incident, exercise: Exercise) -> Table:
    columns = [
        Column(gettext("Minute"), 0.7, Kind.NUMBER),
        Column(gettext("What the table was told"), 4, strong=True),
        Column(pgettext("exercise", "Told"), 1.2),
        Column(gettext("First action"), 1.2),
        Column(gettext("After"), 1),
    ]
    language = get_language()
    rows: list[list[Cell]] = [
        [
            each.inject.minute,
            say(each.inject.text, language),
            days.moment(each.told_at) if each.told_at else gettext("Not told"),
            days.moment(each.answered) if each.answered else "–",
            span_words(each.took) if each.took is not None else "–",
        ]
        for each in told_in(incident, exercise)
    ]
    return Table(columns, rows)


def _decisions(incident: Incident) -> Table:
    rows = hanging_on(Decision, incident=incident)
    columns = [Column(gettext("When"), 1.2), Column(gettext("Question"), 2.5, strong=True), Column(gettext("Answer"), 0.8), Column(gettext("Why"), 3)]  # fmt: skip
    lines = [
        [days.moment(row.at), str(row.get_question_display()) or row.clock, str(row.get_answer_display()), row.reason]
        for row in rows
    ]
    return Table(columns, lines, empty=gettext("Nothing was decided."))


def _clocks(case: Case) -> Table:
    language = get_language()
    columns = [Column(gettext("Deadline"), 3, strong=True), Column(gettext("Until"), 1.5), Column(gettext("Sent"), 1.5), Column(gettext("State"), 1.2, Kind.BADGE)]  # fmt: skip
    rows: list[list[Any]] = []
    for clock in case.clocks:
        look = STATE_LOOKS[clock.state][0]
        rows.append(
            [
                say(clock.rule.title, language),
                days.moment(clock.due.at) if clock.due is not None else "–",
                days.moment(clock.notice.at) if clock.notice is not None else "–",
                State(str(STATE_WORDS[clock.state]), "none" if look == "line" else look),
            ]
        )
    return Table(columns, rows, empty=gettext("No deadline ran."))
