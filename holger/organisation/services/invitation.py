"""Invitations: a way in by mail, good once."""

import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from holger.accounts import selectors as users
from holger.accounts import services as accounts
from holger.accounts.models import User
from holger.core import dates
from holger.core.actor import Actor, Channel
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.jobs.services import mail_put
from holger.organisation import permissions, rules, selectors
from holger.organisation.models import Invitation, Person
from holger.organisation.services import guards

ABOUT = "invitation:"


@dataclass(frozen=True)
class Sent:
    """An invitation and its link: the only time that the link is known."""

    invitation: Invitation
    link: str


@transaction.atomic
def invitation_send(*, actor: Actor, person: Person, by_mail: bool = True) -> Sent:
    """Invite a person to sign in. An earlier invitation stops working. The mail goes out after the commit."""
    actor.require(permissions.INVITE, person)
    guards.require_over(actor, person)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if reason := rules.why_not_invite(
        email=person.email,
        signs_in=person.user_id is not None,
        suspended=person.suspended_at is not None,
        roles=selectors.held_by(person).count(),
    ):
        raise RuleBroken(reason)
    revoke_open(person)
    secret = secrets.token_urlsafe(32)
    now = dates.now()
    invitation = Invitation(
        organisation_id=actor.organisation_id,
        person=person,
        email=person.email,
        secret_hash=hash_of(secret),
        created_at=now,
        expires_at=now + rules.INVITATION_LASTS,
    )
    invitation.full_clean()
    invitation.save()
    history.record(actor=actor, action="invitation.sent", target=person, changes={"email": [None, person.email]})
    link = settings.BASE_URL + reverse("entrance:invitation", kwargs={"secret": secret})
    if by_mail:
        _write(invitation, link, actor.label)
    return Sent(invitation, link)


@transaction.atomic
def invitation_revoke(*, actor: Actor, person: Person) -> None:
    actor.require(permissions.INVITE, person)
    guards.require_over(actor, person)
    if revoke_open(person):
        history.record(actor=actor, action="invitation.revoked", target=person)


@transaction.atomic
def invitation_accept(
    *, secret: str, user: User | None, name: str = "", password: str = "", by_provider: bool = False
) -> Person:
    """Let the invited in: as the signed-in ``user`` with the invited address, or as a new user with a password.

    ``by_provider``: a new user comes through the organisation's identity provider and needs no password.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(secret_hash=hash_of(secret)).first()
    if invitation is None or not selectors.holds(invitation):
        raise RuleBroken(N_("This invitation is no longer good. Ask for a new one."))
    known = users.user_of(invitation.email)
    if known is None and by_provider:
        user = accounts.user_join(email=invitation.email, name=name or invitation.person.name)
    elif known is None:
        user = accounts.user_create(email=invitation.email, name=name or invitation.person.name, password=password)
    elif user is None or user.pk != known.pk:
        raise RuleBroken(N_("Sign in with the address that the invitation was sent to."))
    person = invitation.person
    if Person.objects.filter(organisation_id=person.organisation_id, user=user).exists():
        raise RuleBroken(N_("You are already in this organisation."))
    Person.objects.filter(pk=person.pk).update(user=user, updated_at=dates.now(), version=person.version + 1)
    person.refresh_from_db()
    invitation.used_at = dates.now()
    invitation.save(update_fields=["used_at"])
    actor = selectors.actor_of(person, Channel.PAGE)
    history.record(actor=actor, action="invitation.accepted", target=person)
    return person


def hash_of(secret: str) -> str:
    """Secrets have 256 bits of chance, so a plain hash keeps them; nobody can try them out."""
    return hashlib.sha256(secret.encode()).hexdigest()


def revoke_open(person: Person) -> int:
    """No invitation that the person has got works any longer; how many did."""
    open_ones = person.invitations.filter(used_at=None, revoked_at=None)
    return open_ones.update(revoked_at=dates.now())


def _write(invitation: Invitation, link: str, sender: str) -> None:
    """The mail, in the organisation's language. Until it has gone out ``sent_at`` is empty, which the person's page shows."""
    told = {"invitation": invitation, "organisation": invitation.organisation, "link": link, "sender": sender}
    with override(invitation.organisation.language):
        subject = render_to_string("organisation/mail/invitation_subject.txt", told)
        body = render_to_string("organisation/mail/invitation.txt", told)
    mail_put(
        organisation_id=invitation.organisation_id,
        recipient=invitation.email,
        subject=subject,
        body=body,
        about=f"{ABOUT}{invitation.id}",
    )
