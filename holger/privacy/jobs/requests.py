"""What the room does by itself about requests of data subjects: remind of them, and forget who asked."""

from uuid import UUID

from django.utils.translation import ngettext

from holger.privacy.services.request_reminding import requests_remind
from holger.privacy.services.requests import askers_erase


def remind(organisation_id: UUID) -> str:
    """Whoever answers is told of each mark of the clock, once."""
    told = requests_remind(organisation_id)
    return ngettext("%(count)s notice", "%(count)s notices", told) % {"count": told} if told else ""


def erase(organisation_id: UUID) -> str:
    """Who asked is forgotten when the day has come."""
    gone = askers_erase(organisation_id)
    return ngettext("%(count)s erased", "%(count)s erased", gone) % {"count": gone} if gone else ""
