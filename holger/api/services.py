"""Making and revoking tokens, noting their use, and keeping answers for requests that are sent twice."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpResponse

from holger.api import rules
from holger.api.models import KeptAnswer, Token
from holger.core import dates, tenancy
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.services import guards

KEPT_FOR = timedelta(hours=24)
NOTED_EVERY = timedelta(minutes=1)


@transaction.atomic
def token_create(*, actor: Actor, person: Person, name: str, scope: rules.Scope, days: int = 90) -> tuple[Token, str]:
    """Make a token with which programs act as ``person``. Returns it with its secret, which is never seen again."""
    guards.own(actor, person)
    token = Token(organisation_id=actor.organisation_id, person=person)
    actor.require("api.tokens", token)
    if person.id != actor.person_id:
        guards.require_over(actor, person)  # a token hands on all that the person may
    if reason := rules.why_not_scope(scope) or rules.why_not_days(days):
        raise RuleBroken(reason)
    if person.suspended_at is not None:
        raise RuleBroken(N_("Whoever is suspended gets no token."), field="person")
    if person.user_id is None and not person.is_service:
        raise RuleBroken(N_("A token needs somebody who can sign in, or a service account."), field="person")
    secret = rules.new_secret()
    token.secret_hash = rules.secret_hash(secret)
    token.created_by_id, token.created_by_label = actor.person_id, actor.label[:200]
    expires_at = dates.now() + timedelta(days=days)
    changes = write(token, {"name": name, "scope": dict(scope), "expires_at": expires_at})
    changes = {"person": [None, str(person)], **changes}
    history.record(actor=actor, action="token.created", target=token, changes=changes)
    return token, secret


@transaction.atomic
def token_revoke(*, actor: Actor, token: Token) -> Token:
    """Stop a token at once and for good."""
    actor.require("api.tokens", token)
    if token.revoked_at is None:
        changes = write(token, {"revoked_at": dates.now()})
        history.record(actor=actor, action="token.revoked", target=token, changes=changes)
    return token


def tokens_end(*, actor: Actor, person: Person) -> None:
    """Revoke all that works for somebody who is shut out. Whoever may shut them out may end these."""
    for token in Token.objects.filter(organisation_id=actor.organisation_id, person=person, revoked_at=None):
        changes = write(token, {"revoked_at": dates.now()})
        history.record(actor=actor, action="token.revoked", target=token, changes=changes)


def tokens_let_go(*, actor: Actor, maker: Person) -> None:
    """Whoever leaves the register stays in the name of the tokens they made."""
    made = Token.objects.filter(organisation_id=actor.organisation_id, created_by=maker)
    made.update(created_by=None, created_by_label=maker.name)


def token_used(token: Token) -> None:
    """Note that the token was used; once a minute is enough to tell a living one from a forgotten one."""
    now = dates.now()
    if token.last_used_at is None or token.last_used_at < now - NOTED_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - NOTED_EVERY)
        # Afterwards: it was used even if nothing came of it, and other requests with it must not wait for this one. With a
        # full disk programs can still read: what is written afterwards and cannot be is told of in the log.
        tenancy.afterwards(lambda: Token.objects.filter(stale, pk=token.pk).update(last_used_at=now))


def digest(*parts: bytes) -> str:
    """One fingerprint of a request, with the boundaries between its parts."""
    return hashlib.sha256(b"".join(len(part).to_bytes(8) + part for part in parts)).hexdigest()


def answer_once(*, token: Token, key: str, digest: str, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a request that may be sent twice: the work and its answer are kept together, or neither is.

    An error undoes both, so sending the request again tries again. Of two at the same moment one waits.
    """
    KeptAnswer.objects.filter(token=token, created_at__lt=dates.now() - KEPT_FOR).delete()
    with transaction.atomic():
        try:
            with transaction.atomic():
                kept = KeptAnswer.objects.create(
                    organisation_id=token.organisation_id, token=token, key=key, digest=digest
                )
        except IntegrityError:
            return _again(token, key, digest)
        response = answer()
        kept.status, kept.body = response.status_code, response.content.decode()
        kept.headers = dict(response.items())
        kept.save()
        return response


def _again(token: Token, key: str, digest: str) -> HttpResponse:
    kept = KeptAnswer.objects.get(token=token, key=key)
    if kept.digest != digest:
        raise KeyReused
    return HttpResponse(kept.body.encode(), status=kept.status, headers={**kept.headers, "Idempotent-Replayed": "true"})


class KeyReused(Exception):
    """The Idempotency-Key was used before, for another request."""
