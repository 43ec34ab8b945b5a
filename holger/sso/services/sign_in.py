"""Coming in through a provider: who it is, whether they may, and what is written about it either way."""

from dataclasses import dataclass

from django.db import IntegrityError

from holger.accounts import selectors as users
from holger.accounts import services as accounts
from holger.accounts.models import User
from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.core.errors import RuleBroken
from holger.core.permissions import Role
from holger.core.tenancy import inside
from holger.history import services as history
from holger.organisation import selectors
from holger.organisation import services as organisation
from holger.organisation.models import Person, RoleGrant
from holger.organisation.services import guards
from holger.sso import rules
from holger.sso.models import Identity, Provider
from holger.sso.protocols.refused import Refused
from holger.sso.rules import Told
from holger.sso.services import identity as identities
from holger.sso.services import roles
from holger.sso.services.acting import acting


@dataclass(frozen=True)
class Entry:
    """Somebody is let in."""

    identity: Identity
    user: User
    second_factor: bool


def sign_in(*, provider: Provider, told: Told, invitation: str = "", user: User | None = None) -> Entry:
    """Let in whom the provider vouches for, or raise ``Refused`` with nothing written.

    ``invitation`` is the secret of an invitation to be accepted by this; ``user`` is who is signed in here already.
    """
    try:
        with inside(provider.organisation_id):
            doer = acting(provider)
            found = _known(provider, told)
            if found is None and invitation:
                found = _invited(doer, provider, told, invitation, user)
            elif found is None:
                found = _joined(doer, provider, told)
            entry = _enter(doer, found, told)
    except IntegrityError:  # two of the same at the same moment
        raise Refused(rules.STALE) from None
    if entry is None:  # the roles that were taken stay taken
        raise Refused(rules.NO_ENTRY)
    return entry


def sign_in_refuse(*, provider: Provider, broken: RuleBroken) -> None:
    """The line of history about a sign-in that was not believed or not allowed."""
    with inside(provider.organisation_id):
        reason = str(broken.text) % broken.params if broken.params else str(broken.text)
        history.record(actor=acting(provider), action="sso.refused", target=provider, reason=reason[:500])


def signed_in_past(*, user: User) -> None:
    """An owner came in without single sign-on, which their organisation otherwise asks for: allowed, and noted."""
    for home in selectors.organisations_of(user).filter(single_sign_on=True):
        with inside(home.pk):
            found = selectors.actor_for(user, home, Channel.PAGE)
            if found and RoleGrant.objects.filter(person=found[1], role=Role.OWNER, unit=None).exists():
                history.record(actor=found[0], action="organisation.entered_past", target=home)


def _known(provider: Provider, told: Told) -> Identity | None:
    """By the provider's own lasting id, and nothing else."""
    rows = Identity.objects.select_for_update(of=("self",)).select_related("person__user", "provider")
    found = rows.filter(provider=provider, subject=told.subject).first()
    if found is None:
        return None
    person = found.person
    if person.user is None or not person.user.is_active or not selectors.is_here(person):
        raise Refused(rules.NO_ENTRY)
    return found


def _invited(doer: Actor, provider: Provider, told: Told, invitation: str, user: User | None) -> Identity:
    """The invitation is accepted by coming through the provider; no password is made."""
    try:
        person = organisation.invitation_accept(secret=invitation, user=user, by_provider=True)
        if person.organisation_id != provider.organisation_id:
            raise Refused(rules.STALE)
        return identities.identity_link(actor=doer, provider=provider, person=person, subject=told.subject)
    except RuleBroken as broken:
        raise Refused(str(broken.text), params=broken.params) from broken


def _joined(doer: Actor, provider: Provider, told: Told) -> Identity:
    """Somebody new becomes a member on the spot, if the provider may make members and nobody has their address."""
    guards.hold(doer)
    if reason := rules.why_not_join(told, join=provider.join, domains=provider.domain_list):
        raise Refused(reason)
    email = told.email.lower()
    here = Person.objects.filter(organisation_id=provider.organisation_id, email__iexact=email)
    if users.user_of(email) is not None:
        raise Refused(rules.ALREADY_THERE)
    if here.exists():
        raise Refused(rules.REGISTERED)
    name = told.name or email.partition("@")[0].replace(".", " ").title()
    user = accounts.user_join(email=email, name=name)
    person = organisation.person_create(actor=doer, name=name, email=email)
    Person.objects.filter(pk=person.pk).update(user=user, updated_at=dates.now(), version=person.version + 1)
    person.refresh_from_db()
    return identities.identity_link(actor=doer, provider=provider, person=person, subject=told.subject, joined=True)


def _enter(doer: Actor, identity: Identity, told: Told) -> Entry | None:
    """Give and take roles, and let in whoever then has one."""
    fresh = identity.used_at is None
    provider = identity.provider
    counted = provider.counts_second_factor and rules.is_second_factor(told, provider.second_factor_words)
    identity.used_at = dates.now()
    identity.save(update_fields=["used_at"])
    if counted:
        Person.objects.filter(pk=identity.person_id).update(vouched_at=identity.used_at)
    roles.follow(actor=doer, identity=identity, groups=told.groups)
    person = identity.person
    if not person.grants.exists():
        if fresh:
            raise Refused(rules.NO_ENTRY)
        return None
    actor = selectors.actor_of(person, Channel.PAGE, via=identity.provider.name)
    history.record(actor=actor, action="sso.signed_in", target=identity.provider)
    assert person.user_id
    user = User.objects.get(pk=person.user_id)  # as the database has them, now that roles have come and gone
    return Entry(identity, user, counted)
