"""Exceptions from a spreadsheet: new ones are asked for, those that are there get another owner or another to decide."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.exchange import bulk
from holger.exchange.fields import ChangedRow, NewRow
from holger.organisation.models import Person
from holger.organisation.services import next_numbers
from holger.policies.models import ExceptionStatus, Policy, PolicyException
from holger.policies.permissions import EXCEPT
from holger.policies.services.exceptions import exception_ask, exception_ask_another, exception_give
from holger.risks.models import Risk

POINTING: Mapping[str, Any] = {"policy": Policy, "risk": Risk, "owner": Person, "approver": Person}
MOST_DIGITS = 9
MAY_CHANGE: Mapping[str, Any] = {"owner": exception_give, "approver": exception_ask_another}


@transaction.atomic
def exceptions_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> Mapping[str, Any]:
    """Ask for each that is new, one by one as people do; answers what ``exceptions_import_undo`` needs."""
    actor.require(EXCEPT)
    found = _pointed_to(actor, [*creates, *updates])
    made = [_ask(actor, row, found) for row in creates]
    changed = [_change(actor, row, found) for row in updates]
    return json.loads(json.dumps({"created": [row.pk for row in made], "updated": changed}, cls=DjangoJSONEncoder))


@transaction.atomic
def exceptions_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Take back what was asked for; what somebody has decided on since stands in its way."""
    actor.require(EXCEPT)
    rows = PolicyException.objects.filter(organisation_id=actor.organisation_id, pk__in=payload["created"])
    if decided := rows.exclude(status=ExceptionStatus.ASKED).first():
        raise RuleBroken(N_("“%(label)s” has been changed since the import."), params={"label": str(decided)})
    bulk.undo(actor=actor, model=PolicyException, verb="exception", permission=EXCEPT, payload=payload)


def _pointed_to(actor: Actor, rows: Sequence[NewRow | ChangedRow]) -> dict[str, dict[Any, Any]]:
    found = {}
    for name, model in POINTING.items():
        keys = {row.values[name] for row in rows if row.values.get(name)}
        found[name] = model.objects.filter(organisation_id=actor.organisation_id).in_bulk(list(keys))
    return found


def _told(row: NewRow | ChangedRow, found: Mapping[str, Mapping[Any, Any]]) -> dict[str, Any]:
    return {name: found[name].get(value) if name in found else value for name, value in row.values.items()}


def _ask(actor: Actor, row: NewRow, found: Mapping[str, Mapping[Any, Any]]) -> PolicyException:
    values = _told(row, found)
    reference = values.pop("reference", "")
    try:
        made = exception_ask(actor=actor, **{name: value for name, value in values.items() if value is not None})
    except RuleBroken as broken:
        raise _in_row(row, broken) from broken
    if reference and reference != made.reference:
        _call(made, reference)
    return made


def _call(made: PolicyException, reference: str) -> None:
    """The file's own reference stays, and holger's own count goes on behind it."""
    made.reference, counted = reference, made.number
    number = reference.removeprefix(f"{PolicyException.prefix}-")
    if reference != number and number.isdecimal() and number == str(int(number)) and len(number) < MOST_DIGITS:
        made.number = int(number)
    if made.number > counted:
        next_numbers(organisation_id=made.organisation_id, prefix=PolicyException.prefix, count=made.number - counted)
    made.save(update_fields=["reference", "number"])


def _change(actor: Actor, row: ChangedRow, found: Mapping[str, Mapping[Any, Any]]) -> dict[str, Any]:
    here = PolicyException.objects.filter(organisation_id=actor.organisation_id, pk=row.id)
    held = here.select_for_update(of=("self",)).select_related("policy").first()
    if held is None or held.version != row.version:
        raise RuleBroken(
            N_("Row %(row)s was changed by somebody else. Run the dry run again."), params={"row": row.number}
        )
    if not actor.may(EXCEPT, held):
        raise RuleBroken(N_("Row %(row)s: you may not change this one."), params={"row": row.number})
    if row.values.keys() - MAY_CHANGE.keys():
        raise _in_row(row, RuleBroken(N_("What was asked for stays as it was. Ask for another exception.")))
    before = {f"{name}_id": getattr(held, f"{name}_id") for name in row.values}
    try:
        for name, value in _told(row, found).items():
            held = MAY_CHANGE[name](actor=actor, exception=held, **{name: value})
    except RuleBroken as broken:
        raise _in_row(row, broken) from broken
    held.refresh_from_db(fields=["version"])
    return {"id": held.pk, "version": held.version, "values": before, "many": {}}


def _in_row(row: NewRow | ChangedRow, broken: RuleBroken) -> RuleBroken:
    return RuleBroken(N_("Row %(row)s: %(error)s"), params={"row": row.number, "error": str(broken)})
