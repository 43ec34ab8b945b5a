"""Founding an organisation and changing its settings."""

from typing import Any

from django.db import transaction

from holger.core import changes, tenancy
from holger.core.actor import Actor
from holger.history import services as history
from holger.organisation import permissions, selectors
from holger.organisation.models import Organisation
from holger.organisation.services import guards
from holger.organisation.signals import organisation_created


@transaction.atomic
def organisation_create(*, by: str, slug: str, **answers: Any) -> Organisation:
    """Found an organisation. Nobody can act in it yet, so ``by`` says who did (a command's name)."""
    organisation = Organisation()
    told = changes.write(organisation, {"slug": slug, **answers})
    actor = selectors.system_actor(organisation, by)
    with tenancy.inside(organisation.id):
        history.record(actor=actor, action="organisation.created", target=organisation, changes=told)
        organisation_created.send(Organisation, organisation=organisation, actor=actor)
    return organisation


@transaction.atomic
def organisation_edit(*, actor: Actor, organisation: Organisation, **answers: Any) -> Organisation:
    guards.own(actor, organisation)
    actor.require(permissions.SETTINGS)
    told = changes.write(organisation, answers)
    if told:
        history.record(actor=actor, action="organisation.changed", target=organisation, changes=told)
    return organisation
