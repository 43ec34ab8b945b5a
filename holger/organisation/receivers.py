"""What happens here when something has happened elsewhere."""

from collections.abc import Mapping
from typing import Any

from django.dispatch import receiver

from holger.accounts.models import User
from holger.accounts.signals import happened
from holger.core import dates
from holger.jobs.models import Mail
from holger.organisation import services
from holger.organisation.models import Invitation
from holger.organisation.services.invitation import ABOUT


def mail_sent(sender: Any, mail: Mail, **kwargs: Any) -> None:
    """An invitation is sent when its mail has left."""
    if mail.about.startswith(ABOUT):
        Invitation.objects.filter(pk=mail.about.removeprefix(ABOUT)).update(sent_at=dates.now())


@receiver(happened)
def note(user: User, action: str, changes: Mapping[str, Any], by_user: bool, **more: Any) -> None:
    """An organisation is told of its people's accounts."""
    services.account_note(user=user, action=action, told=changes, by_user=by_user)
