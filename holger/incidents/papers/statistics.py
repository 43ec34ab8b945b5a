"""The numbers of incidents on paper, and as a workbook."""

from typing import Any

from django.utils.translation import gettext

from holger.exchange.papers.paper import Cell, Column, Kind, Paper, Section, Table, Text
from holger.exchange.papers.sending import front
from holger.incidents.selectors.statistics import Numbers
from holger.incidents.tables.statistics import KINDS, TIMES, span, stretch_words


def statistics_paper(request: Any, language: str, numbers: Numbers, between: str) -> Paper:
    left_out = gettext("Exercises, reports that were no incidents and those joined with another are left out.")
    sections = [
        Section(gettext("How many"), [Text(left_out), _by_time(numbers)]),
        Section(gettext("How long it took"), [_times(numbers)]),
        *(Section(str(word), [_shares(numbers, key, str(word))]) for key, word in KINDS),
    ]
    return Paper(
        kind="incident-numbers",
        title=gettext("Numbers of incidents"),
        subtitle=between,
        scope=between,
        facts=[(gettext("Incidents"), numbers.total)],
        sections=sections,
        **front(request, language),
    )


def _by_time(numbers: Numbers) -> Table:
    columns = [Column(gettext("Time"), 3, strong=True), Column(gettext("Incidents"), 1, Kind.NUMBER)]
    return Table(columns, [[stretch_words(each), count] for each, count in numbers.by_time], name=gettext("How many"))


def _times(numbers: Numbers) -> Table:
    columns = [
        Column(gettext("What"), 3, strong=True),
        Column(gettext("Median"), 1.5),
        Column(gettext("Nine of ten within"), 1.5),
        Column(gettext("Known of"), 1, Kind.NUMBER),
    ]
    rows: list[list[Cell]] = []
    for key, word, _about in TIMES:
        found = numbers.times[key]
        rows.append([str(word), span(found.median), span(found.ninetieth), found.count])
    return Table(columns, rows, name=gettext("How long it took"))


def _shares(numbers: Numbers, key: str, word: str) -> Table:
    columns = [Column(word, 3, strong=True), Column(gettext("Incidents"), 1, Kind.NUMBER)]
    return Table(columns, [[each.title, each.count] for each in numbers.by[key]], name=word, empty=gettext("None."))
