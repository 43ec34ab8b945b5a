"""The treatment plan on paper: what was decided about each risk, who does what before when, and what was accepted."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, pgettext

from holger.exchange.papers.paper import Column, Figure, Figures, Group, Kind, Paper, Row, Section, State, Table
from holger.risks.models import Risk, Treatment, TreatmentAction
from holger.risks.models.risk import STAGE_NAMES
from holger.risks.papers.common import Told, method_line, method_section, reservations
from holger.ui import days


def treatment_plan(told: Told, front: dict[str, Any]) -> Paper:
    told_risks = [risk for risk in told.risks if _planned(risk)]
    sections = [
        Section(gettext("Summary"), [_figures(told, told_risks), *reservations(told)]),
        Section(gettext("What was decided"), [_decisions(told, told_risks)]),
        Section(pgettext("treatment", "Actions"), [_actions(told, told_risks)], apart=True),
        Section(gettext("Accepted risks"), [_accepted(told)]),
        method_section(told.stored),
    ]
    title, lead = gettext("Risk treatment plan"), gettext("What is done about risks, by whom, and before when")
    method, scope = method_line(told.stored), told.scope()
    return Paper(
        "treatment-plan", title, subtitle=lead, sections=sections, method=method, scope=scope, landscape=True, **front
    )


def _planned(risk: Risk) -> bool:
    """Is there something to decide or to do about it?"""
    return risk.over_appetite or risk.treatment != Treatment.UNDECIDED or bool(risk.actions.all())


def _late(told: Told, action: TreatmentAction) -> bool:
    return action.done_at is None and action.due is not None and action.due < told.today


def _figures(told: Told, risks: Sequence[Risk]) -> Figures:
    actions = [action for risk in risks for action in risk.actions.all()]
    waiting = [action for action in actions if action.done_at is None]
    late = sum(_late(told, action) for action in waiting)
    loose = sum(action.owner_id is None or action.due is None for action in waiting)
    return Figures(
        [
            Figure(len(risks), pgettext("figure", "risks in the plan")),
            Figure(len(waiting), pgettext("figure", "actions to do"), "accent"),
            Figure(late, pgettext("figure", "of them overdue"), "crit" if late else "ok"),
            Figure(loose, pgettext("figure", "without owner or day"), "mid" if loose else "ok"),
            Figure(len(actions) - len(waiting), pgettext("figure", "actions done"), "ok"),
        ]
    )


def _decisions(told: Told, risks: Sequence[Risk]) -> Table:
    columns = (
        Column(gettext("Ref."), 0.75),
        Column(gettext("Risk"), 2.2, strong=True),
        Column(gettext("Process or asset"), 1.7),
        Column(gettext("Owner"), 1.3),
        Column(str(STAGE_NAMES["current"]), 1.25, Kind.LEVEL),
        Column(gettext("Treatment"), 0.95),
        Column(gettext("Reason for the treatment"), 2.4),
        Column(str(STAGE_NAMES["target"]), 1.25, Kind.LEVEL),
        Column(gettext("Status"), 2.55, Kind.BADGE),
    )
    rows = [
        (
            risk.reference,
            risk.name,
            f"{risk.asset.reference} {risk.asset.title}",
            risk.owner.name if risk.owner else None,
            told.level(risk.current_score),
            risk.get_treatment_display() if risk.treatment != Treatment.UNDECIDED else None,
            risk.treatment_note,
            told.level(risk.target_score),
            told.status(risk),
        )
        for risk in risks
    ]
    empty = gettext("No risk in this selection is over the appetite, and nothing is planned.")
    return Table(columns, rows, name=gettext("Decisions"), empty=empty)


def _actions(told: Told, risks: Sequence[Risk]) -> Table:
    columns = (
        Column(gettext("Action"), 5, strong=True),
        Column(gettext("Owner"), 2),
        Column(gettext("Due"), 1.3, Kind.DATE),
        Column(gettext("Status"), 1.6, Kind.BADGE),
        Column(gettext("Done"), 1.3, Kind.DATE),
        Column(pgettext("action", "Done by"), 2),
    )
    rows: list[Row | Group] = []
    for risk in risks:
        actions = list(risk.actions.all())
        if actions:
            rows.append(Group(f"{risk.reference} {risk.name}", risk.asset.title))
            rows += [_action(told, action) for action in actions]
    return Table(columns, rows, name=pgettext("treatment", "Actions"), empty=gettext("No actions are planned."))


def _action(told: Told, action: TreatmentAction) -> Row:
    if action.done_at is not None:
        state = State(pgettext("action", "Done"), "ok")
    elif _late(told, action):
        state = State(pgettext("action", "Overdue"), "crit")
    else:
        state = State(pgettext("action", "To do"), "none", "ring")
    owner = action.owner.name if action.owner else None
    done = timezone.localdate(action.done_at) if action.done_at else None
    return action.title, owner, action.due, state, done, action.done_by


def _accepted(told: Told) -> Table:
    """The risks that somebody has said yes to live with, for how long and why."""
    columns = (
        Column(gettext("Ref."), 0.75),
        Column(gettext("Risk"), 2.6, strong=True),
        Column(gettext("Score then"), 1.35, Kind.LEVEL),
        Column(gettext("Accepted by"), 1.6),
        Column(gettext("Date"), 1.1, Kind.DATE),
        Column(gettext("Until"), 1.6, Kind.BADGE),
        Column(gettext("Reason"), 4),
    )
    rows = [row for risk in told.risks for row in _acceptances(told, risk)]
    return Table(columns, rows, name=gettext("Accepted risks"), empty=gettext("No risk is accepted."))


def _acceptances(told: Told, risk: Any) -> list[Row]:
    found: list[Row] = []
    for held in risk.held:
        expired = held.expired(told.today)
        until = State(days.day(held.expires_on), "crit" if expired else "ok", "warn" if expired else "clock")
        day = timezone.localdate(held.decided_at) if held.decided_at else None
        found.append((risk.reference, risk.name, told.level(held.score), held.decided_by, day, until, held.reason))
    return found
