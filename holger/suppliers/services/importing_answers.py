"""Answers that a supplier has sent in a spreadsheet: put in for them, taken back, and handed in on their word."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.exchange.fields import ChangedRow, NewRow
from holger.history import services as history
from holger.suppliers.models.sendings import Answer, Sending, SendingState
from holger.suppliers.permissions import QUESTIONNAIRE_SEND
from holger.suppliers.rules.answer_sheet import understood
from holger.suppliers.rules.questions import Question
from holger.suppliers.selectors.questionnaires import answers_of
from holger.suppliers.services.portal import HANDED_IN, Said, answers_put, submit
from holger.suppliers.services.sendings import count_again

BETWEEN = "/"
"""Between the sending's key and the question's: what a row of the register is known by."""
KEPT = ("value", "comment", "unchanged", "saved_by")


@transaction.atomic
def answers_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> dict[str, Any]:
    """Put the answers of a file in, under the name of whoever does it, and answer what ``answers_import_undo`` needs.

    Only while the supplier may answer still. ``RuleBroken`` names the row that cannot be taken.
    """
    actor.require(QUESTIONNAIRE_SEND)
    if creates:
        raise RuleBroken(N_("Row %(row)s: there is no such question."), params={"row": creates[0].number})
    by_sending: dict[UUID, list[ChangedRow]] = defaultdict(list)
    for update in updates:
        by_sending[UUID(str(update.id).partition(BETWEEN)[0])].append(update)
    return {"written": [_put(actor, _found(actor, pk), rows) for pk, rows in by_sending.items()]}


def _put(actor: Actor, sending: Sending, rows: Sequence[ChangedRow]) -> dict[str, Any]:
    questions, known = sending.version_sent.read.by_key, answers_of(sending)
    said = {}
    for row in rows:
        key = str(row.id).partition(BETWEEN)[2]
        if key not in questions:
            raise NotFound
        said[key] = _said(questions[key], known.get(key), row)
    before = {key: _kept(known.get(key)) for key in said}
    if changed := answers_put(sending, said, by=actor.label):
        count_again(sending)
        told = {"answers": [None, len(changed)]}
        history.record(actor=actor, action="sending.answered", target=sending, changes=told)
    now = answers_of(sending)
    return {"id": str(sending.pk), "before": before, "after": {key: _kept(now.get(key)) for key in said}}


def _said(question: Question, known: Answer | None, row: ChangedRow) -> Said:
    """What the file says over what is there; an answer is unchanged no more when it is changed."""
    value, comment = (known.value, known.comment) if known else ("", "")
    if (text := row.values.get("answer")) is not None:
        answered = understood(question, text)
        if answered is None:
            raise RuleBroken(N_("Row %(row)s: the answer is not one of those asked for."), params={"row": row.number})
        value = answered
    if (said := row.values.get("comment")) is not None:
        comment = said
    return Said(value, comment)


def _kept(row: Answer | None) -> dict[str, Any] | None:
    return {name: getattr(row, name) for name in KEPT} if row else None


@transaction.atomic
def answers_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """The answers are as they were before. Refused where somebody has answered on, or it is handed in."""
    actor.require(QUESTIONNAIRE_SEND)
    for told in payload["written"]:
        sending = _found(actor, UUID(told["id"]))
        now = answers_of(sending)
        if any(_kept(now.get(key)) != after for key, after in told["after"].items()):
            raise RuleBroken(N_("“%(label)s” has been changed since the import."), params={"label": str(sending)})
        for key, before in told["before"].items():
            if key in now:
                _take_back(now[key], before)
        count_again(sending)
        history.record(actor=actor, action="sending.import_undone", target=sending)


def _take_back(row: Answer, before: Mapping[str, Any] | None) -> None:
    if before is None:
        row.delete()
        return
    for name, value in before.items():
        setattr(row, name, value)
    row.save(update_fields=list(before))


@transaction.atomic
def sending_hand_in(*, actor: Actor, sending: Sending, name: str, title: str = "") -> Sending:
    """Hand in what the supplier has answered in a file or by mail. ``name`` and ``title`` are whose word it is, and history
    tells who took it down. The answers stand from now on."""
    return submit(actor, _found(actor, sending.pk), name, title)


def _found(actor: Actor, pk: UUID) -> Sending:
    """The sending as it is now, held, while it can be answered."""
    rows = Sending.objects.select_for_update(of=("self",)).select_related("supplier", "version_sent")
    sending = rows.filter(organisation_id=actor.organisation_id, pk=pk).first()
    if sending is None:
        raise NotFound
    actor.require(QUESTIONNAIRE_SEND, sending)
    if sending.state != SendingState.SENT or sending.archived_at is not None:
        raise RuleBroken(HANDED_IN)
    return sending
