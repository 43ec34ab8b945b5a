"""What tokens and service accounts ask of people, on the overview."""

from collections.abc import Sequence

from django.utils.translation import gettext

from holger.api import selectors
from holger.core.actor import Actor
from holger.core.registry import Need
from holger.organisation.permissions import EDIT_PROGRAMS

MOST = 3


def needs(actor: Actor) -> Sequence[Need]:
    """Programs that nobody answers for any longer, for those who can name somebody."""
    if not actor.may(EDIT_PROGRAMS):
        return []
    return [
        Need(
            title=gettext("Name who answers for %(name)s") % {"name": account.name},
            reason=gettext("Whoever did is suspended or has left, and the program goes on."),
            verb=gettext("Name"),
            path=f"{account.path}edit/",
            icon="robot",
            level="high",
            order=30,
        )
        for account in selectors.accounts_unanswered(actor)[:MOST]
    ]
