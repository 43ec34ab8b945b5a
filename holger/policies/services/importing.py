"""Policies from a spreadsheet, and back again: what holds across their versions. A new one begins with an empty draft."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F

from holger.audience.services import Chosen, audience_set
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import LANGUAGES, N_
from holger.exchange import bulk
from holger.exchange.fields import ChangedRow, NewRow
from holger.organisation.services import next_numbers
from holger.policies.models import Policy, PolicyVersion, Status
from holger.policies.permissions import IMPORT, WRITE
from holger.policies.rules.content import Said
from holger.policies.services.writing import note_writer, texts_put
from holger.policies.signals import audience_changed

ON_IT = (Status.DRAFT, Status.REVIEW)
TITLES = {f"title_{language}" for language in LANGUAGES}


@transaction.atomic
def policies_import(*, actor: Actor, creates: Sequence[NewRow], updates: Sequence[ChangedRow]) -> Mapping[str, Any]:
    """Write the rows of a file, and answer what ``policies_import_undo`` needs."""
    actor.require(IMPORT)
    written = bulk.write(
        actor=actor,
        model=Policy,
        verb="policy",
        permission=WRITE,
        creates=creates,
        updates=updates,
        number=partial(next_numbers, organisation_id=actor.organisation_id, prefix=Policy.prefix),
        prepare=_prepare,
    )
    for policy in _policies(actor, written["created"]):
        _begin(actor, policy)
    _follow(actor, _policies(actor, [str(row.id) for row in updates]), {n for row in updates for n in row.values})
    return written


@transaction.atomic
def policies_import_undo(*, actor: Actor, payload: Mapping[str, Any]) -> None:
    """Put everything back as it was before the import; what somebody has written since stands in its way."""
    actor.require(IMPORT)
    made = _policies(actor, payload["created"])
    for policy in made:
        if policy.versions.exclude(status=Status.DRAFT).exists() or policy.versions.exclude(texts__revision=1).exists():
            raise RuleBroken(N_("“%(label)s” has been changed since the import."), params={"label": str(policy)})
    audiences = [policy.audience for policy in made if policy.audience]
    PolicyVersion.objects.filter(policy__in=made).delete()
    bulk.undo(actor=actor, model=Policy, verb="policy", permission=WRITE, payload=payload)
    for audience in audiences:
        audience.delete()
    changed = payload["updated"]
    names = {name for entry in changed for name in entry["values"]}
    _follow(actor, _policies(actor, [entry["id"] for entry in changed]), names)


def _prepare(policy: Policy) -> None:
    policy.title_da, policy.title_en = policy.title_da.strip(), policy.title_en.strip()
    if not (policy.title_da or policy.title_en):
        raise RuleBroken(N_("Give it a title in at least one language."))


def _policies(actor: Actor, keys: Iterable[Any]) -> list[Policy]:
    rows = Policy.objects.filter(organisation_id=actor.organisation_id, pk__in=list(keys))
    return list(rows.select_related("audience").order_by("number"))


def _begin(actor: Actor, policy: Policy) -> None:
    """It is for nobody yet, and says nothing."""
    policy.audience = audience_set(actor=actor, audience=None, chosen=Chosen())
    policy.save(update_fields=["audience"])
    version = PolicyVersion.objects.create(organisation_id=actor.organisation_id, policy=policy)
    texts_put(actor, version, {policy.language: Said(policy.said("title", policy.language), "", "")})
    note_writer(actor, version)


def _follow(actor: Actor, policies: Iterable[Policy], names: set[str]) -> None:
    """A draft is called what its policy is called, and whoever must confirm is asked."""
    for policy in policies:
        draft = policy.versions.filter(status__in=ON_IT).first()
        for name in names & TITLES:
            if draft is not None and getattr(policy, name):
                texts = draft.texts.filter(language=name.removeprefix("title_"))
                texts.exclude(title=getattr(policy, name)).update(
                    title=getattr(policy, name), revision=F("revision") + 1
                )
        if "confirm" in names:
            audience_changed.send(sender=Policy, policy=policy, actor=actor)
