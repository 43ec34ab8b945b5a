"""The record of breaches on paper: facts, effects and remedies of each, and why one was not notified."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language, gettext

from holger.core.words import say
from holger.exchange import safe_text
from holger.exchange.papers.paper import Column, Kind, Paper, Section, State, Table
from holger.exchange.papers.sending import front
from holger.incidents import library
from holger.incidents.rules.sheets import SAYS, UNKNOWN, Standing, is_empty, written
from holger.incidents.selectors.sheets import Desk
from holger.incidents.tables.breaches import outcome, why

FIELDS = (
    *("happened", "people_kinds", "people_count", "record_kinds", "consequences", "measures_taken"),
    *("people_told", "people_told_how"),
)
"""What the law wants of each, beside when it was and what became of it: facts, effects and remedial action."""
WIDE = frozenset(("happened", "consequences", "measures_taken"))


def breaches_paper(
    request: Any, language: str, rows: Iterable[Any], desks: Mapping[Any, Desk], told: str = ""
) -> Paper:
    table = Table(_columns(), [_row(row, desks[row.pk], language) for row in rows], empty=gettext("No breaches."))
    return Paper(
        kind="breaches",
        title=gettext("Record of personal data breaches"),
        subtitle="GDPR art. 33(5)",
        scope=told,
        sections=[Section(gettext("Breaches"), [table])],
        landscape=True,
        **front(request, language),
    )


def _columns() -> list[Column]:
    fields = library.case_fields()
    return [
        Column(gettext("Ref."), 1, strong=True),
        Column(gettext("Incident"), 2),
        Column(gettext("Aware of it"), 1.3, Kind.DATE),
        *(Column(say(fields[key].label, get_language()), 3 if key in WIDE else 1.5) for key in FIELDS),
        Column(gettext("Notification"), 1.5, Kind.BADGE),
        Column(gettext("When, or why not"), 2.5),
    ]


def _row(row: Any, desk: Desk, language: str) -> list[Any]:
    words, level, _icon = outcome(row)
    told = _texts(desk, language)
    return [row.reference, row.title, row.aware_at, *told, State(words, level), why(row)]


def _texts(desk: Desk, language: str) -> list[str]:
    values, fields, show = desk.values(), library.case_fields(), desk.show(language)
    found = []
    for key in FIELDS:
        value = values.get(key)
        if value == UNKNOWN:
            found.append(say(SAYS[Standing.UNKNOWN], language))
        else:
            found.append("" if is_empty(value) else written(value, fields[key].kind, language, show))
    return found


def breaches_csv(rows: Iterable[Any], desks: Mapping[Any, Desk], language: str) -> bytes:
    """UTF-8 with mark, so that Excel reads æøå; no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if language == "da" else ",", lineterminator="\r\n")
    writer.writerow([safe_text.escape(column.title) for column in _columns()])
    for row in rows:
        writer.writerow([_plain(cell) for cell in _row(row, desks[row.pk], language)])
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, State):
        return cell.words
    if hasattr(cell, "isoformat"):
        return str(cell.isoformat())
    return safe_text.escape(str(cell))
