"""Reading tokens: as somebody, or by the secret itself."""

from django.db.models import Count, Max, Q, QuerySet

from holger.api import rules
from holger.api.models import Token
from holger.core import dates, tenancy
from holger.core.actor import Actor, Channel
from holger.core.models import visible
from holger.core.via import token_kept
from holger.organisation.models import Organisation, ServiceAccount
from holger.organisation.selectors import actor_for, program_actor, service_accounts_for


def tokens_for(actor: Actor) -> QuerySet[Token]:
    mine = Q(person_id=actor.person_id)
    tokens = visible(Token.objects.all(), actor, "api.tokens", own=mine, unit="person__unit_id")
    return tokens.select_related("person", "created_by")


def accounts_listed(actor: Actor) -> QuerySet[ServiceAccount]:
    """Service accounts as pages show them: with how many ``working`` tokens each has, and when one was last used."""
    works = Q(tokens__revoked_at=None, tokens__expires_at__gt=dates.now())
    return service_accounts_for(actor).annotate(
        working=Count("tokens", filter=works), last_used_at=Max("tokens__last_used_at")
    )


TOKEN = tenancy.door(
    "token", {"secret_hash": "text"}, "SELECT organisation_id FROM api_token WHERE secret_hash = %(secret_hash)s"
)


def organisation_opened_by(secret: str) -> Organisation | None:
    """The organisation of the token with this secret. Asked outside all of them."""
    return Organisation.objects.filter(pk__in=TOKEN(secret_hash=rules.secret_hash(secret))).first()


def token_with(secret: str, organisation: Organisation) -> Token | None:
    """The organisation's token that this secret opens with now; None for a wrong, expired or revoked one."""
    tokens = Token.objects.filter(organisation=organisation, secret_hash=rules.secret_hash(secret))
    token = tokens.select_related("person__user", "created_by").first()
    if token is None or not token.works:
        return None
    token.organisation = token.person.organisation = organisation
    return token


def actor_with(token: Token) -> Actor | None:
    """Whom a request with this token acts as; None when the person behind it is no longer let in."""
    person = token.person
    via = token_kept(token.name, token.maker, program=person.is_service)
    if person.is_service:
        return program_actor(person, Channel.API, via)
    if person.user is None or not person.user.is_active:
        return None
    found = actor_for(person.user, person.organisation, Channel.API, via)
    return found[0] if found else None
