"""Questionnaires from a spreadsheet: always into a draft, so that what is published stands; and back again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.exchange.fields import ChangedRow, NewRow
from holger.history import services as history
from holger.suppliers.models.questionnaires import Questionnaire, QuestionnaireVersion, VersionState
from holger.suppliers.permissions import QUESTIONNAIRE_EDIT
from holger.suppliers.rules import drafting
from holger.suppliers.rules.question_sheet import Row, laid, spread
from holger.suppliers.services.questionnaires import draft_begin, draft_held, questionnaire_create, title_of

BETWEEN = "/"
"""Between the questionnaire's key and the question's: what a row of the register is known by."""


@transaction.atomic
def questionnaires_make(*, actor: Actor, names: Sequence[str]) -> dict[str, UUID]:
    """Empty drafts for what a file calls by a new name; its rows say the rest."""
    actor.require(QUESTIONNAIRE_EDIT)
    made = ((name, questionnaire_create(actor=actor, title={"da": name[:200], "en": name[:200]})) for name in names)
    return {name: each.pk for name, each in made}


@transaction.atomic
def questions_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> dict[str, Any]:
    """Write the rows of a file into drafts, and answer what ``questions_import_undo`` needs.

    Where a questionnaire is published its next version is begun. ``RuleBroken`` names the row that cannot be written.
    """
    actor.require(QUESTIONNAIRE_EDIT)
    new: dict[UUID, list[NewRow]] = defaultdict(list)
    changed: dict[UUID, list[ChangedRow]] = defaultdict(list)
    for row in creates:
        new[row.values["questionnaire"]].append(row)
    for update in updates:
        changed[UUID(str(update.id).partition(BETWEEN)[0])].append(update)
    wanted = list(dict.fromkeys([*new, *changed]))
    return {"written": [_write(actor, _found(actor, pk), new[pk], changed[pk]) for pk in wanted]}


def _write(
    actor: Actor, questionnaire: Questionnaire, new: Sequence[NewRow], changed: Sequence[ChangedRow]
) -> dict[str, Any]:
    begun = not questionnaire.versions.filter(state=VersionState.DRAFT).exists()
    draft_begin(actor=actor, questionnaire=questionnaire)
    draft = draft_held(actor, questionnaire)
    before = draft.content
    rows = sorted([*_new(new), *_changed(draft, changed)], key=lambda row: row.number)
    content, faults = laid(before, rows)
    if faults:
        number, _field, reason = faults[0]
        raise RuleBroken(N_("Row %(row)s: %(why)s"), params={"row": number, "why": RuleBroken(reason).message})
    write(draft, {"content": content})
    write(questionnaire, {"title": title_of(questionnaire, content)})
    history.record(actor=actor, action="questionnaire.imported", target=questionnaire, changes={"questions": [None, len(rows)]})  # fmt: skip
    return {"id": str(questionnaire.pk), "begun": begun, "before": before, "after": drafting.digest(content)}


def _new(rows: Iterable[NewRow]) -> Iterable[Row]:
    return (Row(row.number, "", row.values) for row in rows)


def _changed(draft: QuestionnaireVersion, rows: Iterable[ChangedRow]) -> Iterable[Row]:
    """The questions as they would be: what the file says over what is there."""
    for row in rows:
        key = str(row.id).partition(BETWEEN)[2]
        question = draft.read.by_key.get(key)
        if question is None:
            raise NotFound
        yield Row(row.number, key, {**spread(draft.read, question, first=False), **row.values})


@transaction.atomic
def questions_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Drafts are as they were, or gone where the import began them. Refused where somebody has gone on since."""
    actor.require(QUESTIONNAIRE_EDIT)
    for told in payload["written"]:
        questionnaire = _found(actor, UUID(told["id"]))
        draft = questionnaire.versions.select_for_update(of=("self",)).filter(state=VersionState.DRAFT).first()
        if draft is None or drafting.digest(draft.content) != told["after"]:
            raise RuleBroken(N_("“%(label)s” has been changed since the import."), params={"label": str(questionnaire)})
        write(draft, {"content": told["before"]})
        write(questionnaire, {"title": title_of(questionnaire, told["before"])})
        if told["begun"]:
            draft.delete()
        history.record(actor=actor, action="questionnaire.import_undone", target=questionnaire)


def _found(actor: Actor, pk: UUID) -> Questionnaire:
    found = Questionnaire.objects.filter(organisation_id=actor.organisation_id, pk=pk).first()
    if found is None:
        raise NotFound
    actor.require(QUESTIONNAIRE_EDIT, found)
    return found
