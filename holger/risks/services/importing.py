"""Risks from a spreadsheet, and back again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.assets.models import Asset
from holger.core import dates, saving
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.exchange import bulk
from holger.exchange.fields import ChangedRow, NewRow
from holger.organisation.models import Organisation
from holger.organisation.services import next_numbers
from holger.risks.models import Method, Risk, Threat
from holger.risks.models.risk import ANSWERS
from holger.risks.rules.scoring import ORGANISATION
from holger.risks.services.method import complete, method_in_force
from holger.risks.services.points import points_rebuild
from holger.risks.services.scores import scores_rebuild
from holger.risks.services.scoring import follows, void_if_changed
from holger.risks.services.sheets import effects_import, effects_undo

COMPUTED = ("own_risk",)
"""What points to risks but is worked out by holger, and so holds no undo back."""


@transaction.atomic
def risks_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> Mapping[str, Any]:
    """Write the rows of a file, score them, and answer what ``risks_import_undo`` needs.

    A target is what the file says or what it was: an import moves none because of controls.
    """
    actor.require("risks.import")
    settle = _Settler(actor, method_in_force(actor=actor))
    rows: list[NewRow | ChangedRow] = [*creates, *updates]
    named = {row.number: row.values["controls"] or () for row in rows if "controls" in row.values}
    written = bulk.write(
        actor=actor,
        model=Risk,
        verb="risk",
        permission="risks.edit",
        creates=[_spread(_own(row), settle.hits_of_new(row)) for row in creates],
        updates=[_spread(_own(row), settle.hits_of_known(row)) for row in updates],
        number=partial(next_numbers, organisation_id=actor.organisation_id, prefix=Risk.prefix),
        prepare=settle,
    )
    _void(actor, [row.id for row in updates])
    scores_rebuild(organisation_id=actor.organisation_id)
    ids = {row.number: UUID(pk) for row, pk in zip(creates, written["created"], strict=True)}
    ids |= {row.number: row.id for row in updates}
    looked = [row.id for row in updates if any(_is_level(name) for name in row.values)]
    effects = effects_import(actor, {ids[number]: chosen for number, chosen in named.items()}, looked)
    points_rebuild(organisation_id=actor.organisation_id)
    return {**written, "effects": effects}


@transaction.atomic
def risks_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Put everything back as it was before the import, with the scores that follow from it."""
    actor.require("risks.import")
    effects_undo(actor, payload.get("effects", ()))
    bulk.undo(actor=actor, model=Risk, verb="risk", permission="risks.edit", payload=payload, computed=COMPUTED)
    settle = _Settler(actor, method_in_force(actor=actor))
    changed = [UUID(entry["id"]) for entry in payload["updated"]]
    rows = list(Risk.objects.filter(organisation_id=actor.organisation_id, pk__in=changed))
    for risk in rows:
        settle(risk)
    names = [field.name for field in Risk._meta.concrete_fields if not field.primary_key]
    saving.update_many(rows, [name for name in names if name != "organisation"])
    _void(actor, changed)
    scores_rebuild(organisation_id=actor.organisation_id)
    points_rebuild(organisation_id=actor.organisation_id)


def _own[Row: (NewRow, ChangedRow)](row: Row) -> Row:
    """What lies in the risk's own table."""
    return replace(row, values={name: value for name, value in row.values.items() if name != "controls"})


def _is_level(name: str) -> bool:
    return name == "consequence" or name.startswith("current_")


def _spread[Row: (NewRow, ChangedRow)](row: Row, hits: str) -> Row:
    """A file with one column for the consequence speaks of everything that the threat hits."""
    if "consequence" not in row.values:
        return row
    values = dict(row.values)
    level = values.pop("consequence")
    if level is not None:
        values = {f"current_{letter}": level for letter in ORGANISATION if letter in hits} | values
    return replace(row, values=values)


def _void(actor: Actor, ids: Sequence[UUID]) -> None:
    rows = Risk.objects.filter(organisation_id=actor.organisation_id, pk__in=ids)
    for risk in (*rows.filter(acceptance_asked=True), *rows.filter(accepted_until__isnull=False)):
        void_if_changed(actor=actor, risk=risk)


class _Settler:
    """Completes a risk from a file: its title, owner and unit, and the scores that follow from its levels."""

    def __init__(self, actor: Actor, method: Method):
        self.actor, self.method = actor, method
        self.assets = {a.pk: a for a in Asset.objects.filter(organisation_id=actor.organisation_id)}
        self.threats = {t.pk: t for t in Threat.objects.filter(organisation_id=actor.organisation_id)}
        self.language = Organisation.objects.values_list("language", flat=True).get(pk=actor.organisation_id)

    def hits_of_new(self, row: NewRow) -> str:
        threat = self.threats.get(row.values["threat"]) if row.values.get("threat") else None
        return threat.hits if threat else "cia"

    def hits_of_known(self, row: ChangedRow) -> str:
        return Risk.objects.values_list("hits", flat=True).get(organisation_id=self.actor.organisation_id, pk=row.id)

    def __call__(self, risk: Risk) -> None:
        risk.asset = self.assets[risk.asset_id]
        if risk.threat_id:
            risk.threat = self.threats[risk.threat_id]
        if risk._state.adding:
            self._complete(risk)
        if not risk.title:
            raise RuleBroken(N_("A risk needs a threat or a title."))
        self._check(risk)
        for name, value in follows(self.method.rules, risk, {}).items():
            setattr(risk, name, value)
        risk.method_number = self.method.number
        done = complete(risk, risk.levels("current"))
        if done and risk.assessed_at is None:
            risk.assessed_at, risk.confirmed_at, risk.assessed_by = dates.now(), dates.now(), self.actor.label
        elif not done:
            risk.assessed_at, risk.assessed_by = None, ""

    def _complete(self, risk: Risk) -> None:
        threat = risk.threat
        if threat is not None:
            risk.hits = threat.hits
            titles = (threat.title_da, threat.title_en) if self.language == "da" else (threat.title_en, threat.title_da)
            risk.title = risk.title or titles[0] or titles[1]
        answered = "".join(letter for letter in ORGANISATION if getattr(risk, f"current_{letter}"))
        risk.hits = "".join(letter for letter in ORGANISATION if letter in risk.hits or letter in answered) or "cia"
        if risk.owner_id is None:
            risk.owner_id = risk.asset.owner_id
        if risk.unit_id is None:
            risk.unit_id = risk.asset.unit_id

    def _check(self, risk: Risk) -> None:
        size = self.method.rules.size
        for name in ANSWERS:
            level = getattr(risk, name)
            if level is not None and level > size:
                raise RuleBroken(
                    N_("%(name)s has level %(level)s, but your method has %(size)s."),
                    params={"name": risk.title, "level": level, "size": size},
                )
