"""The report of an incident on paper: facts, timeline, decisions, what was sent, who and what was hit, what was learned and done."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, pgettext

from holger.core.models import hanging_on
from holger.core.words import say
from holger.exchange.papers.paper import Cell, Column, Facts, Kind, Note, Paper, Section, State, Table, Text
from holger.exchange.papers.sending import front
from holger.incidents.library.titles import category_titles
from holger.incidents.models import (
    Affected,
    Correction,
    Decision,
    Entry,
    Evaluation,
    Incident,
    SentNotice,
)
from holger.incidents.rules.afterwards import root_of
from holger.incidents.selectors.afterwards import corrections_of, evaluation_of, subjects_of
from holger.incidents.selectors.drills import word
from holger.incidents.selectors.statistics import severity_titles
from holger.incidents.selectors.timeline import names_in
from holger.incidents.tables.afterwards import LOOKS, correction_state
from holger.incidents.words import CORRECTION_STATES, line_said
from holger.ui import days


def marked(incident: Incident, language: str) -> list[Note]:
    """On top of every paper of an exercise."""
    if not incident.drill:
        return []
    return [Note(f"{word(language)}. {gettext('This belongs to an exercise. It has not happened.')}", "crit")]


def incident_paper(request: Any, language: str, incident: Incident) -> Paper:
    """Whoever calls has found the incident for whoever asks."""
    sections = [
        Section(gettext("What happened"), [*marked(incident, language), *_facts(request.actor, incident, language)]),
        Section(gettext("Timeline"), [_timeline(request.actor, incident)]),
        Section(gettext("Decisions"), [_decisions(incident)]),
        Section(gettext("What was sent"), [_sent(incident)]),
        Section(gettext("Who and what was hit"), [_affected(request.actor, incident)]),
        Section(gettext("Evaluation"), _evaluation(evaluation_of(incident))),
        Section(gettext("Corrective actions"), [_corrections(request, incident)]),
    ]
    return Paper(
        kind="incident",
        title=f"{word(language)}: {gettext('Incident report')}" if incident.drill else gettext("Incident report"),
        subtitle=f"{incident.reference} {incident.title}",
        sections=sections,
        status=State(str(incident.get_status_display())),
        **_front(request, language, incident),
    )


def _front(request: Any, language: str, incident: Incident) -> dict[str, Any]:
    told = front(request, language)
    if incident.restricted:
        told["confidentiality"] = gettext("Only for those who need to know")
    return told


def _facts(actor: Any, incident: Incident, language: str) -> list[Any]:
    title = category_titles().get(incident.category, incident.category)
    facts: list[tuple[str, Cell]] = [
        (pgettext("incident", "Category"), say(title, language)),
        (gettext("Severity"), severity_titles(actor).get(incident.severity, incident.severity)),
        (pgettext("incident", "Cause"), str(incident.get_cause_display()) if incident.cause else ""),
        (pgettext("incident", "Case leader"), str(incident.owner or "")),
        (pgettext("incident", "Began"), incident.occurred_from),
        (pgettext("incident", "Detected"), incident.detected_at),
        (pgettext("incident", "Contained"), incident.contained_at),
        (pgettext("incident", "Recovered"), incident.recovered_at),
        (pgettext("incident", "Closed"), incident.closed_at),
        (gettext("People whose data are affected, roughly"), incident.people_count),
    ]
    texts = [
        (gettext("How it was contained"), incident.containment),
        (gettext("How it was recovered"), incident.recovery),
    ]
    blocks: list[Any] = [Facts([(label, value) for label, value in facts if value not in (None, "")])]
    if incident.description:
        blocks.append(Text(incident.description))
    return [*blocks, *(Text(f"{label}: {text}") for label, text in texts if text)]


def _timeline(actor: Any, incident: Incident) -> Table:
    rows = hanging_on(Entry, incident=incident)
    columns = [Column(gettext("When"), 1.2), Column(gettext("What"), 4, strong=True), Column(gettext("Who"), 1.2)]
    names = names_in(actor, rows)
    lines = [[days.moment(row.at), row.text or line_said(row.told, names), row.by_name] for row in rows]
    return Table(columns, lines, name=gettext("Timeline"), empty=gettext("Nothing has been written."))


def _decisions(incident: Incident) -> Table:
    rows = hanging_on(Decision, incident=incident)
    columns = [
        Column(gettext("When"), 1.2),
        Column(gettext("Question"), 2.5, strong=True),
        Column(gettext("Answer"), 0.8),
        Column(gettext("Why"), 3),
        Column(gettext("Who"), 1.2),
    ]
    lines = [[days.moment(row.at), _asked(row), str(row.get_answer_display()), row.reason, row.by_name] for row in rows]
    return Table(columns, lines, name=gettext("Decisions"), empty=gettext("Nothing has been decided."))


def _asked(row: Decision) -> str:
    return str(row.get_question_display()) if row.question else row.clock


def _sent(incident: Incident) -> Table:
    rows = hanging_on(SentNotice, incident=incident).order_by("at")
    columns = [
        Column(gettext("When"), 1.2),
        Column(gettext("To"), 2.5, strong=True),
        Column(gettext("Kind"), 1),
        Column(gettext("Receipt number"), 1.5),
        Column(gettext("Who"), 1.2),
    ]
    lines = [
        [days.moment(row.at), row.recipient, str(row.get_kind_display()), row.receipt, row.by_name] for row in rows
    ]
    return Table(columns, lines, name=gettext("What was sent"), empty=gettext("Nothing has been sent."))


def _affected(actor: Any, incident: Incident) -> Table:
    rows = list(hanging_on(Affected, incident=incident))
    seen = subjects_of(actor, [(row.subject_type, row.subject_id) for row in rows])
    columns = [
        Column(gettext("What"), 3, strong=True),
        Column(gettext("How it stands"), 1.5),
        Column(gettext("People"), 1, Kind.NUMBER),
        Column(gettext("Note"), 3),
    ]
    lines = [
        [str(seen[row.subject_id]), str(row.get_condition_display()), row.people_count, row.note]
        for row in rows
        if row.subject_id in seen
    ]
    return Table(columns, lines, name=gettext("Affected"), empty=gettext("Nothing has been named."))


def _evaluation(row: Evaluation | None) -> list[Any]:
    if row is None:
        return [Text(gettext("No evaluation has been held yet."))]
    facts: list[tuple[str, Cell]] = [
        (gettext("Meeting held on"), row.held_on),
        (gettext("Who took part"), row.present),
        (gettext("What went well"), row.went_well),
        (gettext("What went less well"), row.went_badly),
        (gettext("Why, five times"), tuple(row.whys)),
        (gettext("Root cause"), root_of(row.root_cause, row.whys)),
        (gettext("What we learned"), row.lessons),
    ]
    told = [(label, value) for label, value in facts if value not in (None, "", ())]
    blocks: list[Any] = [] if row.finished_at else [Note(gettext("The evaluation is not finished."), "mid")]
    return [*blocks, Facts(told)]


def _corrections(request: Any, incident: Incident) -> Table:
    rows = corrections_of(request.actor, incident)
    today = front(request, "en")["as_of"]
    columns = [
        Column(gettext("What is done"), 3, strong=True),
        Column(gettext("Who"), 1.2),
        Column(gettext("Due"), 1, Kind.DATE),
        Column(gettext("State"), 1.2, Kind.BADGE),
        Column(gettext("How we know"), 2.5),
    ]
    return Table(
        columns,
        [
            [row.title, str(row.owner or ""), row.due, _state(row, today), row.dropped_why or row.effect_note]
            for row in rows
        ],
        name=gettext("Corrective actions"),
        empty=gettext("None."),
    )


def _state(row: Correction, today: Any) -> State:
    state = correction_state(row, today)
    words: Mapping[str, Any] = dict(CORRECTION_STATES)
    tone = LOOKS[state][0]
    return State(str(words[state]), "none" if tone == "line" else tone)
