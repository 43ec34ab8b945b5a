"""The provider as the one who does it."""

from dataclasses import replace

from holger.core.actor import Actor, Channel
from holger.organisation import selectors
from holger.organisation.models import Organisation
from holger.sso.models import Provider


def acting(provider: Provider) -> Actor:
    """By holger itself, in the provider's name: that is how history tells of roles that groups gave."""
    owner = Organisation.objects.get(pk=provider.organisation_id)
    return replace(selectors.system_actor(owner, provider.name, Channel.SYSTEM), via="single sign-on")
