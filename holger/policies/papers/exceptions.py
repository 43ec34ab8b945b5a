"""The exceptions on paper, as the list is filtered."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from holger.exchange.papers.paper import Column, Kind, Paper, Section, State, Table
from holger.exchange.papers.sending import front
from holger.policies.models import PolicyException

TONES = {"asked": "mid", "approved": "ok"}


def exceptions_paper(request: Any, language: str, rows: Iterable[PolicyException], told: str = "") -> Paper:
    table = Table(
        [
            Column(gettext("Ref."), 1, strong=True),
            Column(gettext("Who or what it is for"), 2.4),
            Column(gettext("Policy"), 2),
            Column(gettext("Why"), 3),
            Column(gettext("What is done instead"), 3),
            Column(gettext("Status"), 1.6, Kind.BADGE),
            Column(gettext("From"), 1.3, Kind.DATE),
            Column(gettext("Until"), 1.3, Kind.DATE),
            Column(gettext("Owner"), 1.6),
            Column(gettext("Approver"), 1.6),
        ],
        [_row(row, language) for row in rows],
        empty=gettext("There are no exceptions."),
    )
    return Paper(
        kind="policy-exceptions",
        title=gettext("Exceptions from policies"),
        scope=told,
        sections=[Section(gettext("Exceptions"), [table])],
        landscape=True,
        **front(request, language),
    )


def _row(row: PolicyException, language: str) -> list[Any]:
    policy = f"{row.policy.reference} {row.policy.said('title', language)}"
    names = (row.owner.name if row.owner else None, row.approver.name if row.approver else None)
    state = State(row.get_status_display(), TONES.get(row.status, "none"))
    return [row.reference, row.title, policy, row.why, row.measure, state, row.starts, row.ends, *names]
