"""What the directory's word counts for, and the key that it calls with."""

from dataclasses import dataclass

from django.db import transaction

from holger.api import services as api
from holger.api.models import Token
from holger.core import changes
from holger.core.actor import Actor
from holger.core.permissions import Role
from holger.history import services as history
from holger.organisation import services as organisation
from holger.organisation.models import Person, ServiceAccount
from holger.organisation.services import guards
from holger.scim import permissions, selectors
from holger.scim.models import Feed

SCOPE = {"scim": "write"}


@dataclass(frozen=True)
class Opened:
    """A token for the directory and its secret: the only time that this is known."""

    token: Token
    secret: str


@transaction.atomic
def feed_edit(*, actor: Actor, newcomers_start: bool, closed_have_left: bool) -> Feed:
    guards.require_in(actor, permissions.MANAGE, None)
    guards.hold(actor)
    feed = selectors.feed_of(actor.organisation_id)
    told = changes.write(feed, {"newcomers_start": newcomers_start, "closed_have_left": closed_have_left})
    if told:
        history.record(actor=actor, action="feed.changed", target=feed, changes=told)
    return feed


@transaction.atomic
def feed_token_create(*, actor: Actor, name: str, account_name: str, responsible: Person, days: int) -> Opened:
    """A token that opens the feed and nothing else. It acts as a service account of its own, made with the first: a security
    officer, so that groups can give every role but the owner's."""
    guards.require_in(actor, permissions.MANAGE, None)
    guards.own(actor, responsible)
    guards.hold(actor)
    account = _account(actor, account_name, responsible)
    token, secret = api.token_create(actor=actor, person=account, name=name, scope=SCOPE, days=days)
    return Opened(token, secret)


def _account(actor: Actor, name: str, responsible: Person) -> Person:
    feed = selectors.feed_of(actor.organisation_id)
    if feed.account is not None and feed.account.suspended_at is None:
        return feed.account
    account: ServiceAccount = organisation.service_account_create(actor=actor, responsible=responsible, name=name)
    organisation.role_give(actor=actor, person=account, role=Role.SECURITY_OFFICER)
    feed.account_id = account.pk
    feed.save()
    return account
