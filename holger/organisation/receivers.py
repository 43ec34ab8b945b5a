"""What happens here when something has happened elsewhere."""

from typing import Any

from holger.core import dates
from holger.jobs.models import Mail
from holger.organisation.models import Invitation
from holger.organisation.services.invitation import ABOUT


def mail_sent(sender: Any, mail: Mail, **kwargs: Any) -> None:
    """An invitation is sent when its mail has left."""
    if mail.about.startswith(ABOUT):
        Invitation.objects.filter(pk=mail.about.removeprefix(ABOUT)).update(sent_at=dates.now())
