"""A questionnaire's sheet in the portal: somebody at a supplier takes it home and brings it back filled in.

It is read as the import of answers reads it, by the same columns and words, but for one questionnaire alone: that of the
session. What cannot be taken is told of by its cell, and nothing is saved before somebody has seen what would be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import islice
from typing import IO, Any

from django.utils.translation import gettext

from holger.core.words import N_, Reason, say
from holger.exchange import writing
from holger.exchange.fields import Ready
from holger.exchange.matching import letters
from holger.exchange.normal import heading
from holger.exchange.reading import Cell, CellError, Sheet, read_workbook
from holger.exchange.registers import Kind, make_ready
from holger.suppliers.models.sendings import Answer, Sending
from holger.suppliers.register.answers import ANSWERS, rows_of
from holger.suppliers.rules.answer_sheet import possible, spelled, understood
from holger.suppliers.rules.questions import Question
from holger.suppliers.rules.sending import why_not_answer
from holger.suppliers.selectors.portal import Guest
from holger.suppliers.selectors.questionnaires import answers_of
from holger.suppliers.services.portal import Said

OURS = frozenset(("supplier", "judged", "judgement"))
"""Columns that are no business of a supplier's."""
READ = ("sending", "number", "answer", "comment")
NEEDED = frozenset(("sending", "number", "answer"))
SEARCHED = 40
"""Rows from the top in which the headings are looked for."""
MOST_ROWS = 2000
"""No questionnaire has so many questions."""
MOST_WRONG = 50
"""So many cells are told of one by one."""

NOT_IT = Reason(N_("This is not the sheet of the questionnaire. Download it here, fill it in, and bring that one."))
ANOTHERS = N_("This row belongs to another questionnaire.")
NO_QUESTION = N_("There is no question with that number in it.")
TWICE = N_("The question stands here more than once; the first counts.")
NO_VALUE = N_("The cell holds an error or a formula without a value.")
NOT_ONE = N_("Not one of: %(choices)s")


@dataclass(frozen=True)
class Line:
    """A question whose answer would change."""

    key: str
    number: int
    question: str
    before: str
    now: str
    said: Said


@dataclass
class Brought:
    """What a sheet holds: the answers that would be taken over, and the cells that cannot be."""

    lines: list[Line] = field(default_factory=list)
    wrong: list[tuple[str, Reason]] = field(default_factory=list)


def _ready(guest: Guest) -> Ready:
    """The register's columns without ours; the questionnaire is named by its reference, and not chosen."""
    named = [
        replace(each, kind=Kind.TEXT, options=None) if each.name == "sending" else each
        for each in ANSWERS.fields
        if each.name not in OURS
    ]
    return make_ready(replace(ANSWERS, fields=tuple(named), together=None), guest.actor)


def sheet_file(guest: Guest) -> IO[bytes]:
    """The questions with what is answered so far, in the language at hand; at its beginning. It is small."""
    sending = guest.sending
    told = ({**entry.values, "sending": sending.reference} for entry in rows_of(sending, answers_of(sending)))
    out = BytesIO()
    words = {"yes": gettext("Yes"), "no": gettext("No"), "choices": gettext("Choices")}
    writing.write_xlsx(out, _ready(guest), told, title=gettext("Questionnaire"), words=words)
    out.seek(0)
    return out


def sheet_read(guest: Guest, content: bytes, name: str) -> Brought:
    """What the file would change. ``Unreadable`` where it is no spreadsheet, or one that does harm."""
    sheet = read_workbook(content, name).sheet()
    found = _columns(sheet, _ready(guest))
    brought = Brought()
    if found is None:
        brought.wrong.append(("", NOT_IT))
        return brought
    head, columns = found
    sending = guest.sending
    questions = {
        each.number: each
        for each in sending.version_sent.read.questions
        if sending.criticality >= each.from_criticality
    }
    reading = _Reading(sending, questions, answers_of(sending), columns, brought)
    for number, row in islice(zip(sheet.numbers, sheet.rows, strict=True), head + 1, head + 1 + MOST_ROWS):
        reading.row(number, row)
    return brought


def _columns(sheet: Sheet, ready: Ready) -> tuple[int, dict[str, int]] | None:
    """In which row the headings stand, and in which column what is read."""
    known = {heading(each): f.name for f in ready.fields if f.name in READ for each in (f.label, *f.headings)}
    for index, row in enumerate(sheet.rows[:SEARCHED]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            if isinstance(cell, str) and (name := known.get(heading(cell))):
                found.setdefault(name, column)
        if found.keys() >= NEEDED:
            return index, found
    return None


class _Reading:
    """One sheet, row by row."""

    def __init__(
        self,
        sending: Sending,
        questions: dict[int, Question],
        known: dict[str, Answer],
        columns: dict[str, int],
        brought: Brought,
    ):
        self.sending, self.questions, self.known, self.columns = sending, questions, known, columns
        self.brought, self.met = brought, set[int]()

    def row(self, number: int, row: Sequence[Cell]) -> None:
        cells = {name: row[at] if at < len(row) else None for name, at in self.columns.items()}
        if all(cell in (None, "") for cell in cells.values()):
            return
        for name, reason in self._read(cells):
            if len(self.brought.wrong) < MOST_WRONG:
                self.brought.wrong.append((f"{letters(self.columns[name])}{number}", reason))

    def _read(self, cells: dict[str, Cell]) -> Iterator[tuple[str, Reason]]:
        """The row is taken, unless something of it is wrong."""
        for name, cell in cells.items():
            if isinstance(cell, CellError):
                yield name, Reason(NO_VALUE)
                return
        texts = {name: _text(cell) for name, cell in cells.items()}
        if texts["sending"].casefold().split(" ")[0] != self.sending.reference.casefold():
            yield "sending", Reason(ANOTHERS)
            return
        asked = self.questions.get(int(texts["number"])) if texts["number"].isdecimal() else None
        if asked is None:
            yield "number", Reason(NO_QUESTION)
        elif asked.number in self.met:
            yield "number", Reason(TWICE)
        else:
            self.met.add(asked.number)
            yield from self._answer(asked, texts["answer"], texts.get("comment", ""))

    def _answer(self, asked: Question, text: str, comment: str) -> Iterator[tuple[str, Reason]]:
        """An empty cell takes nothing away: it is as likely not filled in as meant."""
        was = self.known.get(asked.key)
        value = understood(asked, text)
        if value is None:
            yield "answer", Reason(NOT_ONE, {"choices": possible(asked, self.sending.language)})
            return
        before = (was.value, was.comment) if was else ("", "")
        said = Said(value or before[0], comment or before[1])
        if (said.value, said.comment) == before:
            return
        if reason := why_not_answer(asked, said.value, said.comment):
            yield "answer", reason
            return
        language = self.sending.language
        words = (_told(asked, *pair, language) for pair in (before, (said.value, said.comment)))
        line: tuple[Any, ...] = (asked.key, asked.number, say(asked.text, language), *words, said)
        self.brought.lines.append(Line(*line))


def _told(asked: Question, value: str, comment: str, language: str) -> str:
    return " · ".join(part for part in (spelled(asked, value, language) if value else "", comment) if part)


def _text(cell: Cell) -> str:
    """As somebody reads it: a spreadsheet makes numbers of what looks like one."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).replace("\r\n", "\n").strip()
