"""API tokens for the people the demo signs in as, one per role, and for those whose tokens no longer work."""

from holger.api.services import token_create
from holger.core.actor import Channel
from holger.demo.filling.story import Story
from holger.organisation import selectors
from holger.organisation.models import Person

GOOD_FOR = 180  # days


def make(story: Story) -> None:
    """Each token may do what its person may."""
    for role, email in (story.logins | story.doors).items():
        person = Person.objects.get(organisation=story.organisation, email=email)
        actor = selectors.actor_of(person, Channel.COMMAND)
        _token, story.tokens[role] = token_create(
            actor=actor, person=person, name="demo", scope={"*": "write"}, days=GOOD_FOR
        )
