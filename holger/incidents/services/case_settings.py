"""How an organisation takes reports in, and how it says how severe an incident is."""

import json
from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_, Reason
from holger.frameworks.rules.faults import Unreadable
from holger.history import services as history
from holger.incidents import library
from holger.incidents.models import CaseSettings
from holger.incidents.permissions import SETTINGS, TRIAGE
from holger.incidents.rules import severity
from holger.incidents.selectors.severity import case_settings_of
from holger.incidents.services.weighing import severities_follow
from holger.organisation.selectors import whoever_may

FIELDS = frozenset(("allow_anonymous", "telephone", "intake", "method", "own"))


@transaction.atomic
def case_settings_set(*, actor: Actor, version: int | None = None, **answers: Any) -> CaseSettings:
    """Say who takes reports in and how, and by which method severity is said: ``method`` is the key of a ready one, ``own`` one of the
    organisation's own as ``rules.severity`` reads it, or {} for the ready one as it is.

    Another method weighs every incident anew. Choosing another ready one lets go of one's own.
    """
    actor.require(SETTINGS)
    if wrong := answers.keys() - FIELDS:
        raise ValueError(f"no such settings: {', '.join(sorted(wrong))}")
    _check(actor, answers)
    row = case_settings_of(actor.organisation_id)
    if answers.get("method", row.method) != row.method and "own" not in answers:
        answers["own"] = {}
    changes = write(row, answers, version=None if row._state.adding else version)
    if not changes:
        return row
    told = {name: value for name, value in changes.items() if name != "own"}
    if "own" in changes:
        told["severity_method"] = [None, _name(row)]
    history.record(actor=actor, action="incidents.case_settings_set", target=row, changes=told)
    if changes.keys() & {"method", "own"}:
        severities_follow(actor=actor)
    return row


def _name(row: CaseSettings) -> str:
    return json.dumps(row.own, ensure_ascii=False, sort_keys=True)[:2000] if row.own else row.method


def _check(actor: Actor, answers: dict[str, Any]) -> None:
    if "method" in answers and answers["method"] not in {each.key for each in library.severities()}:
        raise RuleBroken(N_("Choose one from the list."), "method")
    if answers.get("own"):
        _check_own(answers["own"])
    if "intake" in answers:
        may = {person for person, units in whoever_may(actor.organisation_id, TRIAGE).items() if units is None}
        for person in answers["intake"]:
            if person.organisation_id != actor.organisation_id:
                raise NotFound
            if person.pk not in may:
                why = N_("%(name)s may not take reports in. Give them a role first, or choose another.")
                raise RuleBroken(why, "intake", {"name": person.name})


def _check_own(own: dict[str, Any]) -> None:
    """The same reader as for the ready ones tells what is wrong."""
    told = json.dumps({"methods": [own]}).encode()
    try:
        severity.read(told, library.LANGUAGES)
    except Unreadable as wrong:
        fault = wrong.faults[0]
        raise RuleBroken(Reason(fault.text, dict(fault.params), "own")) from wrong
