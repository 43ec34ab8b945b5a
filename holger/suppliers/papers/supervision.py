"""The supervision of processors on paper: the year for management, and the list as it is filtered."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext, pgettext

from holger.exchange.papers.paper import Column, Figure, Figures, Kind, Note, Paper, Section, State, Table, Text
from holger.exchange.papers.sending import front
from holger.suppliers.models.supervision import Conclusion, Supervision, SupervisionStatus
from holger.suppliers.rules.supervising import Standing
from holger.suppliers.selectors.year import ORDER, Line, counted
from holger.suppliers.tables.supervision import CONCLUSION_LOOKS, STANDING_LOOKS, STATUS_LOOKS
from holger.suppliers.words.supervision import STANDINGS, concept_word
from holger.ui import days


def year_paper(request: Any, language: str, year: int, lines: Sequence[Line]) -> Paper:
    """Whoever calls has found the lines for whoever asks."""
    late = [line for line in lines if line.standing == Standing.LATE]
    blocks: list[Any] = [_figures(lines)]
    if late:
        names = ", ".join(line.supplier.title for line in late)
        blocks.append(Note(gettext("Late: %(names)s.") % {"names": names}, "crit"))
    return Paper(
        kind="supervision-year",
        title=gettext("Supervision of processors"),
        subtitle=str(year),
        scope=str(year),
        sections=[
            Section(gettext("At a glance"), blocks),
            Section(gettext("Processors"), [_processors(lines)]),
            Section(gettext("Supervisions in %(year)s") % {"year": year}, [_held(lines)]),
            Section(gettext("What to know"), _notes(lines)),
        ],
        landscape=True,
        **front(request, language),
    )


def _figures(lines: Sequence[Line]) -> Figures:
    counts = counted(lines)
    told = [Figure(len(lines), gettext("Processors"))]
    told += [Figure(counts[key], str(STANDINGS[key]), STANDING_LOOKS[key][0]) for key in ORDER if counts[key]]
    return Figures(told)


def _processors(lines: Sequence[Line]) -> Table:
    columns = [
        Column(gettext("Processor"), 2.5, strong=True),
        Column(gettext("Owner"), 1.3),
        Column(gettext("Points"), 0.7, Kind.NUMBER),
        Column(gettext("Lowest allowed concept"), 2),
        Column(gettext("Used"), 0.7, Kind.NUMBER),
        Column(pgettext("concept", "Agreed"), 0.7, Kind.NUMBER),
        Column(gettext("Last supervision"), 1, Kind.DATE),
        Column(gettext("Conclusion"), 1.4, Kind.BADGE),
        Column(gettext("Next supervision"), 1, Kind.DATE),
        Column(gettext("State"), 1.3, Kind.BADGE),
    ]
    return Table(
        columns, [_processor(line) for line in lines], name=gettext("Processors"), empty=gettext("No processors.")
    )


def _processor(line: Line) -> list[Any]:
    found, last = line.assessment, line.last
    return [
        line.supplier.title,
        str(line.supplier.owner.name) if line.supplier.owner else "",
        found.points if found else None,
        concept_word(found.required_concept) if found else "",
        found.used_concept if found else None,
        line.agreed,
        last.concluded_on if last else None,
        _concluded(last),
        line.next_on,
        State(str(STANDINGS[line.standing]), STANDING_LOOKS[line.standing][0]),
    ]


def _concluded(row: Supervision | None) -> State | str:
    if row is None or not row.conclusion:
        return ""
    return State(str(row.get_conclusion_display()), CONCLUSION_LOOKS[Conclusion(row.conclusion)][0])


def _held(lines: Sequence[Line]) -> Table:
    columns = [
        Column(gettext("Ref."), 0.8),
        Column(gettext("Processor"), 2, strong=True),
        Column(gettext("Concept"), 2),
        Column(gettext("Concluded"), 1, Kind.DATE),
        Column(gettext("Conclusion"), 1.4, Kind.BADGE),
        Column(gettext("Remarks"), 3),
        Column(gettext("Concluded by"), 1.2),
    ]
    rows = [row for line in lines for row in line.held]
    rows.sort(key=lambda row: (row.concluded_on, row.number))
    told = [
        [
            row.reference,
            row.supplier.title,
            concept_word(row.concept),
            row.concluded_on,
            _concluded(row),
            row.note,
            row.concluded_by,
        ]
        for row in rows
    ]
    return Table(columns, told, name=gettext("Supervisions"), empty=gettext("None was concluded in this year."))


def _notes(lines: Sequence[Line]) -> list[Any]:
    """Where less is done than the model asks for, and why; where the agreement promises less."""
    found: list[Any] = []
    for line in lines:
        told = line.assessment
        if told is None:
            continue
        if told.used_concept < told.required_concept:
            why = told.deviation.strip() or gettext("No reason is given.")
            said = {
                "name": line.supplier.title,
                "used": told.used_concept,
                "required": told.required_concept,
                "why": why,
            }
            text = gettext("%(name)s is looked after under concept %(used)s instead of %(required)s: %(why)s") % said
            found.append(Note(text, "mid"))
        if line.agreed is None or line.agreed < told.required_concept:
            agreed = line.agreed or gettext("none")
            said = {"name": line.supplier.title, "agreed": agreed, "required": told.required_concept}
            found.append(
                Text(
                    gettext("%(name)s: the agreement says concept %(agreed)s, the model asks for %(required)s.") % said
                )
            )
    return found or [Text(gettext("Everywhere as much is done, and agreed, as the model asks for."))]


def list_paper(request: Any, language: str, rows: Iterable[Supervision], told: str) -> Paper:
    columns = [
        Column(gettext("Ref."), 0.8),
        Column(pgettext("register", "Supplier"), 2, strong=True),
        Column(pgettext("register", "Supervision"), 2),
        Column(gettext("Concept"), 2),
        Column(gettext("Status"), 1.3, Kind.BADGE),
        Column(gettext("To be done by"), 1, Kind.DATE),
        Column(gettext("Concluded"), 1, Kind.DATE),
        Column(gettext("Conclusion"), 1.3, Kind.BADGE),
        Column(gettext("Open findings"), 0.8, Kind.NUMBER),
        Column(gettext("Carried out by"), 1.3),
    ]
    table = Table(
        columns, [_listed(row) for row in rows], name=gettext("Supervisions"), empty=gettext("No supervisions.")
    )
    return Paper(
        kind="supervisions",
        title=gettext("Supervisions"),
        subtitle=days.day(front(request, language)["as_of"]),
        scope=told,
        sections=[Section(gettext("Supervisions"), [table])],
        landscape=True,
        **front(request, language),
    )


def _listed(row: Any) -> list[Any]:
    status = State(str(row.get_status_display()), _tone(STATUS_LOOKS[SupervisionStatus(row.status)][0]))
    owner = row.owner.name if row.owner else ""
    return [
        *(row.reference, row.supplier.title, row.title, concept_word(row.concept), status, row.planned_on),
        *(row.concluded_on, _concluded(row), row.open_findings or 0, owner),
    ]


def _tone(level: str) -> str:
    return "none" if level == "line" else level
