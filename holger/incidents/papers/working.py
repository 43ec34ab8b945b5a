"""A case on paper while one works on it: whom to call, the chain of custody of a thing, and all that a meeting needs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, pgettext

from holger.core.words import say
from holger.exchange.papers.paper import Column, Kind, Paper, Section, State, Table, Text
from holger.exchange.papers.sending import front
from holger.incidents.models import Incident
from holger.incidents.selectors.custody import Chain, compared
from holger.incidents.selectors.team import Mate
from holger.incidents.tables.working import SAME_WORDS


def contacts_paper(request: Any, language: str, incident: Incident, told: Mapping[str, Any]) -> Paper:
    """``told``: as the page has it (``tables.working.contacts``)."""
    sections = [Section(pgettext("incident", "Team"), [team_table(told["mates"])])]
    if told["owners"]:
        rows = [(person.name, person.job_title, person.email) for person in told["owners"]]
        columns = [
            Column(gettext("Name"), 3, strong=True),
            Column(gettext("Job title"), 3),
            Column(gettext("E-mail"), 3),
        ]
        sections.append(Section(gettext("Who answers for what was hit"), [Table(columns, rows)]))
    known = [(each.name, say(each.sector, language), each.channel, each.contact) for each in told["recipients"]]
    columns = [
        Column(gettext("Name"), 3, strong=True),
        Column(gettext("Sector"), 2),
        Column(gettext("How"), 2),
        Column(gettext("Contact"), 2),
    ]
    sections.append(Section(gettext("Whom to tell"), [Table(columns, known, empty=gettext("Nobody."))]))
    number = told["telephone"]
    return Paper(
        kind="contacts",
        title=gettext("Contact list"),
        subtitle=f"{incident.reference} {incident.title}",
        facts=[(gettext("Telephone in an emergency"), number)] if number else (),
        sections=sections,
        **front(request, language),
    )


def team_table(mates: Sequence[Mate]) -> Table:
    columns = [
        Column(gettext("Name"), 3, strong=True),
        Column(pgettext("incident", "Part"), 3),
        Column(gettext("Telephone"), 2),
        Column(gettext("E-mail"), 3),
    ]
    rows = [(mate.person.name, parts_of(mate), mate.telephone, mate.person.email) for mate in mates]
    return Table(columns, rows, empty=gettext("Nobody is on the team yet."))


def parts_of(mate: Mate) -> str:
    parts = [str(member.get_part_display()) for member in mate.members]
    return ", ".join([gettext("Leads the case"), *parts] if mate.leads else parts)


def custody_paper(request: Any, language: str, incident: Incident, chain: Chain) -> Paper:
    columns = [
        Column(gettext("When"), 2, Kind.DATE),
        Column(pgettext("custody", "What was done"), 2, strong=True),
        Column(pgettext("custody", "Who has it now"), 2),
        Column(pgettext("custody", "Where it is now"), 2),
        Column(gettext("Note"), 3),
        Column(gettext("By"), 2),
        Column(gettext("Signature"), 2),
    ]
    rows = [
        (link.at, str(link.get_deed_display()), link.holder, link.place, link.note, link.by_name, "")
        for link in chain.links
    ]
    return Paper(
        kind="custody",
        title=gettext("Chain of custody"),
        subtitle=chain.thing,
        facts=[(gettext("Incident"), f"{incident.reference} {incident.title}"), *_digests(chain)],
        sections=[Section(gettext("Who had it in hand"), [Table(columns, rows)])],
        landscape=True,
        **front(request, language),
    )


def _digests(chain: Chain) -> list[tuple[str, Any]]:
    """The digests that were taken, each once, beside the file of today."""
    found: dict[str, Any] = {}
    for link in chain.links:
        same = compared(link)
        if same is not None and link.sha256 not in found:
            words, tone, _icon = SAME_WORDS[same]
            found[link.sha256] = State(str(words), tone if tone != "line" else "none")
    told: list[tuple[str, Any]] = []
    for digest, state in found.items():
        told += [("SHA-256", digest), (gettext("The file today"), state)]
    return told


def crisis_paper(request: Any, language: str, incident: Incident, told: Mapping[str, Any]) -> Paper:
    """``told``: as the page has it (``tables.crisis``). On two pages: what happened and what runs, then who and what next."""
    blocks: list[Any] = [Text(incident.description)] if incident.description else []
    sections = [
        Section(gettext("What happened"), blocks) if blocks else None,
        Section(gettext("Deadlines"), [_clocks(told)]),
        Section(gettext("Decisions"), [_decisions(told)]),
        Section(pgettext("incident", "Team"), [team_table(told["mates"])]),
        Section(pgettext("incident", "Affected"), [_affected(told)]),
        Section(gettext("Next steps"), [_steps(told)]),
        Section(pgettext("incident", "Timeline"), [_lines(told)]),
    ]
    return Paper(
        kind="situation",
        title=gettext("Where we stand"),
        subtitle=f"{incident.reference} {incident.title}",
        facts=[(str(label), str(value)) for label, value in told["facts"] if value],
        sections=[section for section in sections if section is not None],
        **front(request, language),
    )


def _clocks(told: Mapping[str, Any]) -> Table:
    columns = [
        Column(gettext("Deadline"), 3, strong=True),
        Column(gettext("Time left"), 2),
        Column(gettext("Until"), 3),
        Column(pgettext("notice", "To"), 2),
    ]
    rows = [(line.title, f"{line.left} {line.left_note}".strip(), line.due, line.to) for line in told["clocks"]]
    return Table(columns, rows, empty=gettext("No deadline runs."))


def _decisions(told: Mapping[str, Any]) -> Table:
    columns = [Column(gettext("Question"), 4, strong=True), Column(gettext("Answer"), 1), Column(gettext("Why"), 4)]
    rows = [(row["text"], row["word"], row["reason"]) for row in told["decisions"]]
    return Table(columns, rows, empty=gettext("Nothing is decided yet."))


def _affected(told: Mapping[str, Any]) -> Table:
    columns = [Column(pgettext("custody", "What"), 4, strong=True), Column(gettext("How it stands"), 2)]
    rows = [
        (f"{hit.reference} {hit.name}".strip(), str(hit.row.get_condition_display())) for hit, _badge in told["hits"]
    ]
    return Table(columns, rows, empty=gettext("Nobody has said yet what was hit."))


def _steps(told: Mapping[str, Any]) -> Table:
    columns = [
        Column(gettext("Step"), 5, strong=True),
        Column(gettext("By"), 2),
        Column(gettext("Wanted by"), 2, Kind.DATE),
    ]
    rows = [(each.step.text, role, each.wanted) for each, role in told["steps"]]
    return Table(columns, rows, empty=gettext("No open steps."))


def _lines(told: Mapping[str, Any]) -> Table:
    columns = [
        Column(gettext("When"), 2),
        Column(pgettext("timeline", "What"), 6, strong=True),
        Column(gettext("By"), 2),
    ]
    rows = [
        (f"{day.title} {line.at}", f"{line.head} {line.text}".strip(), line.by)
        for day in told["days"]
        for line in day.lines
        if not line.struck
    ]
    return Table(columns, rows, empty=gettext("Nothing has been written yet."))
