"""Proof on paper: who has confirmed a version, when and in which language; what somebody has confirmed; who is missing.

It says "confirmed". It is no signature: that nobody has changed it since is what the history proves.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from holger.exchange.papers.paper import Block, Column, Figure, Figures, Kind, Note, Paper, Section, State, Table
from holger.exchange.papers.sending import front
from holger.organisation.models import Organisation, Person
from holger.policies.models import Acknowledgement, PolicyVersion, Reading

LANGUAGES = dict(Organisation.Language.choices)


def version_paper(
    request: Any, language: str, version: PolicyVersion, done: Sequence[Acknowledgement], open_ones: Sequence[Reading]
) -> Paper:
    """Who has confirmed a version, and who is asked and has not."""
    name = f"{version.policy.reference} {version.policy.said('title', language)}"
    figures = [
        Figure(len(done), gettext("have confirmed"), "ok"),
        Figure(len(open_ones), gettext("are missing"), "mid" if open_ones else ""),
    ]
    return Paper(
        kind="policy-confirmations",
        title=gettext("Read and confirmed"),
        subtitle=f"{name} v{version.label}",
        version=f"v{version.label}",
        facts=[
            (gettext("Policy"), name),
            (gettext("In force from"), version.effective_from),
            (gettext("Approved by"), version.approved_by or None),
            ("SHA-256", version.digest or None),
        ],
        sections=[
            Section(gettext("In short"), [Figures(figures), _what_it_is()]),
            Section(gettext("Have confirmed"), [_confirmed(done, policy=False)]),
            Section(gettext("Missing"), [_missing(open_ones, policy=False)]),
        ],
        **front(request, language),
    )


def person_paper(
    request: Any, language: str, person: Person, done: Sequence[Acknowledgement], open_ones: Sequence[Reading]
) -> Paper:
    """What somebody has confirmed, and what they are asked and have not."""
    return Paper(
        kind="person-confirmations",
        title=gettext("Read and confirmed"),
        subtitle=person.name,
        facts=[(gettext("Unit"), person.unit.name if person.unit else None)],
        sections=[
            Section(gettext("Have confirmed"), [_what_it_is(), _confirmed(done, policy=True)]),
            Section(gettext("Missing"), [_missing(open_ones, policy=True)]),
        ],
        **front(request, language),
    )


def list_paper(
    request: Any, language: str, rows: Iterable[Reading], narrowed: Sequence[tuple[str, str]], today: date
) -> Paper:
    """Who is to read what, as the list is filtered."""
    columns = [
        Column(gettext("Person"), 3, strong=True),
        Column(gettext("Unit"), 2),
        Column(gettext("Policy"), 4),
        Column(gettext("State"), 2, Kind.BADGE),
        Column(gettext("Due"), 2, Kind.DATE),
        Column(gettext("Confirmed"), 2, Kind.DATE),
    ]
    lines = [
        (
            row.person.name,
            row.person.unit.name if row.person.unit else None,
            f"{row.policy.reference} {row.policy.said('title', language)}",
            _state(row, today),
            row.due,
            _day(row.confirmed_at),
        )
        for row in rows
    ]
    table = Table(columns, lines, name=gettext("Readings"), empty=gettext("Nobody."))
    return Paper(
        kind="readings",
        title=gettext("Who is to read what"),
        facts=list(narrowed),
        sections=[Section(gettext("Person by person"), [table])],
        landscape=True,
        **front(request, language),
    )


def _what_it_is() -> Block:
    return Note(
        gettext(
            "Whoever stands here was signed in, was shown the text in the language that is named, and said that they have read and"
            " understood it. The history holds each confirmation with the digest of the text that was shown."
        )
    )


def _confirmed(rows: Sequence[Acknowledgement], *, policy: bool) -> Table:
    first = gettext("Policy") if policy else gettext("Person")
    columns = [
        Column(first, 4, strong=True),
        Column(gettext("Version") if policy else gettext("Unit"), 2),
        Column(gettext("Language"), 1.5),
        Column(gettext("When"), 2.5),
        Column(gettext("Digest of the text"), 3),
    ]
    lines = [
        (
            f"{row.policy.reference} {row.policy.title}" if policy else row.person_name,
            f"v{row.version.label}" if policy else row.unit_name or None,
            LANGUAGES[row.language],
            timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M"),
            row.digest[:16],
        )
        for row in rows
    ]
    return Table(columns, lines, name=gettext("Have confirmed"), empty=gettext("Nobody yet."))


def _missing(rows: Sequence[Reading], *, policy: bool) -> Table:
    columns = [
        Column(gettext("Policy") if policy else gettext("Person"), 4, strong=True),
        Column(gettext("Unit"), 3),
        Column(gettext("Asked"), 2, Kind.DATE),
        Column(gettext("Due"), 2, Kind.DATE),
    ]
    lines = [
        (
            f"{row.policy.reference} {row.policy.title}" if policy else row.person.name,
            row.person.unit.name if row.person.unit else None,
            _day(row.asked_at),
            row.due,
        )
        for row in rows
    ]
    return Table(columns, lines, name=gettext("Missing"), empty=gettext("Nobody is missing."))


def _state(row: Reading, today: date) -> State:
    if row.confirmed_at is not None:
        return State(gettext("Confirmed"), "ok")
    return State(gettext("Late"), "crit") if row.is_late(today) else State(gettext("Missing"), "none")


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None
