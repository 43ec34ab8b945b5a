"""Linked sign-ins: somebody at a provider is somebody here. Never by e-mail alone."""

from django.db import transaction

from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.services import guards
from holger.sso import permissions, rules
from holger.sso.models import Identity, Provider
from holger.sso.services import roles
from holger.sso.services.acting import acting


@transaction.atomic
def identity_link(*, actor: Actor, provider: Provider, person: Person, subject: str, joined: bool = False) -> Identity:
    """Link somebody at the provider to a person: the actor themselves, or whom an invitation or the provider let in."""
    guards.own(actor, provider, person)
    if Identity.objects.filter(provider=provider, subject=subject).exists():
        raise RuleBroken(rules.TAKEN)
    if Identity.objects.filter(provider=provider, person=person).exists():
        raise RuleBroken(rules.LINKED_ALREADY)
    identity = Identity(
        organisation_id=actor.organisation_id, provider=provider, person=person, subject=subject, joined=joined
    )
    identity.full_clean()
    identity.save()
    history.record(actor=actor, action="identity.linked", target=person, changes={"provider": [None, provider.name]})
    return identity


@transaction.atomic
def identity_unlink(*, actor: Actor, identity: Identity) -> None:
    """Take a link away: one's own, or as whoever manages providers. Roles that the link gave go with it."""
    guards.own(actor, identity)
    if identity.person_id != actor.person_id:
        guards.require_in(actor, permissions.MANAGE, None)
        guards.require_over(actor, identity.person)
    told = {"provider": [identity.provider.name, None]}
    history.record(actor=actor, action="identity.unlinked", target=identity.person, changes=told)
    roles.take_back(actor=acting(identity.provider), identity=identity)
    identity.delete()
