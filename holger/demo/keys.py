"""API tokens for the demo's people, one per role."""

from holger.api.services import token_create
from holger.core.actor import Channel
from holger.demo.filling import Filled
from holger.organisation import selectors
from holger.organisation.models import Person

GOOD_FOR = 30  # days


def tokens_for(filled: Filled) -> dict[str, str]:
    """Role → secret. Each token may do what its person may."""
    tokens = {}
    for role, email in filled.logins.items():
        person = Person.objects.get(organisation=filled.organisation, email=email)
        actor = selectors.actor_of(person, Channel.COMMAND)
        _token, tokens[role] = token_create(
            actor=actor, person=person, name="demo", scope={"*": "write"}, days=GOOD_FOR
        )
    return tokens
